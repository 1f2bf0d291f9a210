import type { SqlValue } from '../database/database.ts';
import { parseColumnValue } from './column-value.ts';
import { parseGuid } from './guid.ts';
import { badRequest, badValue } from './service-error.ts';
import { type Column, type Table, type Tables, tableNamed } from './table.ts';

export type ColumnValues = ReadonlyMap<Column, SqlValue>;
type Reference = { readonly setName: string; readonly id: string };

function parseReference(text: unknown): Reference | null {
  if (typeof text !== 'string') return null;
  const match = /^\/?([a-z_0-9]{1,100})\(([0-9a-f-]{36})\)$/i.exec(text);
  const id = parseGuid(match?.[2] ?? '');
  return match?.[1] === undefined || id === null ? null : { setName: match[1], id };
}

function parseBinding(tables: Tables, column: Column, value: unknown): SqlValue {
  const { type } = column;
  if (type.kind !== 'lookup') throw badValue(`Column '${column.name}' is not a lookup: '@odata.bind' does not fit it.`);
  if (value === null) return null;
  const setName = tableNamed(tables, type.targets[0] ?? '').setName;
  const reference = parseReference(value);
  if (reference !== null && reference.setName === setName) return reference.id;
  throw badValue(`'${column.name}@odata.bind': expected '/${setName}(<guid>)' or null.`);
}

function findColumn(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  const lookup = /^_(.+)_value$/.exec(name)?.[1];
  const hint = lookup === undefined ? '' : ` Lookups are set by '${lookup}@odata.bind'.`;
  const shown = name.slice(0, 80);
  throw badRequest(`Could not find a property named '${shown}' on type 'Microsoft.Dynamics.CRM.${table.name}'.${hint}`);
}

/** The columns one change sets. Annotations (`@odata.etag` and the like) are allowed and mean nothing. */
export function parseChangeBody(tables: Tables, table: Table, body: ReadonlyMap<string, unknown>): ColumnValues {
  const values = new Map<Column, SqlValue>();
  for (const [name, value] of body) {
    if (name.startsWith('@')) continue;
    const bound = name.endsWith('@odata.bind') ? name.slice(0, -'@odata.bind'.length) : null;
    if (bound === null && name.includes('@')) continue;
    const column = findColumn(table, bound ?? name);
    if (column.isReadOnly || column.type.kind === 'owner') throw badValue(`Column '${column.name}' is read-only.`);
    if (values.has(column)) throw badValue(`Column '${column.name}' is given twice.`);
    // Dataverse takes `"lookup": null` for "no row" as well.
    const isCleared = column.type.kind === 'lookup' && value === null;
    values.set(
      column,
      bound !== null || isCleared ? parseBinding(tables, column, value) : parseColumnValue(column, value),
    );
  }
  return values;
}

/** Takes the row key out of the values; a key in the body that is not the addressed one is refused. */
export function splitKey(values: ColumnValues, addressed: string | null): { id: string | null; rest: ColumnValues } {
  const rest = new Map(values);
  let id = addressed;
  for (const [column, value] of values) {
    if (column.type.kind !== 'key') continue;
    if (addressed !== null && value !== addressed) {
      throw badValue(`Column '${column.name}': the row key in the body is not the one in the address.`);
    }
    id = String(value);
    rest.delete(column);
  }
  return { id, rest };
}

function isSetByService(column: Column): boolean {
  return column.isReadOnly || column.type.kind === 'key' || column.type.kind === 'owner';
}

export function requireAllRequired(table: Table, values: ColumnValues): void {
  for (const column of table.columns) {
    if (!column.isRequired || isSetByService(column) || values.has(column)) continue;
    throw badValue(`Column '${column.name}' is required.`);
  }
}
