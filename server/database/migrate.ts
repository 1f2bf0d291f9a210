import { randomBytes, randomUUID } from 'node:crypto';
import { stableId } from '../identity/privileges.ts';
import type { Tables } from '../odata/table.ts';
import { type Database, type Queryable, text } from './database.ts';
import { baseSchema, columnLinks, pairSchema, tableSchema } from './schema.ts';
import { securitySchema } from './security-schema.ts';
import { sqlName } from './sql-name.ts';
import { holdStartLock } from './start-lock.ts';

/** 1: first form. 2: business units, teams, roles; lookups with several targets; N:N. */
const schemaVersion = '2';

/** The business unit that all others are below. */
export const rootBusinessUnit = stableId('business unit root');

export type Identity = { readonly epoch: string; readonly signingKey: Buffer };

export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch';
}

export async function readSetting(db: Queryable, name: string): Promise<string | null> {
  const [row] = await db.query('select value from landfall_setting where name = $1', [name]);
  return row === undefined ? null : text(row.value);
}

export async function writeSetting(db: Queryable, name: string, value: string): Promise<void> {
  await db.query(
    'insert into landfall_setting values ($1, $2) on conflict (name) do update set value = excluded.value',
    [name, value],
  );
}

async function createSchema(db: Queryable, tables: Tables): Promise<void> {
  const all = [...tables.byName.values()];
  const statements = [
    'create table landfall_setting (name text primary key, value text not null)',
    ...baseSchema,
    ...all.flatMap(tableSchema),
    ...all.flatMap((table) => table.columns.flatMap((column) => columnLinks(tables, table, column))),
    ...tables.manyToMany.flatMap((relation) => pairSchema(tables, relation)),
    ...securitySchema,
  ];
  for (const statement of statements) await db.query(statement);
  await db.query("insert into businessunit (businessunitid, name) values ($1::uuid, 'Organisation')", [
    rootBusinessUnit,
  ]);
  await writeSetting(db, 'schema', schemaVersion);
  await writeSetting(db, 'epoch', randomUUID());
  await writeSetting(db, 'key', randomBytes(32).toString('base64url'));
}

/**
 * After a restore or a move to another cluster transaction ids start lower than those in the rows, and an old delta
 * link would silently answer "nothing new" for ever (docs/facts/odata.md §5.2): a new epoch voids them all.
 */
async function renewEpochIfMoved(db: Queryable, tables: Tables): Promise<void> {
  // xid8 has no max() before PostgreSQL 15.
  const stamped = [...tables.byName.values()].map((table) => sqlName(table.name));
  const later = [...stamped, 'landfall_tombstone'].map(
    (name) => `exists (select 1 from ${name} where xid >= pg_snapshot_xmax(pg_current_snapshot()))`,
  );
  const [row] = await db.query(`select ${later.join(' or ')} as moved`);
  if (row?.moved === true) await writeSetting(db, 'epoch', randomUUID());
}

export async function migrate(database: Database, tables: Tables): Promise<Identity> {
  return database.tx(async (tx) => {
    await holdStartLock(tx);
    const [found] = await tx.query("select to_regclass('landfall_setting') is not null as present");
    if (found?.present !== true) await createSchema(tx, tables);
    const version = await readSetting(tx, 'schema');
    if (version !== schemaVersion) {
      throw new SchemaMismatch(`schema ${version ?? 'unknown'} instead of ${schemaVersion}`);
    }
    await renewEpochIfMoved(tx, tables);
    const epoch = await readSetting(tx, 'epoch');
    const key = await readSetting(tx, 'key');
    if (epoch === null || key === null) throw new SchemaMismatch('its epoch or signing key is missing');
    return { epoch, signingKey: Buffer.from(key, 'base64url') };
  });
}
