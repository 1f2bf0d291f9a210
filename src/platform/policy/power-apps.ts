import type { PowerAppsPolicyRow } from '../background-policy.ts';

/**
 * “Sync Power Apps data offline in the background” (Microsoft, 3 November 2022): what the native Power Apps app gets.
 * Its figures are those of that app and never a limit of a web app.
 */
const document = {
  who: 'Power Apps app',
  source: 'MicrosoftDocs/powerapps-docs mobile/sync-data-offline-background.md (ms.date 11/03/2022)',
  grade: 'vendor document',
  date: '2022-11-03',
} as const;

const fiveMinutesMs = 5 * 60_000;
const tenMinutesMs = 10 * 60_000;

const iosBursts = {
  kind: 'bursts',
  upToMs: fiveMinutesMs,
  condition:
    'suspended as soon as the app is in the background or the device is locked; then up to 5 minutes at a time while the device is not used, more often when it is plugged in',
} as const;

const androidRunsOn = {
  kind: 'app runs on',
  upToMs: null,
  condition: 'the app is in the background or the device is locked',
} as const;

const windowsRunsOn = {
  kind: 'app runs on',
  upToMs: null,
  condition:
    'the app is minimized or the device is locked, and “Let this app run in the background” allows it (recommended: the default, Power optimized)',
} as const;

const windowsOnBattery = {
  kind: 'app runs on',
  upToMs: tenMinutesMs,
  condition:
    'the device is on power saving mode and running on battery; then suspended until the user unminimizes the app',
} as const;

/** “Continues in the background as long as the app is not closed.” */
const closed = { state: 'closed', level: 'none', mechanisms: [], unseen: [] } as const;

const awake = ['hidden', 'locked'] as const;

export const powerAppsRows: readonly PowerAppsPolicyRow[] = [
  ...awake.map(
    (state) => ({ ...document, os: 'iOS', state, level: 'limited', mechanisms: [iosBursts], unseen: [] }) as const,
  ),
  { ...document, ...closed, os: 'iOS' },
  ...awake.map(
    (state) => ({ ...document, os: 'Android', state, level: 'full', mechanisms: [androidRunsOn], unseen: [] }) as const,
  ),
  { ...document, ...closed, os: 'Android' },
  ...awake.map(
    (state) =>
      ({
        ...document,
        os: 'Windows',
        state,
        level: 'full',
        mechanisms: [windowsRunsOn, windowsOnBattery],
        unseen: ['the Windows setting “Let this app run in the background”'],
      }) as const,
  ),
  { ...document, ...closed, os: 'Windows' },
];
