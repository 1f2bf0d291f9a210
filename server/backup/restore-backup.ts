import { CommandRefused } from '../admin/command.ts';
import { type Database, type Queryable, text } from '../database/database.ts';
import { renewEpoch, writeNewKey } from '../database/migrate.ts';
import { sqlName } from '../database/sql-name.ts';
import { holdStartLock } from '../database/start-lock.ts';
import { schemaVersion } from '../database/upgrade.ts';
import type { BackupHeader, BackupTable } from './backup-format.ts';
import { type BackupSource, readBackup } from './read-backup.ts';
import { readStoredTables, type StoredTable } from './stored-tables.ts';

const rowsPerInsert = 1_000;
const charactersPerInsert = 1024 * 1024;

/** Of this database and not of its contents. */
const ownSettings = "('schema', 'epoch', 'key', 'definition')";

/** What the file has and this definition does not. */
type Unknown = { readonly tables: readonly string[]; readonly columns: readonly string[] };

export function requireSameSchema({ schema }: BackupHeader): void {
  if (schema === schemaVersion) return;
  throw new CommandRefused(
    `The backup was made on schema ${schema}; this Landfall has schema ${schemaVersion}. Nothing was changed. ` +
      'Restore it with the version that made it, and then start the newer one on the result.',
  );
}

export function findUnknown(header: BackupHeader, stored: readonly StoredTable[]): Unknown {
  const byName = new Map(stored.map((table) => [table.name, table]));
  return {
    tables: header.tables.filter(({ name }) => !byName.has(name)).map(({ name }) => name),
    columns: header.tables.flatMap(({ name, columns }) => {
      const known = new Set(byName.get(name)?.columns.map((column) => column.name));
      return known.size === 0
        ? []
        : columns.filter((column) => !known.has(column)).map((column) => `${name}.${column}`);
    }),
  };
}

/** Nobody has ever been able to sign in. */
export async function isUnused(db: Queryable): Promise<boolean> {
  const [found] = await db.query("select to_regclass('systemuser') is not null as present");
  if (found?.present !== true) return true;
  return (await db.query('select 1 from systemuser limit 1')).length === 0;
}

/**
 * The version of each row comes from the file: an ETag given out before the backup names the same content after the
 * restore, and one given out since names nothing any more. The transaction is this one.
 */
function insertSql({ name, columns }: BackupTable, stored: StoredTable): string {
  const taken = columns.flatMap((column, at) => {
    const type = stored.columns.find((one) => one.name === column)?.type;
    return type === undefined ? [] : [{ column: sqlName(column), value: `(r ->> ${at})::${type}` }];
  });
  const all = stored.isStamped ? [...taken, { column: 'xid', value: 'pg_current_xact_id()' }] : taken;
  return `insert into ${sqlName(name)} (${all.map(({ column }) => column).join(', ')})
    select ${all.map(({ value }) => value).join(', ')} from json_array_elements($1::json) r
    ${name === 'landfall_setting' ? 'on conflict do nothing' : ''}`;
}

async function insertRows(tx: Queryable, source: BackupSource, stored: readonly StoredTable[]): Promise<number> {
  const byName = new Map(stored.map((table) => [table.name, table]));
  let table: BackupTable | null = null;
  let lines: string[] = [];
  let length = 0;
  let rows = 0;
  const flush = async (): Promise<void> => {
    const target = table === null ? undefined : byName.get(table.name);
    if (table !== null && target !== undefined && lines.length > 0) {
      await tx.query(insertSql(table, target), [`[${lines.join(',')}]`]);
      rows += lines.length;
    }
    lines = [];
    length = 0;
  };
  for await (const part of readBackup(source)) {
    if (part.kind !== 'row') continue;
    if (part.table !== table || lines.length === rowsPerInsert || length > charactersPerInsert) await flush();
    table = part.table;
    lines.push(part.line);
    length += part.line.length;
  }
  await flush();
  return rows;
}

async function empty(tx: Queryable, stored: readonly StoredTable[]): Promise<void> {
  const names = stored.map(({ name }) => name).filter((name) => name !== 'landfall_setting');
  await tx.query(`truncate ${[...names, 'landfall_tombstone'].map(sqlName).join(', ')}`);
  await tx.query(`delete from landfall_setting where name not in ${ownSettings}`);
}

/**
 * Replaces everything in one transaction: whatever stops it, what was there before is still there. The schema must be
 * there and be this program's. Resolves with the number of rows.
 */
export async function restoreBackup(database: Database, source: BackupSource): Promise<number> {
  const restored = await database.tx(async (tx) => {
    await holdStartLock(tx);
    const stored = await readStoredTables(tx);
    const [before] = await tx.query('select coalesce(max(version), 0) as version from landfall_security');
    await empty(tx, stored);
    // They would stamp rows anew and look for removals; what they see to is in the file.
    for (const { name } of stored) await tx.query(`alter table ${sqlName(name)} disable trigger user`);
    await tx.query('set constraints all deferred');
    const rows = await insertRows(tx, source, stored);
    // Checks what was deferred; with checks left over a table cannot be altered.
    await tx.query('set constraints all immediate');
    for (const { name } of stored) await tx.query(`alter table ${sqlName(name)} enable trigger user`);
    await tx.query('update landfall_security set version = greatest(version, $1::bigint) + 1', [text(before?.version)]);
    await renewEpoch(tx);
    await writeNewKey(tx);
    return rows;
  });
  await database.query('analyze');
  return restored;
}
