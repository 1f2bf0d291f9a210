import { constants } from 'node:os';
import type { Phase } from './operations/health.ts';
import type { Log } from './operations/log.ts';

type End = () => unknown;

/**
 *   starting ──begins to serve──▶ serving
 *      │                             │
 *      └────signal or failure────────┴──▶ stopping ──▶ exit
 *
 * Exit codes: 0 stopped when told to; 1 could not start, or not stop in order; 128 + signal at a second signal.
 */
export type Lifecycle = {
  readonly phase: () => Phase;
  readonly serves: () => void;
  /** Ends before any of `holding`, the last begun first. */
  readonly serving: (end: End) => void;
  /** What requests need: the data, and what it is kept by. */
  readonly holding: (end: End) => void;
  /** `reason` is for the person who started it. */
  readonly fail: (reason: string) => Promise<void>;
};

type LifecycleParts = {
  readonly log: Log;
  readonly signals: Pick<NodeJS.Process, 'on'>;
  readonly exit: (code: number) => void;
  /** From the first signal to the exit, at most. */
  readonly longestStopMs: () => number;
};

export function createLifecycle({ log, signals, exit, longestStopMs }: LifecycleParts): Lifecycle {
  const serving: End[] = [];
  const holding: End[] = [];
  let phase: Phase = 'starting';

  const end = async (codeIfEnded: number): Promise<void> => {
    const timer = setTimeout(() => {
      log.error('stopping took too long', new Error('what was left is cut'));
      exit(1);
    }, longestStopMs());
    try {
      for (const one of [...serving.splice(0).reverse(), ...holding.splice(0).reverse()]) await one();
      exit(codeIfEnded);
    } catch (error) {
      log.error('stopping failed', error);
      exit(1);
    } finally {
      clearTimeout(timer);
    }
  };

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    signals.on(signal, () => {
      if (phase === 'stopping') {
        exit(128 + constants.signals[signal]);
        return;
      }
      phase = 'stopping';
      log.info('stopping', { signal });
      void end(0);
    });
  }
  return {
    phase: () => phase,
    serves() {
      if (phase === 'starting') phase = 'serving';
    },
    serving: (one) => void serving.push(one),
    holding: (one) => void holding.push(one),
    async fail(reason) {
      if (phase === 'stopping') return;
      phase = 'stopping';
      log.failed(reason);
      await end(1);
    },
  };
}
