import { describe, expect, it } from 'vitest';
import type { Checkpoint, TableCheckpoint, Watching } from '../../src/core/checkpoint.ts';
import {
  intervalOf,
  isPullDue,
  isReconcileDue,
  nextPullAt,
  type PullTimes,
  reconcileEveryMs,
} from '../../src/core/pull-due.ts';
import type { DeltaLink } from '../../src/core/row.ts';
import type { Trigger } from '../../src/core/wake.ts';

const minute = 60_000;
const intervalMs = 10 * minute;

function checkpoint(position: Checkpoint, quietPulls = 0): TableCheckpoint {
  return { table: 'account', position, storeId: 's', epoch: null, scope: null, best: 'delta link', quietPulls };
}

const following: Checkpoint = { kind: 'following', link: 'd' as DeltaLink, upToDateAt: 0 };
const complete: Checkpoint = { kind: 'complete', upToDateAt: 0 };
const watching: Watching = {
  kind: 'watching',
  watermark: { changedUpTo: 0, serviceAt: null, deviceAt: 0 },
  seen: [],
  round: null,
  reconcile: null,
  reconcileDueAt: 60 * minute,
  upToDateAt: 0,
};

const times = (position: Checkpoint | null, more: Partial<PullTimes> & { quietPulls?: number } = {}): PullTimes => ({
  checkpoint: position && checkpoint(position, more.quietPulls),
  intervalMs,
  unseenSince: null,
  ...more,
});

/** The minutes of two hours at which a table that is asked whenever it is due is asked, every trigger of its time. */
function timeline(
  start: PullTimes,
  triggers: readonly (readonly [atMinute: number, trigger: Trigger])[] = [],
): readonly number[] {
  const pulled: number[] = [];
  let now = start;
  for (let at = 0; at <= 120 * minute; at += minute) {
    const due = triggers.filter(([when]) => when * minute === at).map(([, trigger]) => trigger);
    for (const trigger of [...due, 'interval' as const]) {
      if (now.checkpoint === null || !isPullDue(now, { trigger, at })) continue;
      pulled.push(at / minute);
      const { position, quietPulls } = now.checkpoint;
      now = { ...now, checkpoint: checkpoint({ ...position, upToDateAt: at } as Checkpoint, quietPulls + 1) };
    }
  }
  return pulled;
}

describe('when a table is pulled', () => {
  it('is by its interval, stretched to at most twice while nothing is new', () => {
    expect(timeline(times(following))).toEqual([10, 20, 30, 45, 60, 75, 95, 115]);
    expect(timeline(times(complete))).toEqual([10, 20, 30, 45, 60, 75, 95, 115]);
  });

  it('is never stretched beyond a day', () => {
    const day = 24 * 60 * minute;
    expect(nextPullAt(times(following, { intervalMs: day, quietPulls: 9 }))).toBe(day);
    expect(nextPullAt(times(following, { intervalMs: 20 * 60 * minute, quietPulls: 9 }))).toBe(day);
  });

  it('is whenever somebody comes back, but for what is a minute old, and whenever they ask', () => {
    const back: readonly (readonly [number, Trigger])[] = [
      [3, 'visible'],
      [4, 'opened'],
      [5, 'sync now'],
      [5, 'visible'],
      [8, 'edit'],
      [9, 'background sync'],
      [9, 'handover'],
    ];
    expect(timeline(times(following), back).slice(0, 4)).toEqual([3, 4, 5, 20]);
  });

  it('is at once while a read, a round or a comparison of keys is not at its end', () => {
    const reach = { highest: null, serviceAt: null, deviceAt: 0 };
    const unfinished = [
      null,
      { ...watching, round: { next: 'n' as never, startedAt: 0, reach } },
      { ...watching, reconcile: { kind: 'asking' as const, keys: [] } },
    ];
    for (const position of unfinished)
      expect(isPullDue(times(position), { trigger: 'background sync', at: 1 })).toBe(true);
  });

  it('is at once after a change was applied, where that is cheap, and only once', () => {
    expect(nextPullAt(times(following, { unseenSince: 2 * minute }))).toBe(2 * minute);
    expect(nextPullAt(times({ ...following, upToDateAt: 3 * minute }, { unseenSince: 2 * minute }))).toBe(13 * minute);
    expect(nextPullAt(times(complete, { unseenSince: 2 * minute }))).toBe(10 * minute);
  });

  it('goes on although the clock was set back', () => {
    const ahead = times({ ...following, upToDateAt: 500 * minute });
    expect(isPullDue(ahead, { trigger: 'edit', at: 0 })).toBe(true);
  });
});

describe('when keys are compared', () => {
  it('is by a beat of its own, and whenever the person asks for everything', () => {
    expect(nextPullAt(times({ ...watching, reconcileDueAt: 4 * minute }))).toBe(4 * minute);
    expect(isReconcileDue(watching, { trigger: 'interval', at: 59 * minute })).toBe(false);
    expect(isReconcileDue(watching, { trigger: 'interval', at: 60 * minute })).toBe(true);
    expect(isReconcileDue(watching, { trigger: 'sync now', at: 1 })).toBe(true);
    expect(isReconcileDue(following, { trigger: 'sync now', at: 1 })).toBe(false);
    // The clock was a day ahead when the last comparison ended.
    const ahead = { ...watching, reconcileDueAt: 25 * 60 * minute };
    expect(isReconcileDue(ahead, { trigger: 'interval', at: minute })).toBe(true);
  });
  it('is rarer where the keys are many', () => {
    expect([reconcileEveryMs(5_000), reconcileEveryMs(5_001)]).toEqual([60 * minute, 360 * minute]);
  });
});

describe('the interval of a table', () => {
  const table = { name: 'account', intervalMs: 30 * minute };
  it('is the person’s, else the profile’s, else the app’s, from 5 minutes to a day', () => {
    const chosen = [{ table: 'account', conflicts: 'ask' as const, intervalMs: 15 * minute }];
    expect(intervalOf(table, chosen, 5 * minute)).toBe(15 * minute);
    expect(intervalOf(table, [], 5 * minute)).toBe(30 * minute);
    expect(intervalOf({ ...table, intervalMs: null }, [], 7 * minute)).toBe(7 * minute);
    expect(intervalOf({ ...table, intervalMs: 1 }, [], 7 * minute)).toBe(5 * minute);
    expect(intervalOf({ ...table, intervalMs: 1e12 }, [], 7 * minute)).toBe(24 * 60 * minute);
  });
});
