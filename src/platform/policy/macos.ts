import type { WebPolicyRow } from '../background-policy.ts';
import { chromiumDesktopRows, firefoxDesktopRows } from './desktop-rows.ts';
import { deletedAfterSevenDays, pageRunsOn, webkitGrace } from './mechanisms.ts';
import { webRows } from './web-rows.ts';

const unseen = ['App Nap', 'Low Power Mode'];

const safariAwake = {
  level: 'only while open',
  mechanisms: [pageRunsOn],
  source: 'docs/facts/platform.md §1.1, §3.1, §8',
  grade: 'inferred',
} as const;

const safariClosed = {
  level: 'none',
  mechanisms: [webkitGrace],
  source: 'docs/facts/platform.md §1.1, §3.1, §8',
  grade: 'source code',
} as const;

const safariClosedTab = {
  level: 'none',
  mechanisms: [webkitGrace, deletedAfterSevenDays],
  source: 'docs/facts/platform.md §1.1, §3.1, §3.4 (webkit.org/blog/10218)',
  grade: 'vendor document',
} as const;

export const macosRows: readonly WebPolicyRow[] = [
  // Closing the last window does not quit a Mac app, so syncs go on until Quit: inferred (docs/facts/platform.md §1.3).
  ...chromiumDesktopRows({ os: 'macOS', unseen, grade: 'inferred' }),
  ...firefoxDesktopRows({ os: 'macOS', unseen, grade: 'inferred' }),
  ...webRows(
    { os: 'macOS', browser: 'Safari', install: 'installed', unseen },
    { hidden: safariAwake, locked: safariAwake, closed: safariClosed },
  ),
  ...webRows(
    { os: 'macOS', browser: 'Safari', install: 'tab', unseen },
    { hidden: safariAwake, locked: safariAwake, closed: safariClosedTab },
  ),
];
