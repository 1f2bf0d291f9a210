import type { Checkpoint } from '../core/checkpoint.ts';
import type { Portion } from '../service/service-client.ts';
import type { Landing } from '../storage/store.ts';
import type { Pull } from './ask-portion.ts';
import { throwIfStopped } from './holder.ts';

/** Until segments exist, rows land at most so many to a transaction, so that a save never waits long behind one. */
const rowsPerTransaction = 500;

export interface Landable {
  readonly portion: Portion;
  /** Commit number read before the portion was asked for. */
  readonly askedAt: number;
  /** Where the pull stands once it has landed. */
  readonly position: Checkpoint;
}

/**
 * Lands a portion in slices; the checkpoint moves with the last. Slices of a portion that is asked for again land twice,
 * to the same end.
 */
export async function landPortion({ parts, holder, table }: Pull, landable: Landable): Promise<Landing> {
  const { portion, askedAt, position } = landable;
  for (let from = 0; ; from += rowsPerTransaction) {
    throwIfStopped(holder.signal);
    const isLast = from + rowsPerTransaction >= portion.rows.length;
    const landing = await parts.store.commitPull(holder.stamp(), {
      table: table.name,
      rows: portion.rows.slice(from, from + rowsPerTransaction),
      removals: isLast ? portion.removals : [],
      askedAt,
      checkpoint: isLast ? position : null,
      epoch: portion.epoch,
    });
    if (landing === 'stale' || isLast) return landing;
  }
}
