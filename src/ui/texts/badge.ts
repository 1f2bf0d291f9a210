/** Texts of the status badge. */
export const badgeTexts = {
  starting: 'Opening',
  signInAgain: 'Sign in again',
  offline: 'Offline',
  stuck: 'Sync is stuck',
  needYou: (count: string, isOne: boolean) => (isOne ? `${count} change needs you` : `${count} changes need you`),
  waiting: (count: string, isOne: boolean) => (isOne ? `${count} change waiting` : `${count} changes waiting`),
  alsoWaiting: (count: string) => `${count} waiting`,
  syncing: 'Syncing',
  loading: (percent: string) => `Syncing · ${percent} loaded`,
  notWhole: 'Not all rows are here',
  readingAgain: 'Reading again, not finished',
  upToDate: (time: string) => `Up to date as of ${time}`,
  /** Accessible name of the badge: it leads to the Sync page. */
  label: (text: string) => `Sync status: ${text}`,
} as const;
