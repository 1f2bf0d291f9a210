import type { DeltaLink, NextLink } from './row.ts';

/** How a table is pulled. Chosen by what the service really answers. */
export type PullStrategy = 'delta link' | 'full read';

/**
 * Durable position of one table's pull. It moves only in the transaction that stores the rows it covers.
 *
 *     (none) ──► reading ──► following (the read ended with a delta link)
 *                   │ ▲   └► complete (it ended without one)
 *                   └─┘      either goes back to reading when it is void or due
 */
export type Checkpoint =
  | {
      readonly kind: 'reading';
      readonly strategy: PullStrategy;
      /** Where the next portion is; null before the first. */
      readonly next: NextLink | null;
      /** Commit number when this read began: rows acknowledged later are spared from its removals. */
      readonly beganAt: number;
      /** Device clock, for people to read. */
      readonly startedAt: number;
      readonly rowsRead: number;
      readonly bytesRead: number;
      /** Rows the service says there are; null if it did not say. It may say fewer than there are. */
      readonly rowsExpected: number | null;
      /** True while there was never a whole read of this table on this device. */
      readonly isInitial: boolean;
      /** As of when the rows here were whole before this read began; null if never, or not known. */
      readonly upToDateAt: number | null;
    }
  | { readonly kind: 'following'; readonly link: DeltaLink; readonly upToDateAt: number }
  | { readonly kind: 'complete'; readonly upToDateAt: number };

/**
 * Whether the service has gone to another generation of its data since: its links, and "nothing new", mean nothing any
 * more. `epoch`: as the service names it now; null where it names none.
 */
export function isOfOtherEpoch(checkpoint: TableCheckpoint, epoch: string | null): boolean {
  return checkpoint.epoch !== null && epoch !== null && checkpoint.epoch !== epoch;
}

/** A checkpoint with the table it is for and the identities it holds for. */
export interface TableCheckpoint {
  readonly table: string;
  readonly position: Checkpoint;
  /** This database's own id: a checkpoint from another one is void. */
  readonly storeId: string;
  /** The service's data generation; null where it names none. */
  readonly epoch: string | null;
}
