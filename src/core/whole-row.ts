import type { Change } from './change.ts';
import { rebase } from './rebase.ts';
import type { Values } from './row.ts';
import type { TableDefinition } from './table.ts';

/** What the person sees of the row by this change, as far as a create may carry it. */
export function wholeRow(change: Change, base: Values | null, definition: TableDefinition | null): Values {
  const seen = rebase(base, [change]) ?? {};
  if (definition === null) return seen;
  const writable = new Set(definition.columns.filter((column) => !column.isReadOnly).map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(seen).filter(([name]) => writable.has(name) || Object.hasOwn(change.values, name)),
  );
}
