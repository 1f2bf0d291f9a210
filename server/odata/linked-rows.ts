import { type SqlRow, text } from '../database/database.ts';
import { sqlName } from '../database/sql-name.ts';
import type { DataContext, DataRequest } from './data-request.ts';
import { selectList } from './row-json.ts';
import { scopeSql } from './scope.ts';
import { createParameters } from './sql-parameters.ts';
import { type Column, isLookup, type LookupColumn, type Table, tableNamed, targetColumn } from './table.ts';

/** Who reads, and from where. */
export type Viewer = { readonly context: DataContext; readonly request: DataRequest };

/** Rows of a table by key, of those that the person may see: one statement for a whole portion. */
export async function rowsByKey(
  { context, request }: Viewer,
  table: Table,
  columns: readonly Column[],
  keys: ReadonlySet<string>,
): Promise<ReadonlyMap<string, SqlRow>> {
  const parameters = createParameters();
  const scope = scopeSql({ person: request.person, type: 'Read', table }, parameters);
  if (keys.size === 0) return new Map();
  // One parameter for all of them: arrays are where the two drivers differ.
  const list = parameters.add([...keys].join(','), 'text');
  const key = sqlName(table.key);
  const rows = await context.database.query(
    `select ${selectList(columns)}, ${key} as linked_key from ${sqlName(table.name)}
     where ${key} = any(string_to_array(${list}, ',')::uuid[]) and ${scope}`,
    parameters.values,
  );
  return new Map(rows.map((row) => [text(row.linked_key), row]));
}

/** The table that a lookup of this row points to. */
export function targetOf(column: LookupColumn, row: SqlRow): string | null {
  const target = targetColumn(column);
  const name = target === null ? (column.type.targets[0] ?? null) : row[target];
  return typeof name === 'string' ? name : null;
}

/** Names of the rows that lookups point to, by key; of a row that the person may not see there is none. */
export type Names = ReadonlyMap<string, string>;

export async function namesOfLinked(
  viewer: Viewer,
  columns: readonly Column[],
  rows: readonly SqlRow[],
): Promise<Names> {
  const { context, request } = viewer;
  const keys = new Map<string, Set<string>>();
  for (const column of columns.filter(isLookup)) {
    for (const row of rows) {
      const [key, target] = [row[column.name], targetOf(column, row)];
      if (typeof key !== 'string' || target === null) continue;
      keys.set(target, (keys.get(target) ?? new Set()).add(key));
    }
  }
  const names = new Map<string, string>();
  for (const [name, asked] of keys) {
    const table = tableNamed(context.tables, name);
    if (request.person.access('Read', table) === 'none') continue;
    const column = table.columns.filter((one) => one.name === table.nameColumn);
    for (const [key, row] of await rowsByKey(viewer, table, column, asked)) {
      const shown = row[table.nameColumn];
      if (typeof shown === 'string') names.set(key, shown);
    }
  }
  return names;
}
