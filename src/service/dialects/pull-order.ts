import type { TableDefinition } from '../../core/table.ts';

/**
 * Tables in the order to pull them: those that others point to first, else by name. In a circle of lookups the table
 * that waits for the fewest others goes first.
 */
export function pullOrder(tables: readonly TableDefinition[]): readonly TableDefinition[] {
  const byName = [...tables].sort((a, b) => (a.name < b.name ? -1 : 1));
  const waiting = new Map(byName.map((table) => [table.name, table]));
  const ordered: TableDefinition[] = [];
  while (waiting.size > 0) {
    const first = [...waiting.values()].reduce((best, table) =>
      missing(table, waiting) < missing(best, waiting) ? table : best,
    );
    waiting.delete(first.name);
    ordered.push(first);
  }
  return ordered;
}

/** How many tables it points to that are not ordered yet. */
function missing(table: TableDefinition, waiting: ReadonlyMap<string, TableDefinition>): number {
  const targets = table.columns.flatMap((column) => (column.type.kind === 'lookup' ? column.type.targets : []));
  return new Set(targets.filter((target) => target !== table.name && waiting.has(target))).size;
}
