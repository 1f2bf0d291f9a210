import { type Queryable, text } from './database.ts';
import { sqlName } from './sql-name.ts';

type Parked = { readonly drop: string; readonly restore: string };

/** Foreign keys, then indexes that are no constraint's: what costs a look-up or a place in a tree for each row. */
async function parkable(tx: Queryable, table: string): Promise<readonly Parked[]> {
  const name = sqlName(table);
  const keys = await tx.query(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid = $1::regclass and contype = 'f' order by conname`,
    [name],
  );
  const indexes = await tx.query(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = $1::regclass and not i.indisunique order by c.relname`,
    [name],
  );
  const quoted = (value: unknown): string => `"${String(value).replaceAll('"', '""')}"`;
  return [
    ...keys.map((key) => ({
      drop: `alter table ${name} drop constraint ${quoted(key.name)}`,
      restore: `alter table ${name} add constraint ${quoted(key.name)} ${text(key.definition)}`,
    })),
    ...indexes.map((index) => ({ drop: `drop index ${quoted(index.name)}`, restore: text(index.definition) })),
  ];
}

/**
 * Runs `load`, which fills empty tables, without what is paid for each row: foreign keys and indexes are made after it,
 * over all rows at once, and no tombstone is looked for. All in the caller's transaction: it locks the tables.
 */
export async function bulkLoad(tx: Queryable, tables: readonly string[], load: () => Promise<void>): Promise<void> {
  const parked: Parked[] = [];
  for (const table of tables) parked.push(...(await parkable(tx, table)));
  const born = await tx.query(
    `select tgrelid::regclass::text as name from pg_trigger
     where tgname = 'born' and tgrelid = any ($1::text[]::regclass[])`,
    [`{${tables.map(sqlName).join(',')}}`],
  );
  for (const { drop } of parked) await tx.query(drop);
  for (const { name } of born) await tx.query(`alter table ${text(name)} disable trigger born`);
  await load();
  for (const { name } of born) await tx.query(`alter table ${text(name)} enable trigger born`);
  // Indexes first: checking a key then finds them.
  for (const { restore } of parked.toReversed()) await tx.query(restore);
}
