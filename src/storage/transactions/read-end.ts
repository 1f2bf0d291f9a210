import type { RowKey } from '../../core/row.ts';
import type { Records } from '../records.ts';
import { judgeDeliveries } from './judge-deliveries.ts';

export interface ReadEnding {
  readonly beganAt: number;
  readonly now: number;
  /** The generation that was read; null where the service names none. */
  readonly epoch: string | null;
}

/**
 * Ends a full read: removes the base rows that it never brought, sparing those acknowledged since it began, and counts
 * our deletes from before it as seen back where the row is indeed not there. Returns the removed keys.
 */
export async function endRead(records: Records, table: string, ending: ReadEnding): Promise<readonly RowKey[]> {
  const brought = await records.readKeys.all(table);
  const spared = await records.deliveries.acknowledgedAfter(table, ending.beganAt);
  const kept = new Set(spared.map(({ key }) => key));
  const here = await records.rows.keys(table);
  const removed = here.filter((key) => !brought.has(key) && !kept.has(key));
  const rowOf = (key: RowKey) => (brought.has(key) || kept.has(key) ? undefined : null);
  await judgeDeliveries(records, { table, epoch: ending.epoch, rowOf });
  if (removed.length > 0) await records.rows.remove(table, removed);
  await records.readKeys.clear(table);

  const open = await records.deliveries.notSeenBack(table);
  const gone = open.filter(
    ({ kind, key, ackedAtCommit }) => kind === 'delete' && ackedAtCommit <= ending.beganAt && !brought.has(key),
  );
  if (gone.length > 0) {
    await records.deliveries.put(gone.map((delivery) => ({ ...delivery, seenBackAt: ending.now })));
  }
  return removed;
}
