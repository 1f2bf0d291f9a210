import type { PolicyRow } from '../background-policy.ts';
import { androidRows } from './android.ts';
import { chromeosRows } from './chromeos.ts';
import { iosRows } from './ios.ts';
import { linuxRows } from './linux.ts';
import { macosRows } from './macos.ts';
import { powerAppsRows } from './power-apps.ts';
import { windowsRows } from './windows.ts';

/** The background policy: what each OS and browser allow, each row with its source. */
export const everyRow: readonly PolicyRow[] = [
  ...powerAppsRows,
  ...iosRows,
  ...androidRows,
  ...windowsRows,
  ...macosRows,
  ...chromeosRows,
  ...linuxRows,
];
