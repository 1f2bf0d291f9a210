import { randomUUID } from 'node:crypto';
import type { Database } from '../database/database.ts';
import type { StagedRow } from './parse-record.ts';

const mostRows = 500;
const mostCharacters = 1_000_000;

/**
 * Where an import waits until it is whole: the person's file may come slowly, and PGlite has one connection, so nothing
 * is read inside a transaction. Not logged and not kept over a crash.
 */
export type Staging = {
  readonly id: string;
  readonly add: (row: StagedRow) => Promise<void>;
  /** To be called when all are added. */
  readonly complete: () => Promise<void>;
  readonly discard: () => Promise<void>;
};

export async function openStaging(database: Database): Promise<Staging> {
  await database.query(
    `create unlogged table if not exists landfall_import (
       import_id uuid not null, line integer not null, id uuid not null, row json not null,
       begun_at timestamptz not null default now(), primary key (import_id, line))`,
  );
  await database.query("delete from landfall_import where begun_at < now() - interval '1 day'");
  const importId = randomUUID();
  let waiting: string[] = [];
  let characters = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    await database.query(
      `insert into landfall_import (import_id, line, id, row)
       select $1::uuid, r.line, r.id, r.row from json_to_recordset($2::json) as r(line integer, id uuid, row json)`,
      [importId, `[${waiting.join(',')}]`],
    );
    waiting = [];
    characters = 0;
  };
  return {
    id: importId,
    async add(row) {
      const json = JSON.stringify(row);
      waiting.push(json);
      characters += json.length;
      if (waiting.length >= mostRows || characters >= mostCharacters) await flush();
    },
    async complete() {
      await flush();
      // Or PostgreSQL plans for a few rows, and takes minutes.
      await database.query('analyze landfall_import');
    },
    async discard() {
      await database.query('delete from landfall_import where import_id = $1::uuid', [importId]);
    },
  };
}
