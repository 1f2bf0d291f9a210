import { stringify } from 'csv-stringify/sync';
import { type Queryable, type SqlRow, type SqlValue, text } from '../database/database.ts';
import { sqlName } from '../database/sql-name.ts';
import { type Column, isLookup, type Table, type Tables, tableNamed, targetColumn } from '../odata/table.ts';

const rowsPerChunk = 1_000;

/**
 * Cells are never changed to be harmless to a spreadsheet: what is exported is what is there (docs/csv.md).
 * Quoted is what must be, and empty text, which would be read back as no value.
 */
function toText(records: readonly (readonly SqlValue[])[]): string {
  return stringify([...records.map((record) => [...record])], {
    record_delimiter: '\r\n',
    cast: {
      boolean: (value) => String(value),
      string: (value) => ({ value, quoted_empty: true, quoted_match: /[\r\n]/ }),
    },
  });
}

function cellOf(tables: Tables, column: Column, row: SqlRow): SqlValue {
  const value = row[column.name] ?? null;
  const target = isLookup(column) ? targetColumn(column) : null;
  if (target === null || value === null) return value;
  return `${tableNamed(tables, text(row[target])).setName}(${text(value)})`;
}

/**
 * The table as CSV, by key, in chunks. Rows that are changed meanwhile appear as before or as after: nobody is kept
 * waiting for a reader who takes long.
 */
export async function* exportCsv(db: Queryable, tables: Tables, table: Table): AsyncIterable<string> {
  yield toText([table.columns.map((column) => column.name)]);
  const key = sqlName(table.key);
  const names = table.columns.flatMap((column) => [column.name, targetColumn(column) ?? column.name]);
  const list = [...new Set(names)].map(sqlName).join(', ');
  let after = '00000000-0000-0000-0000-000000000000';
  for (let isFirst = true; ; isFirst = false) {
    const rows = await db.query(
      `select ${list} from ${sqlName(table.name)} where ${key} ${isFirst ? '>=' : '>'} $1::uuid
       order by ${key} limit ${rowsPerChunk}`,
      [after],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield toText(rows.map((row) => table.columns.map((column) => cellOf(tables, column, row))));
    after = text(last[table.key]);
  }
}
