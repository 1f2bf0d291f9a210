import type { WebPolicyRow } from '../background-policy.ts';
import { deletedAfterSevenDays, iosSuspendsPage, webkitGrace } from './mechanisms.ts';
import { webRows } from './web-rows.ts';

/** iPhone and iPad: every browser is WebKit, none has Background Sync, and the system suspends what is not in front. */
const unseen = ['Low Power Mode'];

const suspended = {
  level: 'none',
  mechanisms: [iosSuspendsPage],
  source: 'docs/facts/platform.md §3.1 (SWServer, ProcessThrottler), §3.2, §8',
  grade: 'source code',
} as const;

const closed = {
  level: 'none',
  mechanisms: [webkitGrace],
  source: 'docs/facts/platform.md §1.1, §3.1, §8',
  grade: 'source code',
} as const;

const closedTab = {
  level: 'none',
  mechanisms: [webkitGrace, deletedAfterSevenDays],
  source: 'docs/facts/platform.md §1.1, §3.1, §3.4 (webkit.org/blog/10218)',
  grade: 'vendor document',
} as const;

/** A web view inside another app has no service worker, and its storage belongs to that app. */
const inApp = {
  level: 'none',
  mechanisms: [],
  source: 'docs/facts/platform.md §1.1, §5 (webview_ios), §8',
  grade: 'vendor document',
} as const;

export const iosRows: readonly WebPolicyRow[] = (['iOS', 'iPadOS'] as const).flatMap((os) => [
  ...webRows({ os, browser: 'Safari', install: 'installed', unseen }, { hidden: suspended, locked: suspended, closed }),
  ...webRows(
    { os, browser: 'Safari', install: 'tab', unseen },
    { hidden: suspended, locked: suspended, closed: closedTab },
  ),
  ...webRows(
    { os, browser: 'in-app browser', install: 'either', unseen },
    { hidden: inApp, locked: inApp, closed: inApp },
  ),
]);
