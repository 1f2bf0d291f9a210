import type { DeltaLink, NextLink, RowKey } from './row.ts';
import type { Reach, Stamped, Watermark } from './watermark.ts';

/**
 * How a table is pulled, the best first. Which one is chosen per table by what the service really answers
 * (core/pull-strategy.ts): `delta link` follows the service's own links; `watermark` asks for what changed since, and
 * reconciles keys to find what left; `full read` reads everything again.
 */
export type PullStrategy = 'delta link' | 'watermark' | 'full read';

/**
 * Durable position of one table's pull. It moves only in the transaction that stores the rows it covers.
 *
 *     (none) ──► reading ──► following (the read ended with a delta link)
 *                   │ ▲   ├► watching (without one, and changes carry a stamp)
 *                   └─┘   └► complete (neither)
 *                          each goes back to reading when it is void, or, if complete, when it is due
 */
export type Checkpoint =
  | Reading
  | { readonly kind: 'following'; readonly link: DeltaLink; readonly upToDateAt: number }
  | Watching
  | { readonly kind: 'complete'; readonly upToDateAt: number };

/**
 * Whether the service has gone to another generation of its data since: its links, and "nothing new", mean nothing any
 * more. `epoch`: as the service names it now; null where it names none.
 */
export function isOfOtherEpoch(checkpoint: TableCheckpoint, epoch: string | null): boolean {
  return checkpoint.epoch !== null && epoch !== null && checkpoint.epoch !== epoch;
}

export interface Reading {
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
  /** The rows here were read with other columns: one of the same version replaces the one that is here all the same. */
  readonly isRewriting: boolean;
  /** Null before the first portion, and where changes carry no stamp. */
  readonly reach: Reach | null;
}

export interface Watching {
  readonly kind: 'watching';
  readonly watermark: Watermark;
  /** Versions within the overlap that are on this device. */
  readonly seen: readonly Stamped[];
  /** The round that asks what changed since the watermark, if it is not at its end. */
  readonly round: { readonly next: NextLink; readonly startedAt: number; readonly reach: Reach } | null;
  /** The comparison of row keys, if one runs. */
  readonly reconcile: Reconcile | null;
  /** Device clock. */
  readonly reconcileDueAt: number;
  readonly upToDateAt: number;
}

/**
 * Finding the rows that left without a word: deleted, no longer shared, out of the filter. First all keys are listed,
 * then those that are on one side alone are asked for by name: what comes is stored, what does not come is removed.
 */
export type Reconcile =
  /** `beganAt`: commit number, as in a read. */
  | { readonly kind: 'listing'; readonly next: NextLink | null; readonly beganAt: number }
  | { readonly kind: 'asking'; readonly keys: readonly RowKey[] };

/** A checkpoint with the table it is for and the identities it holds for. */
export interface TableCheckpoint {
  readonly table: string;
  readonly position: Checkpoint;
  /** This database's own id: a checkpoint from another one is void. */
  readonly storeId: string;
  /** The service's data generation; null where it names none. */
  readonly epoch: string | null;
  /** The columns and rows it was pulled with (core/pull-strategy.ts); null if not known. Other ones make it void. */
  readonly scope: string | null;
  /** The best strategy that the service has not refused, or passed over in silence, for this table. */
  readonly best: PullStrategy;
  /** Pulls in a row that brought nothing new. */
  readonly quietPulls: number;
}
