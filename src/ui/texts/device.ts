/** Texts about this device's data: what happened to it, and what would tell if it were deleted. */
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
  title: 'If the browser deletes the data on this device',
  cannotKnow:
    'Landfall would not notice: what serves this app keeps no record of devices. Changes that had not been sent would be gone without a word.',
  notAsked: 'The service has not answered yet what it knows of your devices. Until it does, Landfall cannot know.',
  kept: (time: string, unsent: string) => `The service last heard from this device at ${time}: ${unsent}.`,
  keptNothing: 'nothing waited to be sent',
  keptSome: (count: string, isOne: boolean) => `${count} ${isOne ? 'change' : 'changes'} waited`,
  keptMore:
    'If this browser deletes the data, you are told when you come back. If you clear its cookies too, Landfall cannot know which device was this one: the service then still lists the last report of each.',
  others: 'Your other devices with changes that have not arrived',
  othersMore: 'One of them may be this browser, before its data and cookies were cleared.',
  noOthers: 'None of your other devices has told the service of changes that wait there.',
  other: (count: string, isOne: boolean, time: string) =>
    `${count} ${isOne ? 'change' : 'changes'} not arrived, last heard from at ${time}`,
} as const;
