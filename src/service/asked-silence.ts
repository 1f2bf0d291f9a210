import type { Failure } from '../core/failure.ts';
import type { RawAnswer } from './answer.ts';
import { retryAfterMs } from './retry-after.ts';

/** The silence that a service asked this client for. */
export interface AskedSilence {
  /** An answer came. */
  heard(answer: RawAnswer): void;
  /** What is to be said instead of asking at this time, by the device's clock; null if it may be asked. */
  refusalAt(now: number): Failure | null;
}

/**
 * Law 11, for what the lease does not reach: questions that go out side by side, and a cycle that fails on the database
 * before it can write the silence down.
 */
export function createAskedSilence(): AskedSilence {
  let heardAt = 0;
  let until = 0;
  return {
    heard({ status, retryAfter, date, at }) {
      const forMs = status === 429 || status === 503 ? retryAfterMs(retryAfter, date, at) : null;
      if (forMs === null || at + forMs <= until) return;
      heardAt = at;
      until = at + forMs;
    },
    refusalAt(now) {
      // The clock was set back since: how much of it has passed nobody can tell.
      if (now < heardAt || now >= until) return null;
      const message = 'The service asked for a pause.';
      return { kind: 'refused', status: 429, code: '', message, retryAfterMs: until - now };
    },
  };
}
