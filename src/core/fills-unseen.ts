import type { Change } from './change.ts';
import type { Values } from './row.ts';
import type { TableDefinition } from './table.ts';
import { isEmpty } from './value.ts';

/**
 * Whether a row holds something in a column of which a delete knows nothing. A row that was made here, and deleted before
 * that was acknowledged, was seen with the columns it was given: the others were empty.
 */
export function fillsUnseen(row: Values, change: Change, table: TableDefinition): boolean {
  if (change.kind !== 'delete') return false;
  return table.columns.some(
    ({ name, isReadOnly }) => !isReadOnly && !Object.hasOwn(change.oldValues, name) && !isEmpty(row[name]),
  );
}
