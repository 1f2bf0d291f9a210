import type { WebPolicyRow } from '../background-policy.ts';
import { androidFreezesPage, firefoxGrace, periodicSync, syncByAndroid } from './mechanisms.ts';
import { webRows } from './web-rows.ts';

const unseen = ['battery limits of Android or of the phone’s maker'];

/**
 * The job wakes the browser even when it was swiped away, not after Force stop; Android may kill it in the middle, and
 * then the event runs again.
 */
const awake = {
  level: 'limited',
  mechanisms: [androidFreezesPage, syncByAndroid],
  source: 'docs/facts/platform.md §1.2, §1.3, §3.2',
  grade: 'source code',
} as const;

const closed = {
  level: 'limited',
  mechanisms: [syncByAndroid],
  source: 'docs/facts/platform.md §1.2, §1.3 (BackgroundSyncBackgroundTaskScheduler)',
  grade: 'source code',
} as const;

const closedInstalled = { ...closed, mechanisms: [syncByAndroid, periodicSync], source: `${closed.source}, §2.1` };

/** No Background Sync in Firefox: what runs is what Android has not stopped yet. */
const firefox = {
  level: 'none',
  mechanisms: [firefoxGrace],
  source: 'docs/facts/platform.md §1.1, §3.1, §8',
  grade: 'measured',
} as const;

/** A web view inside another app: a service worker, no sync; the app around it may stop it at any time. */
const inApp = {
  level: 'none',
  mechanisms: [],
  source: 'docs/facts/platform.md §1.1, §5, §8',
  grade: 'vendor document',
} as const;

export const androidRows: readonly WebPolicyRow[] = [
  ...webRows(
    { os: 'Android', browser: 'Chromium', install: 'installed', unseen },
    { hidden: awake, locked: awake, closed: closedInstalled },
  ),
  ...webRows({ os: 'Android', browser: 'Chromium', install: 'tab', unseen }, { hidden: awake, locked: awake, closed }),
  ...webRows(
    { os: 'Android', browser: 'Firefox', install: 'either', unseen },
    // Measured on a desktop; Android can only be stricter.
    { hidden: { ...firefox, grade: 'inferred' }, locked: { ...firefox, grade: 'inferred' }, closed: firefox },
  ),
  ...webRows(
    { os: 'Android', browser: 'in-app browser', install: 'either', unseen },
    { hidden: { ...inApp, grade: 'inferred' }, locked: { ...inApp, grade: 'inferred' }, closed: inApp },
  ),
];
