import type { SyncState } from '../core/facts.ts';
import { heldByPerson } from '../core/sendable.ts';
import { systemClock } from '../platform/browser/both/system-clock.ts';
import { systemTimers } from '../platform/browser/both/system-timers.ts';
import { createPageProbes } from '../platform/browser/page/page-probes.ts';
import { readPlatform } from '../platform/browser/page/read-platform.ts';
import type { Finding } from '../platform/capability.ts';
import { type Expectation, expectationOf } from '../platform/expectation.ts';
import { everyRow } from '../platform/policy/every-row.ts';
import { probeAll } from '../platform/probes/probe-all.ts';
import type { WorkLeft } from '../platform/work-left.ts';

/** Longer than any probe takes that works; Firefox never answers some questions. */
const probeTimeoutMs = 3_000;

/** What this browser can do, found out by trying it. */
export function probeThisBrowser(): Promise<readonly Finding[]> {
  return probeAll({ clock: systemClock, timers: systemTimers, probes: createPageProbes(), timeoutMs: probeTimeoutMs });
}

/** What to expect on this device, from what was found and from the state of sync. */
export function outlook(findings: readonly Finding[], state: SyncState, isOnline: boolean): Expectation {
  return expectationOf({
    platform: readPlatform(),
    findings,
    policy: everyRow,
    workLeft: workLeftOf(state),
    wakes: state.facts.wakes,
    isOnline,
    isSignedOut: state.activity.kind === 'signed out',
    now: systemClock.now(),
  });
}

function workLeftOf({ facts, asOf }: SyncState): WorkLeft {
  // A table that is read again is whole all the while: nothing that a person waits for.
  const readings = facts.checkpoints.flatMap(({ position }) =>
    position.kind === 'reading' && position.isInitial ? [position] : [],
  );
  const isInitialLoad =
    facts.checkpoints.length < facts.tables.length || facts.tables.length === 0 || readings.length > 0;
  const rowsLeft = readings.map((reading) =>
    reading.rowsExpected === null ? null : Math.max(0, reading.rowsExpected - reading.rowsRead),
  );
  const known = rowsLeft.every((left) => left !== null) && facts.checkpoints.length === facts.tables.length;
  const total = rowsLeft.reduce<number>((sum, left) => sum + (left ?? 0), 0);
  return {
    // What waits for a person, or behind that, does not leave by itself, whatever the system allows.
    changes: facts.outbox.length - heldByPerson(facts.outbox).size,
    rowsLeft: known ? total : null,
    isInitialLoad,
    msLeft: known && total > 0 ? timeLeft(readings, asOf, total) : null,
  };
}

/** From the speed of the reads that are under way; null before there is one to go by. */
function timeLeft(
  readings: readonly { readonly startedAt: number; readonly rowsRead: number }[],
  now: number,
  rowsLeft: number,
): number | null {
  const [reading] = readings;
  if (reading === undefined || reading.rowsRead === 0 || now <= reading.startedAt) return null;
  return Math.round((rowsLeft * (now - reading.startedAt)) / reading.rowsRead);
}
