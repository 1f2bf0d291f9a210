import type { Clock } from '../../src/platform/platform.ts';

/** A clock that stands still until it is set: forward, back, or far off, as a device's clock may. */
export interface ManualClock extends Clock {
  set(now: number): void;
  advance(byMs: number): void;
}

export function createManualClock(startAt = 1_700_000_000_000): ManualClock {
  let now = startAt;
  return {
    now: () => now,
    set(to) {
      now = to;
    },
    advance(byMs) {
      now += byMs;
    },
  };
}
