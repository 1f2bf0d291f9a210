import type { Host, Trigger, WakeEnd } from '../../core/wake.ts';

/** Texts of the sync page. */
export const syncTexts = {
  title: 'Sync',
  syncNow: 'Sync now',
  opening: 'Opening the database on this device…',
  activity: {
    idle: 'Nothing runs at this moment.',
    waiting: (reason: string, time: string) => `${reason} The next try is at ${time}, or at once with Sync now.`,
    asked: (reason: string, time: string) =>
      `${reason} Nothing goes out before ${time}, also not with Sync now: the service asked for this pause.`,
    running: (host: string, trigger: string, time: string) =>
      `A cycle has been running in the ${host} since ${time} (${trigger}).`,
    stuck: (what: string, since: string) =>
      `Stuck since ${since}: no answer from ${what}. What is saved stays on this device.`,
    stuckTrying: 'Trying again now.',
    stuckNext: (time: string) => `Trying again at ${time}, or at once with Sync now.`,
    signedOut: (reason: string) => `${reason} Sending and receiving wait for you to sign in again.`,
  },
  asOf: (time: string) => `As of ${time}.`,
  offlineNote: 'This device says that it has no network.',
  pageOnlyTitle: 'No service worker: Landfall works only while it is open.',
  pageOnlyStarting: 'The service worker is starting.',
  tables: 'Tables on this device',
  table: 'Table',
  rows: 'Rows',
  state: 'State',
  upToDate: 'Up to date as of',
  notYet: 'Not yet',
  outbox: (count: string) => `Outbox (${count})`,
  outboxEmpty: 'The outbox is empty: nothing of yours waits to be sent in this environment.',
  showMore: (count: string) => `Show ${count} more`,
  savedAt: (time: string) => `Saved on this device at ${time}`,
  retry: 'Retry',
  createIt: 'Create it',
  drop: 'Drop',
  actionLabel: (action: string, name: string) => `${action}: ${name}`,
  dropTitle: (name: string) => `Drop the change of ${name}?`,
  dropText:
    'What you changed is deleted from the outbox and is not sent. The row shows again what the service last gave.',
  dropCreateText: 'The new row is deleted from this device and is not sent.',
  keepIt: 'Keep it',
  column: 'Column',
  base: 'Before',
  mine: 'Mine',
  theirs: 'Theirs',
  goneThere: 'The row is gone there',
  unknown: 'Not known',
  noName: '(no name)',
  deliveries: 'Recent deliveries',
  noDeliveries: 'No change of yours was applied by the service yet, or its delivery is older than 30 days.',
  saved: 'Saved',
  sent: 'Sent',
  applied: 'Applied',
  seenBack: 'Seen back',
  seenBackNot: 'Not yet',
  row: 'Row',
  kind: 'Change',
  wakes: 'Wake log',
  wakesMore:
    'Each time that code ran here to sync: in the data worker of an open page, or in the service worker, which the browser can also start with no page open.',
  noWakes: 'Nothing has run here yet.',
  began: 'Began',
  trigger: 'Reason',
  host: 'Where',
  did: 'Did',
  end: 'End',
  took: 'Took',
  didNothing: 'nothing to do',
  didSend: (count: string) => `${count} sent`,
  didReceive: (count: string) => `${count} rows received`,
  lastChance: "the browser's last try",
  runsStill: 'Runs',
  hosts: { 'data worker': 'data worker', 'service worker': 'service worker' } satisfies {
    readonly [host in Host]: string;
  },
  triggers: {
    opened: 'app opened',
    edit: 'a change was saved',
    online: 'network back',
    visible: 'app in view again',
    interval: 'time for a look',
    retry: 'retry',
    'sync now': 'Sync now',
    'signed in': 'signed in',
    handover: 'app left the screen',
    'background sync': "browser's background sync",
  } satisfies { readonly [trigger in Trigger]: string },
  ends: {
    finished: 'Finished',
    'time box': 'Time was up',
    'handed over': 'Handed over',
    'fence lost': 'Another one took over',
    failed: 'Failed',
    'cut off': 'Cut off',
    stalled: 'Stood still',
  } satisfies { readonly [end in WakeEnd]: string },
  install: 'Install Landfall',
  installTitle: 'Landfall as an app',
  installed: 'Landfall runs as an installed app.',
  installOffer: 'Installed, it has a window of its own, and browsers delete its data less readily.',
  installHint:
    'Installed, it has a window of its own, and browsers delete its data less readily. Your browser offers this in its menu: “Install” or “Add to Home Screen”.',
  account: 'Your sign-in',
  signedInAs: (person: string, environment: string) => `${person} in ${environment}`,
  signOut: 'Sign out',
  signOutTitle: 'Sign out?',
  signOutClean:
    'The outbox is empty. Your rows stay in a database on this device until you sign in again; the token is deleted.',
  signOutUnknown:
    'What is in the outbox is not known yet. All of it stays in a database on this device until you sign in again; the token is deleted.',
  signOutUnsent: (count: string, isOne: boolean) =>
    isOne
      ? `${count} change has not been applied by the service:`
      : `${count} changes have not been applied by the service:`,
  signOutMore: (count: string) => `and ${count} more`,
  signOutKept:
    'They stay in the database on this device and go when you sign in again here. The token is deleted; until then nothing is sent.',
  /** `parts` is a list of the next three. */
  signOutKeptBy: (parts: string) =>
    `They stay in the database on this device: ${parts}. The token is deleted; until you sign in again nothing is sent.`,
  signOutGoing: (count: string, isOne: boolean) => `${count} ${isOne ? 'goes' : 'go'} when you sign in again here`,
  signOutHeld: (count: string, isOne: boolean) => `${count} ${isOne ? 'waits' : 'wait'} for your decision`,
  signOutUnnamed: (count: string, isOne: boolean) =>
    `${count} ${isOne ? 'waits' : 'wait'} until the service names the table again`,
  stay: 'Stay signed in',
  signOutFailed: (words: string) => `Signing out broke off: ${words}; try again.`,
} as const;
