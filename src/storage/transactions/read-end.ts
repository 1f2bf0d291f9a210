import type { RowKey } from '../../core/row.ts';
import type { Database, Records } from '../records.ts';
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
  const { hereAlone: removed, spared } = await sidesOf(records, table, { brought, beganAt: ending.beganAt });
  const rowOf = (key: RowKey) => (brought.has(key) || spared.has(key) ? undefined : null);
  await judgeDeliveries(records, { table, epoch: ending.epoch, rowOf });
  if (removed.length > 0) await records.rows.remove(table, removed);
  await records.readKeys.clear(table);
  await markDeletesSeenBack(records, table, { ...ending, brought });
  return removed;
}

/** The keys that `endRead` would remove, were these the last. */
export function notBrought(database: Database, table: string, keys: readonly RowKey[]): Promise<readonly RowKey[]> {
  return database.read(['checkpoints', 'readKeys', 'rows', 'deliveries'], async (records) => {
    const position = (await records.checkpoints.get(table))?.position;
    if (position?.kind !== 'reading') return [];
    const brought = new Set([...(await records.readKeys.all(table)), ...keys]);
    return (await sidesOf(records, table, { brought, beganAt: position.beganAt })).hereAlone;
  });
}

export interface Sides {
  readonly hereAlone: readonly RowKey[];
  readonly thereAlone: readonly RowKey[];
  /** Acknowledged since the other side's keys began to be read: on neither list. */
  readonly spared: ReadonlySet<RowKey>;
}

/** Keys on one side alone. */
export async function sidesOf(
  records: Records,
  table: string,
  read: { readonly brought: ReadonlySet<RowKey>; readonly beganAt: number },
): Promise<Sides> {
  const spared: ReadonlySet<RowKey> = new Set(
    (await records.deliveries.acknowledgedAfter(table, read.beganAt)).map(({ key }) => key),
  );
  const here = new Set(await records.rows.keys(table));
  return {
    spared,
    hereAlone: [...here].filter((key) => !read.brought.has(key) && !spared.has(key)),
    thereAlone: [...read.brought].filter((key) => !here.has(key) && !spared.has(key)),
  };
}

export async function markDeletesSeenBack(
  records: Records,
  table: string,
  read: Omit<ReadEnding, 'epoch'> & { readonly brought: ReadonlySet<RowKey> },
): Promise<void> {
  const open = await records.deliveries.notSeenBack(table);
  const gone = open.filter(
    ({ kind, key, ackedAtCommit }) => kind === 'delete' && ackedAtCommit <= read.beganAt && !read.brought.has(key),
  );
  if (gone.length > 0) {
    await records.deliveries.put(gone.map((delivery) => ({ ...delivery, seenBackAt: read.now })));
  }
}
