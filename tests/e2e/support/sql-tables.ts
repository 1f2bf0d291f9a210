import { companyTables } from '../../../server/demo/tables/demo-tables.ts';
import type { Column, Table } from '../../../server/odata/table.ts';
import { sql } from './sql.ts';

/** A row as the database has it: columns by their names there. */
export type SqlTableRow = Readonly<Record<string, string | number | boolean | null>>;

/** One table of the service: its definition there, and all its rows, in no order. */
export interface SqlTable {
  readonly definition: Table;
  readonly rows: readonly SqlTableRow[];
  readonly byKey: ReadonlyMap<string, SqlTableRow>;
}

export type SqlTables = readonly SqlTable[];

/** Reads every demo table of a stopped service. */
export async function readSqlTables(dataFolder: string): Promise<SqlTables> {
  const parts = companyTables.map(({ name }) => `(select json_agg(t)::text from ${name} t) as ${name}`);
  const [found] = await sql(dataFolder, `select ${parts.join(', ')}`);
  return companyTables.map((definition) => {
    const rows = JSON.parse(String(found?.[definition.name] ?? '[]')) as readonly SqlTableRow[];
    return { definition, rows, byKey: new Map(rows.map((row) => [String(row[definition.key]), row])) };
  });
}

/** What the app shows: not the key, and no lookup that leaves the device or can point into several tables. */
export function isShown({ type }: Column): boolean {
  if (type.kind !== 'lookup') return type.kind !== 'key' && type.kind !== 'owner';
  return type.targets.length === 1 && companyTables.some(({ name }) => type.targets.includes(name));
}

/** Name of the row that a lookup points to; null where it points nowhere. */
export function targetName(tables: SqlTables, column: Column, row: SqlTableRow): string | null {
  if (column.type.kind !== 'lookup') throw new Error(`${column.name} is no lookup`);
  const { targets } = column.type;
  const table = tables.find(({ definition }) => targets.includes(definition.name));
  const found = table?.byKey.get(String(row[column.name]));
  return found === undefined || table === undefined ? null : String(found[table.definition.nameColumn]);
}
