import Dexie, { type Table } from 'dexie';
import type { BaseRow, RowKey } from '../../core/row.ts';
import type { RowRecords } from '../records.ts';
import type { Codec } from './codec.ts';

type StoredKey = [table: string, key: string];

/** Base rows, one record each. */
export function dexieRows(table: Table, codec: Codec): RowRecords {
  const rows = table as Table<unknown, StoredKey>;
  const read = (stored: unknown) => {
    const row = codec.readChecked<BaseRow>('rows', isRow, stored);
    return row && { key: row.key, etag: row.etag, values: row.values };
  };
  const of = (name: string, after: RowKey | null = null) =>
    rows.where('[table+key]').between([name, after ?? Dexie.minKey], [name, Dexie.maxKey], after === null, true);
  return {
    get: async ({ table: name, key }) => read(await rows.get([name, key])),
    getMany: async (addresses) =>
      addresses.length === 0
        ? []
        : (await rows.bulkGet(addresses.map(({ table: name, key }): StoredKey => [name, key]))).map(read),
    scan: async (name, after, limit) => {
      const stored = await of(name, after).limit(limit).toArray();
      const last = stored.at(-1) as { readonly key: RowKey } | undefined;
      return {
        rows: stored.flatMap((one) => read(one) ?? []),
        next: stored.length < limit ? null : (last?.key ?? null),
      };
    },
    keys: async (name) => (await of(name).primaryKeys()).map(([, key]) => key as RowKey),
    count: (name) => of(name).count(),
    put: async (name, landed) => {
      await rows.bulkPut(landed.map(({ key, etag, values }) => ({ table: name, key, etag, values })));
    },
    remove: (name, keys) => rows.bulkDelete(keys.map((key): StoredKey => [name, key])),
  };
}

function isRow(stored: object): boolean {
  const { key, etag, values } = stored as { readonly [name: string]: unknown };
  return (
    typeof key === 'string' &&
    (etag === null || typeof etag === 'string') &&
    typeof values === 'object' &&
    values !== null &&
    !Array.isArray(values)
  );
}
