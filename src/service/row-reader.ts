import * as v from 'valibot';
import type { BaseRow, ETag, Json } from '../core/row.ts';
import type { ColumnDefinition, TableDefinition } from '../core/table.ts';
import { rowKeyOf } from './row-key.ts';

/** A row, or the sentence that names table, row and column of what is wrong with it. */
export type ReadRow = { readonly ok: true; readonly row: BaseRow } | { readonly ok: false; readonly message: string };

export type RowReader = (item: unknown) => ReadRow;

/**
 * Reads wire rows of one table. Values stay as the wire's JSON has them, but that a lookup's is the row key of its target;
 * a column that is missing stays unknown, one we do not know is carried along, annotations (names with `@`) are left
 * behind. Make it once per table, not per row.
 */
export function createRowReader(table: TableDefinition): RowReader {
  const columns = table.columns.map((column) => [column.name, v.optional(v.nullable(shapeOf(column)))] as const);
  const lookups = table.columns.flatMap(({ name, type }) =>
    type.kind === 'lookup' ? [{ name, kind: type.valueKind }] : [],
  );
  const shape = v.looseObject({ ...Object.fromEntries(columns), '@odata.etag': v.optional(v.string()) });
  return (item) => {
    const parsed = v.safeParse(shape, item);
    if (!parsed.success) return { ok: false, message: complain(table, item, parsed.issues[0]) };
    const wire: { readonly [name: string]: unknown } = parsed.output;
    const key = rowKeyOf(wire[table.keyColumn], table.keyKind);
    if (key === null) return { ok: false, message: `${table.name}: a row without its key column ${table.keyColumn}` };
    const etag = wire['@odata.etag'];
    const values = valuesOf(wire);
    for (const { name, kind } of lookups) {
      const value = values[name];
      if (value !== undefined && value !== null) values[name] = rowKeyOf(value, kind);
    }
    return { ok: true, row: { key, etag: typeof etag === 'string' ? (etag as ETag) : null, values } };
  };
}

function valuesOf(wire: { readonly [name: string]: unknown }): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const name in wire) {
    // JSON.parse made it, so whatever is here and not an annotation is Json.
    if (!name.includes('@') && wire[name] !== undefined) values[name] = wire[name] as Json;
  }
  return values;
}

const whole = v.pipe(v.number(), v.integer());

const wholeOrDigits = v.pipe(
  v.union([v.number(), v.string()]),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { value } = dataset;
    const isWhole = typeof value === 'number' ? Number.isInteger(value) : /^-?\d+$/.test(value);
    if (!isWhole) addIssue({ expected: 'number', received: JSON.stringify(value) });
  }),
);

function shapeOf(column: ColumnDefinition): v.GenericSchema {
  const { kind } = column.type;
  switch (kind) {
    case 'text':
    case 'long text':
    case 'date':
    case 'date and time':
      return v.string();
    case 'lookup':
      return v.union([v.string(), whole]);
    case 'integer':
      // Long integers come as text where a service writes numbers as IEEE754Compatible.
      return wholeOrDigits;
    case 'choice':
      return typeof column.type.options[0]?.value === 'string' ? v.union([v.string(), whole]) : whole;
    case 'decimal':
    case 'money':
      // Text where a service writes numbers as IEEE754Compatible.
      return v.union([v.number(), v.string()]);
    case 'yes/no':
      return v.boolean();
    case 'key':
      return v.union([v.string(), v.number()]);
    case 'other':
      return v.unknown();
  }
}

function complain(table: TableDefinition, item: unknown, issue: v.BaseIssue<unknown>): string {
  const column = issue.path?.[0]?.key;
  const key =
    typeof item === 'object' && item !== null && table.keyColumn in item ? Object(item)[table.keyColumn] : '?';
  if (typeof column !== 'string') return `${table.name}: a row that is ${issue.received}`;
  return `${table.name}, row ${String(key)}, column ${column}: expected ${issue.expected ?? 'something else'}, got ${issue.received}`;
}
