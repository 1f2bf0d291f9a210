import type { Host, Trigger } from '../../core/wake.ts';

/** Texts about what syncing is doing, wherever it is said. */
export const activityTexts = {
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
  offlineNote: 'This device says that it has no network.',
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
    'self-check': 'check against the service',
  } satisfies { readonly [trigger in Trigger]: string },
} as const;
