import type { SqlRow, SqlValue } from '../database/database.ts';
import { sqlType } from '../database/schema.ts';
import { sqlName } from '../database/sql-name.ts';
import type { Order } from './query-options.ts';
import type { SqlParameters } from './sql-parameters.ts';
import type { Column, Table } from './table.ts';

function columnSql(column: Column): string {
  const isText = column.type.kind === 'text' || column.type.kind === 'memo';
  // PGlite sorts by bytes, another PostgreSQL by its own locale: say which. Dataverse's order is that of its database's
  // collation, which no page names: by code points is ours (inferred).
  return isText ? `${sqlName(column.name)} collate "C"` : sqlName(column.name);
}

/** The asked order, then the row key, so that no two rows are equal. Empty values come first ascending, as in SQL Server (inferred). */
export function completeOrder(table: Table, orderBy: readonly Order[]): readonly Order[] {
  const key = table.columns.find((column) => column.type.kind === 'key');
  if (key === undefined) throw new Error(`${table.name} has no key`);
  const asked = orderBy.filter(
    (order, at) => !orderBy.slice(0, at).some((before) => before.column === key) || order.column === key,
  );
  return asked.some((order) => order.column === key) ? asked : [...asked, { column: key, isDescending: false }];
}

export function orderSql(orders: readonly Order[]): string {
  const parts = orders.map(({ column, isDescending }) => {
    return `${columnSql(column)} ${isDescending ? 'desc nulls last' : 'asc nulls first'}`;
  });
  return parts.join(', ');
}

function afterSql(order: Order, value: SqlValue, add: (column: Column, value: SqlValue) => string): string {
  const column = columnSql(order.column);
  const isNullable = !order.column.isRequired;
  if (value === null) return order.isDescending ? 'false' : `${sqlName(order.column.name)} is not null`;
  if (!order.isDescending) return `${column} > ${add(order.column, value)}`;
  const less = `${column} < ${add(order.column, value)}`;
  return isNullable ? `(${less} or ${sqlName(order.column.name)} is null)` : less;
}

/** Rows that come after the one with these values in this order. */
export function keysetSql(orders: readonly Order[], after: readonly SqlValue[], parameters: SqlParameters): string {
  const add = (column: Column, value: SqlValue): string => parameters.add(value, sqlType(column));
  const alternatives = orders.map((order, at) => {
    const equal = orders.slice(0, at).map((before, index) => {
      return `${sqlName(before.column.name)} is not distinct from ${add(before.column, after[index] ?? null)}`;
    });
    return `(${[...equal, afterSql(order, after[at] ?? null, add)].join(' and ')})`;
  });
  return `(${alternatives.join(' or ')})`;
}

export function keysetOf(orders: readonly Order[], row: SqlRow): readonly SqlValue[] {
  return orders.map((order) => row[order.column.name] ?? null);
}

function cellKind(column: Column): 'number' | 'boolean' | 'string' {
  switch (column.type.kind) {
    case 'integer':
    case 'choice':
    case 'double':
      return 'number';
    case 'boolean':
      return 'boolean';
    default:
      return 'string';
  }
}

/** Whether the values can be those of a row in this order: a column may have changed its type since. */
export function isKeysetOf(orders: readonly Order[], values: readonly SqlValue[]): boolean {
  if (orders.length !== values.length) return false;
  return orders.every(({ column }, at) => {
    const value = values[at] ?? null;
    return value === null || typeof value === cellKind(column);
  });
}
