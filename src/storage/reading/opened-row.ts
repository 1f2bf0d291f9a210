import { beforeDelete, markOf, rebase } from '../../core/rebase.ts';
import type { RowAddress } from '../../core/row.ts';
import type { OpenedRow } from '../../core/view.ts';
import { lookupNames, type Sight } from './seen-rows.ts';

export async function openedRow(sight: Sight, { table, key }: RowAddress): Promise<OpenedRow | null> {
  const address = { table, key };
  const base = await sight.records.rows.get(address);
  const changes = sight.outbox.of(address);
  const seen = rebase(base?.values ?? null, changes);
  const isDeleteWaiting = seen === null && changes.some(({ kind }) => kind === 'delete');
  const values = seen ?? (isDeleteWaiting ? beforeDelete(base?.values ?? null, changes) : null);
  if (values === null) return null;
  const [names = {}] = await lookupNames(sight, table, [values]);
  return {
    address,
    seen: { key, values, mark: markOf(changes), lookupNames: names },
    baseETag: base?.etag ?? null,
    base: base?.values ?? null,
    changes,
    isDeleteWaiting,
  };
}
