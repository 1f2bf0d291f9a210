import type { SqlRow, SqlValue } from '../database/database.ts';
import { sqlName } from '../database/sql-name.ts';
import { type Column, type Table, targetColumn } from './table.ts';

export type JsonValue = SqlValue | JsonRow;
export interface JsonRow {
  [name: string]: JsonValue;
}

export function selectedColumns(table: Table, select: readonly Column[] | null): readonly Column[] {
  return select ?? table.columns;
}

/** The columns to read for a row: always with the version its ETag is made of, and with where its lookups lead. */
export function selectList(columns: readonly Column[]): string {
  const names = columns.flatMap((column) => [column.name, targetColumn(column) ?? []].flat());
  return ['ver', ...names.map(sqlName)].join(', ');
}

export function etagOf(row: SqlRow): string {
  return `W/"${String(row.ver)}"`;
}

export function toJson(column: Column, value: SqlValue | undefined): SqlValue {
  if (value === undefined || value === null) return null;
  const isDecimal = column.type.kind === 'decimal' || column.type.kind === 'money';
  return isDecimal ? Number(value) : value;
}

/** A row of a view: there what is empty is left out. */
export function withoutEmpty(json: JsonRow): JsonRow {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
}
