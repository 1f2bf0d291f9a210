import type { SqlRow, SqlValue } from '../database/database.ts';
import { sqlName } from '../database/sql-name.ts';
import { type Column, type Table, wireName } from './table.ts';

export type JsonRow = Record<string, SqlValue>;

export function selectedColumns(table: Table, select: readonly Column[] | null): readonly Column[] {
  return select ?? table.columns;
}

/** The columns to read for a row: always with the version its ETag is made of. */
export function selectList(columns: readonly Column[]): string {
  return ['ver', ...columns.map((column) => sqlName(column.name))].join(', ');
}

export function etagOf(row: SqlRow): string {
  return `W/"${String(row.ver)}"`;
}

function toJson(column: Column, value: SqlValue | undefined): SqlValue {
  if (value === undefined || value === null) return null;
  const isDecimal = column.type.kind === 'decimal' || column.type.kind === 'money';
  return isDecimal ? Number(value) : value;
}

export function rowToJson(columns: readonly Column[], row: SqlRow): JsonRow {
  const json: JsonRow = { '@odata.etag': etagOf(row) };
  for (const column of columns) json[wireName(column)] = toJson(column, row[column.name]);
  return json;
}
