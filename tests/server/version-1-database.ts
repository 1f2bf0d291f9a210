import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Database } from '../../server/database/database.ts';

/**
 * What release 0.1.0 left in its database, written down by its own code at a tiny scale: its statements, its rows with
 * their versions and transaction ids, and what a client held: a token, delta links, ETags. After the links were given
 * out one account was renamed, one contact deleted, one work order made.
 */
export type Version1 = {
  readonly statements: readonly string[];
  readonly rows: Readonly<Record<string, string>>;
  readonly rowVersion: string;
  readonly facts: {
    readonly token: string;
    readonly links: Readonly<Record<'accounts' | 'contacts' | 'msdyn_workorders', string>>;
    readonly changed: string;
    readonly deleted: string;
    readonly epoch: string;
    readonly rows: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
};

const file = join(import.meta.dirname, '..', 'fixtures', 'version-1.json.gz');
export const version1 = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Version1;

/** Transaction ids in the rows must be in the past, as they were: the counter is moved on until they are. */
async function passTransactions(database: Database): Promise<void> {
  const xids = [...JSON.stringify(version1.rows).matchAll(/xid\\*":\\*"?(\d+)/g)].map((match) => Number(match[1]));
  const last = Math.max(...xids);
  for (;;) {
    const [row] = await database.query('select pg_current_xact_id()::text as xid');
    if (Number(row?.xid) > last) return;
  }
}

export async function makeVersion1(database: Database): Promise<void> {
  for (const statement of version1.statements) await database.query(statement);
  const tables = Object.entries(version1.rows);
  for (const [table] of tables) await database.query(`alter table ${table} disable trigger user`);
  await database.tx(async (tx) => {
    await tx.query('set constraints all deferred');
    for (const [table, rows] of tables) {
      await tx.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`, [rows]);
    }
  });
  for (const [table] of tables) await database.query(`alter table ${table} enable trigger user`);
  await database.query(`select setval('landfall_row_version', ${version1.rowVersion})`);
  await passTransactions(database);
}
