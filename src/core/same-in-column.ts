import type { Json } from './row.ts';
import { columnOf, type TableDefinition } from './table.ts';
import { isSameJson, isSameValue } from './value.ts';

/** Whether two values of a column say the same; of a column, or a table, that nobody knows, as they stand. */
export function isSameInColumn(
  table: TableDefinition | undefined,
  name: string,
  { a, b }: { readonly a: Json | undefined; readonly b: Json | undefined },
): boolean {
  const type = table === undefined ? undefined : columnOf(table, name)?.type;
  return type === undefined ? isSameJson(a, b) : isSameValue(type, a, b);
}
