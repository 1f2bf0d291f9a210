import type { Mechanism } from '../background-policy.ts';

// Sections are those of docs/facts/platform.md.

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * Chromium: 3 tries, at once, 5 minutes after the first and 15 minutes after the second, 3 minutes each; waiting
 * offline costs none. After the third the registration is gone without a word (§1.2, §1.4, measured).
 */
function oneOffSync(wokenBy: 'operating system' | 'running browser'): Mechanism {
  return { kind: 'one-off sync', triesAfterMs: [0, 5 * minuteMs, 15 * minuteMs], eachMs: 3 * minuteMs, wokenBy };
}

/** Android keeps the registration as a job of its own, which outlives a restart and starts the browser (§1.3). */
export const syncByAndroid = oneOffSync('operating system');

/** On desktops nothing starts the browser; what is due fires when it is started again (§1.3, measured on Linux). */
export const syncByRunningBrowser = oneOffSync('running browser');

/** Installed apps only; 12 hours at the highest engagement, longer at lower (§2.1). */
export const periodicSync: Mechanism = { kind: 'periodic sync', atLeastEveryMs: 12 * hourMs };

export const pageRunsOn: Mechanism = { kind: 'page runs on', stopsAfterMs: null, condition: null };

/** A hidden page is frozen; 5 minutes in older builds, 1 in newer, set by the maker's servers: the shorter is assumed (§3.2). */
export const androidFreezesPage: Mechanism = { kind: 'page runs on', stopsAfterMs: minuteMs, condition: null };

export const energySaverFreezesPage: Mechanism = {
  kind: 'page runs on',
  stopsAfterMs: 5 * minuteMs,
  condition: 'Energy Saver is on and the page is busy',
};

export const sleepingTabsFreezePage: Mechanism = {
  kind: 'page runs on',
  stopsAfterMs: 5 * minuteMs,
  condition: 'Sleeping tabs or Efficiency mode puts the page to sleep',
};

/** WebKit asks the page to prepare and drops it after 20 seconds at the latest; iOS may be quicker (§3.1). */
export const iosSuspendsPage: Mechanism = { kind: 'page runs on', stopsAfterMs: 20 * secondMs, condition: null };

/** 30 seconds, and 30 more while an event is unfinished (§3.1, measured). */
export const firefoxGrace: Mechanism = { kind: 'service worker grace', graceMs: minuteMs };

/** 10 seconds after the last window, none when memory is short (§3.1). */
export const webkitGrace: Mechanism = { kind: 'service worker grace', graceMs: 10 * secondMs };

/** Days in which the browser was used without a visit to the site; installed apps count their own use (§3.4). */
export const deletedAfterSevenDays: Mechanism = { kind: 'storage deleted', afterMs: 7 * dayMs };
