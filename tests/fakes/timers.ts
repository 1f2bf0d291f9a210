import type { Timers } from '../../src/platform/platform.ts';
import { createManualClock, type ManualClock } from './clock.ts';

/** Timers that fire only when told to, in order of their time, then in the order they were set. */
export interface ManualTimers extends Timers {
  /** The clock these timers move. */
  readonly clock: ManualClock;
  /** Moves the clock on, firing what falls due on the way and letting promises settle after each. */
  advance(byMs: number): Promise<void>;
  /** Fires the next timer, moving the clock to it. False if there is none. */
  runNext(): Promise<boolean>;
  /** How long until each timer that waits, shortest first. */
  waiting(): readonly number[];
}

/** Long enough for chains of promises to settle, and for a fake IndexedDB to answer. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

export function createManualTimers(clock: ManualClock = createManualClock()): ManualTimers {
  interface Waiting {
    readonly at: number;
    readonly callback: () => void;
  }
  // Times are counted apart from the clock, which a test may set back.
  let elapsed = 0;
  let timers: readonly Waiting[] = [];

  const inOrder = () => [...timers].sort((a, b) => a.at - b.at);
  async function moveTo(time: number): Promise<void> {
    clock.advance(time - elapsed);
    elapsed = time;
    await settle();
  }
  async function fire(timer: Waiting): Promise<void> {
    timers = timers.filter((other) => other !== timer);
    clock.advance(timer.at - elapsed);
    elapsed = timer.at;
    timer.callback();
    await settle();
  }

  return {
    clock,
    after(delayMs, callback) {
      const timer: Waiting = { at: elapsed + Math.max(0, delayMs), callback };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async advance(byMs) {
      const until = elapsed + byMs;
      for (let next = inOrder()[0]; next !== undefined && next.at <= until; next = inOrder()[0]) await fire(next);
      await moveTo(until);
    },
    async runNext() {
      const next = inOrder()[0];
      if (next === undefined) return false;
      await fire(next);
      return true;
    },
    waiting: () => inOrder().map((timer) => timer.at - elapsed),
  };
}
