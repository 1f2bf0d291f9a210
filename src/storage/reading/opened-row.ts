import { beforeDelete, markOf, rebase } from '../../core/rebase.ts';
import type { RowAddress } from '../../core/row.ts';
import type { OpenedRow } from '../../core/view.ts';
import type { Database } from '../records.ts';
import { lookupNames, sightOf, sightScope } from './seen-rows.ts';

export function openedRow(database: Database, address: RowAddress): Promise<OpenedRow | null> {
  return database.read(sightScope, async (records) => {
    const sight = await sightOf(records);
    const base = await records.rows.get(address);
    const changes = sight.outbox.of(address);
    const seen = rebase(base?.values ?? null, changes);
    const isDeleteWaiting = seen === null && changes.some(({ kind }) => kind === 'delete');
    const values = seen ?? (isDeleteWaiting ? beforeDelete(base?.values ?? null, changes) : null);
    if (values === null) return null;
    const [names = {}] = await lookupNames(sight, address.table, [values]);
    return {
      address: { table: address.table, key: address.key },
      seen: { key: address.key, values, mark: markOf(changes), lookupNames: names },
      baseETag: base?.etag ?? null,
      changes,
      isDeleteWaiting,
    };
  });
}
