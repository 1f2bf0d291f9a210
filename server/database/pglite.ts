import { PGlite } from '@electric-sql/pglite';
import { cellParsers } from './cell-parsers.ts';
import type { Database, Queryable, SqlRow, SqlValue } from './database.ts';
import { DurableNodeFs } from './durable-node-fs.ts';

// Without background workers nothing recycles the WAL but our own CHECKPOINT (maintenance.ts).
const settings = ['max_wal_size=64MB', 'min_wal_size=32MB', 'timezone=UTC', 'wal_sync_method=fsync'];

function startParams(): string[] {
  const durable = PGlite.defaultStartParams.filter((param) => param !== '-F');
  return [...durable, ...settings.flatMap((setting) => ['-c', setting])];
}

type Runner = { query<T>(sql: string, params?: unknown[]): Promise<{ rows: T[] }> };

function over(runner: Runner): Queryable {
  return {
    async query(sql: string, params: readonly SqlValue[] = []) {
      return (await runner.query<SqlRow>(sql, [...params])).rows;
    },
  };
}

function wrap(pglite: PGlite): Database {
  return {
    engine: 'pglite',
    pool: null,
    ...over(pglite),
    tx: (fn) => pglite.transaction((tx) => fn(over(tx))),
    close: () => pglite.close(),
  };
}

export async function openPgliteFolder(folder: string): Promise<Database> {
  return wrap(await PGlite.create({ fs: new DurableNodeFs(folder), startParams: startParams(), parsers: cellParsers }));
}

/** `image` is a dump of a prepared data folder: a fresh in-memory database costs seconds of initdb. */
export async function openPgliteMemory(image?: Blob): Promise<{ database: Database; dump: () => Promise<Blob> }> {
  const load = image === undefined ? {} : { loadDataDir: image };
  const pglite = await PGlite.create({ startParams: startParams(), parsers: cellParsers, ...load });
  return { database: wrap(pglite), dump: () => pglite.dumpDataDir('none') };
}
