import type { WebPolicyRow } from '../background-policy.ts';
import { chromiumDesktopRows, firefoxDesktopRows } from './desktop-rows.ts';
import { sleepingTabsFreezePage } from './mechanisms.ts';

/**
 * What the Windows switch for background apps does to a web app's service worker is not known
 * (docs/facts/platform.md §9); Edge stays in the background only if it is told to (edge://settings/system, off at first).
 */
const unseen = [
  'the Windows setting “Let this app run in the background”',
  'Energy Saver of Windows',
  'whether the browser keeps running after its last window is closed',
];

const windows = { os: 'Windows', unseen, grade: 'source code' } as const;

export const windowsRows: readonly WebPolicyRow[] = [
  ...chromiumDesktopRows(windows),
  ...chromiumDesktopRows(windows, 'Edge', sleepingTabsFreezePage),
  ...firefoxDesktopRows({ ...windows, grade: 'inferred' }),
];
