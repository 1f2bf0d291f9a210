/** Texts about what happened to this device's data. */
export const deviceTexts = {
  dismiss: 'I have read this',
  evicted: 'The browser deleted Landfall’s data on this device.',
  evictedWhen: (from: string, to: string) => `That was between ${from} and ${to}.`,
  /** `count` is at least 1. */
  evictedUnsent: (count: string, isOne: boolean, time: string) =>
    `${count} ${isOne ? 'change' : 'changes'} had not arrived at the service at ${time}, and ${isOne ? 'is' : 'are'} gone from here.`,
  evictedNothing: (time: string) => `At ${time} nothing of yours waited to be sent.`,
  evictedLater: 'What was saved after that is not counted.',
  evictedEscrow: 'If you had saved your unsent changes as a file, import it on the Sync page.',
  evictedPrevent:
    'Browsers delete the data of apps less readily that are installed, or that may keep persistent storage.',
  restored: 'The service went back to a backup.',
  restoredMissing: (count: string, isOne: boolean, time: string) =>
    isOne
      ? `1 change of yours, which had arrived at ${time}, was found missing there. It was put back into the outbox, and is sent again only if you say so.`
      : `${count} changes of yours, which had arrived at ${time} or later, were found missing there. They were put back into the outbox, and are sent again only if you say so.`,
  restoredShow: 'Show the outbox',
} as const;
