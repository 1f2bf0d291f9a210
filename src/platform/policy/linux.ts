import type { WebPolicyRow } from '../background-policy.ts';
import { chromiumDesktopRows, firefoxDesktopRows } from './desktop-rows.ts';
import { pageRunsOn, webkitGrace } from './mechanisms.ts';
import { webRows } from './web-rows.ts';

/** Linux, and with it the three browsers that the end-to-end tests run: Debian's Chromium, Firefox ESR and WebKitGTK. */
const unseen = ['whether the browser keeps running after its last window is closed'];

const webkitAwake = {
  level: 'only while open',
  mechanisms: [pageRunsOn],
  source: 'docs/facts/toolchain.md §5 (WebKitGTK 2.50.6)',
  grade: 'inferred',
} as const;

const webkitClosed = {
  level: 'none',
  mechanisms: [webkitGrace],
  source: 'docs/facts/toolchain.md §5 (no SyncManager), docs/facts/platform.md §3.1',
  grade: 'measured',
} as const;

export const linuxRows: readonly WebPolicyRow[] = [
  // Chromium 156: fires with no window, and within 2 s of a restart (docs/facts/toolchain.md §2).
  ...chromiumDesktopRows({ os: 'Linux', unseen, grade: 'measured' }),
  // Firefox ESR 153.7 (docs/facts/toolchain.md §4).
  ...firefoxDesktopRows({ os: 'Linux', unseen: [], grade: 'measured' }),
  ...webRows(
    { os: 'Linux', browser: 'WebKitGTK', install: 'either', unseen: [] },
    { hidden: webkitAwake, locked: webkitAwake, closed: webkitClosed },
  ),
];
