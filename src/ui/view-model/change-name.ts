import type { Change } from '../../core/change.ts';
import type { TableDefinition } from '../../core/table.ts';

/** The name of a change's row as the change itself has it; null where it says nothing of the name. */
export function nameWithin(change: Change, table: TableDefinition | undefined): string | null {
  const name = table && (change.values[table.nameColumn] ?? change.oldValues[table.nameColumn]);
  return typeof name === 'string' && name !== '' ? name : null;
}
