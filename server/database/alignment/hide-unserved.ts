import { type Tables, targetColumn } from '../../odata/table.ts';
import type { Queryable } from '../database.ts';
import { sqlName } from '../sql-name.ts';
import type { Catalog, FoundTable } from './catalog.ts';
import type { Served } from './served-before.ts';

type Alignment = {
  readonly tx: Queryable;
  readonly tables: Tables;
  readonly catalog: Catalog;
  readonly served: Served;
};

const ownColumns = ['ver', 'xid'];

/** What is not served must neither be asked for on a create nor hold back or follow a delete. */
async function loosen(tx: Queryable, name: string, found: FoundTable, hidden: readonly string[]): Promise<void> {
  const table = sqlName(name);
  for (const column of hidden) {
    if (found.columns.get(column)?.isNotNull !== true || found.key.includes(column)) continue;
    await tx.query(`alter table ${table} alter column "${column}" drop not null`);
  }
  for (const link of found.links) {
    if (!hidden.includes(link.column) || link.onDelete === 'set null') continue;
    const [target] = await tx.query(
      'select a.attname from pg_constraint o join pg_attribute a on a.attrelid = o.confrelid and a.attnum = o.confkey[1] where o.conname = $1 and o.conrelid = to_regclass($2)',
      [link.name, table],
    );
    await tx.query(`alter table ${table} drop constraint "${link.name}"`);
    await tx.query(
      `alter table ${table} add foreign key ("${link.column}") references ${sqlName(link.target)} ("${String(target?.attname)}")
       on delete set null deferrable initially immediate`,
    );
  }
}

/** Columns and tables that are no longer defined: kept with their values, and said once. */
export async function hideUnserved(alignment: Alignment, report: (line: string) => void): Promise<void> {
  const { tx, tables, catalog, served } = alignment;
  for (const before of served.tables) {
    const found = catalog.get(before.name);
    if (tables.byName.has(before.name) || found === undefined) continue;
    await loosen(
      tx,
      before.name,
      found,
      [...found.columns.keys()].filter((name) => !ownColumns.includes(name)),
    );
    report(`Table "${before.name}" is no longer defined: its rows are kept in the database and not served.`);
  }
  for (const table of tables.byName.values()) {
    const found = catalog.get(table.name);
    if (found === undefined) continue;
    const kept = table.columns.flatMap((column) => [column.name, targetColumn(column) ?? column.name]);
    const hidden = [...found.columns.keys()].filter((name) => !kept.includes(name) && !ownColumns.includes(name));
    await loosen(tx, table.name, found, hidden);
    const before = served.tables.find((one) => one.name === table.name)?.columns ?? [];
    for (const { name } of before) {
      if (!hidden.includes(name)) continue;
      report(`Column "${name}" of table "${table.name}" is no longer defined: its values are kept and not served.`);
    }
  }
  for (const { name } of served.manyToMany) {
    if (tables.manyToMany.some((relation) => relation.name === name)) continue;
    report(`The N:N relationship "${name}" is no longer defined: its pairs are kept in the database and not served.`);
  }
}
