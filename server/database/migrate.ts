import { randomBytes, randomUUID } from 'node:crypto';
import { stableId } from '../identity/privileges.ts';
import type { Tables } from '../odata/table.ts';
import { alignTables } from './alignment/align-tables.ts';
import { type Database, type Queryable, text } from './database.ts';
import { raiseRowVersions } from './row-version.ts';
import { baseSchema, columnLinks, pairSchema, tableSchema } from './schema.ts';
import { securitySchema } from './security-schema.ts';
import { readSetting, writeSetting } from './setting.ts';
import { sqlName } from './sql-name.ts';
import { holdStartLock } from './start-lock.ts';
import { schemaVersion, upgrade } from './upgrade.ts';
import { deviceSchema } from './upgrade-from-2.ts';

/** The business unit that all others are below. */
export const rootBusinessUnit = stableId('business unit root');

export type Identity = { readonly epoch: string; readonly signingKey: Buffer };

export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch';
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
    ...deviceSchema,
  ];
  for (const statement of statements) await db.query(statement);
  await db.query("insert into businessunit (businessunitid, name) values ($1::uuid, 'Organisation')", [
    rootBusinessUnit,
  ]);
  await writeSetting(db, 'schema', String(schemaVersion));
  await writeSetting(db, 'epoch', randomUUID());
  await writeNewKey(db);
}

/**
 * After a restore or a move to another cluster transaction ids start lower than those in the rows, and an old delta
 * link would silently answer "nothing new" for ever (docs/facts/odata.md §5.2): a new epoch voids them all.
 */
async function renewEpochIfMoved(db: Queryable): Promise<void> {
  const tables = await db.query(
    `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'xid' and not a.attisdropped
     where c.relkind = 'r' and a.atttypid = 'xid8'::regtype and c.relnamespace = to_regnamespace(current_schema()::text)`,
  );
  // xid8 has no max() before PostgreSQL 15.
  const later = tables.map(
    ({ relname }) =>
      `exists (select 1 from ${sqlName(text(relname))} where xid >= pg_snapshot_xmax(pg_current_snapshot()))`,
  );
  const [row] = await db.query(`select ${later.join(' or ')} as moved`);
  if (row?.moved === true) await renewEpoch(db);
}

export async function readIdentity(db: Queryable): Promise<Identity> {
  // One statement: the two change together.
  const rows = await db.query("select name, value from landfall_setting where name in ('epoch', 'key')");
  const values = new Map(rows.map((row) => [text(row.name), text(row.value)]));
  const epoch = values.get('epoch');
  const key = values.get('key');
  if (epoch === undefined || key === undefined) throw new SchemaMismatch('its epoch or signing key is missing');
  return { epoch, signingKey: Buffer.from(key, 'base64url') };
}

/**
 * For data that was replaced by another state of it: every delta and next link given out so far is void, so that
 * devices read everything anew, and no ETag given out for what is lost comes to name anything else.
 */
export async function renewEpoch(db: Queryable): Promise<void> {
  await writeSetting(db, 'epoch', randomUUID());
  await raiseRowVersions(db);
}

/** Everybody signs in anew. */
export async function writeNewKey(db: Queryable): Promise<void> {
  await writeSetting(db, 'key', randomBytes(32).toString('base64url'));
}

/** Whether the schema is still the one this program made or found: another instance may be a newer version. */
export async function isMigrated(db: Queryable): Promise<boolean> {
  return (await readSetting(db, 'schema')) === String(schemaVersion);
}

async function bringToVersion(tx: Queryable): Promise<void> {
  const stored = await readSetting(tx, 'schema');
  const version = /^[1-9]\d{0,5}$/.test(stored ?? '') ? Number(stored) : 0;
  if (version === 0 || version > schemaVersion) {
    throw new SchemaMismatch(`its schema is ${stored ?? 'unknown'}, this one knows up to ${schemaVersion}`);
  }
  await upgrade(tx, version);
  await writeSetting(tx, 'schema', String(schemaVersion));
}

/**
 * Makes the database what this version of the service and this definition need, in one transaction: a refusal leaves it
 * as it was. `report` gets one line for each thing that is no longer served.
 * @throws SchemaMismatch where a newer version made it; StartFailure where the definition does not go with the data.
 */
export async function migrate(
  database: Database,
  tables: Tables,
  report: (line: string) => void = () => {},
): Promise<Identity> {
  const lines: string[] = [];
  const identity = await database.tx(async (tx) => {
    lines.length = 0;
    await holdStartLock(tx);
    const [found] = await tx.query("select to_regclass('landfall_setting') is not null as present");
    // First, and of all rows that were there: a row stamped by this very transaction would look like one of the future.
    if (found?.present === true) await renewEpochIfMoved(tx);
    else await createSchema(tx, tables);
    await bringToVersion(tx);
    await alignTables(tx, tables, (line) => lines.push(line));
    return readIdentity(tx);
  });
  for (const line of lines) report(line);
  return identity;
}
