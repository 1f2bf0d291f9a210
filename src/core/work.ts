import type { TableCheckpoint } from './checkpoint.ts';
import type { TableDefinition } from './table.ts';

/** Some table was never whole on this device, or a read of it was cut off: there is more to load. */
export function isLoadUnfinished(tables: readonly TableDefinition[], checkpoints: readonly TableCheckpoint[]): boolean {
  // No definitions yet: not even the list of tables has come.
  if (tables.length === 0) return true;
  const positions = new Map(checkpoints.map(({ table, position }) => [table, position]));
  return tables.some(({ name }) => {
    const position = positions.get(name);
    return position === undefined || position.kind === 'reading';
  });
}
