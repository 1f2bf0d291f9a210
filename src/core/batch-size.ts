/** How many changes go into the first batch, and the most that ever do. */
export const firstBatchSize = 10;
const mostChanges = 100;

/** A batch that takes longer holds up what is saved meanwhile, and runs into the limits on time of execution. */
const slowMs = 5_000;

/** How a batch went. */
export interface BatchTrial {
  /** Changes that were in it. */
  readonly sent: number;
  readonly tookMs: number;
  /** `throttled`: the service asked for a pause. `broken`: no part of the answer came, or not all of them. */
  readonly end: 'answered' | 'throttled' | 'broken';
}

/**
 * How many changes the next batch may hold: twice as many after a full one that was quick, half as many after a slow one
 * or where the service asked for a pause. One that broke is taken apart quickly: it may be one change in it that breaks
 * each batch it is in.
 */
export function nextBatchSize(size: number, { sent, tookMs, end }: BatchTrial): number {
  switch (end) {
    case 'broken':
      return Math.max(1, Math.floor(size / 4));
    case 'throttled':
      return Math.max(1, Math.floor(size / 2));
    case 'answered':
      if (tookMs >= slowMs) return Math.max(1, Math.floor(size / 2));
      return sent >= size ? Math.min(mostChanges, size * 2) : size;
  }
}
