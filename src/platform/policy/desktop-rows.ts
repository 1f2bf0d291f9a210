import type { BrowserFamily, Mechanism, WebPolicyRow } from '../background-policy.ts';
import type { OperatingSystem } from '../recognised-platform.ts';
import { energySaverFreezesPage, firefoxGrace, pageRunsOn, periodicSync, syncByRunningBrowser } from './mechanisms.ts';
import { webRows } from './web-rows.ts';

interface Desktop {
  readonly os: OperatingSystem;
  readonly unseen: readonly string[];
  readonly grade: WebPolicyRow['grade'];
}

/**
 * A Chromium browser on a computer: the hidden page runs on unless it is frozen; one-off sync works while the browser's
 * process runs, and what is due fires when it is started again.
 */
export function chromiumDesktopRows(
  { os, unseen, grade }: Desktop,
  browser: BrowserFamily = 'Chromium',
  freezing: Mechanism = energySaverFreezesPage,
): readonly WebPolicyRow[] {
  const awake = {
    level: 'limited',
    mechanisms: [freezing, syncByRunningBrowser],
    source: 'docs/facts/platform.md §1.2, §1.4, §3.2',
    grade,
  } as const;
  const closed = {
    level: 'limited',
    mechanisms: [syncByRunningBrowser],
    source: 'docs/facts/platform.md §1.3, §8',
    grade,
  } as const;
  const closedInstalled = {
    ...closed,
    mechanisms: [syncByRunningBrowser, periodicSync],
    source: `${closed.source}, §2.1`,
  };
  return [
    ...webRows({ os, browser, install: 'tab', unseen }, { hidden: awake, locked: awake, closed }),
    ...webRows(
      { os, browser, install: 'installed', unseen },
      { hidden: awake, locked: awake, closed: closedInstalled },
    ),
  ];
}

/** Firefox on a computer: no Background Sync; a hidden page runs on with slower timers, and closed is closed. */
export function firefoxDesktopRows({ os, unseen, grade }: Desktop): readonly WebPolicyRow[] {
  const awake = {
    level: 'only while open',
    mechanisms: [pageRunsOn],
    source: 'docs/facts/platform.md §1.1, §3.1, §8',
    grade,
  } as const;
  const closed = {
    level: 'none',
    mechanisms: [firefoxGrace],
    source: 'docs/facts/platform.md §1.1, §3.1 (idle_timeout, idle_extended_timeout)',
    grade,
  } as const;
  return webRows({ os, browser: 'Firefox', install: 'either', unseen }, { hidden: awake, locked: awake, closed });
}
