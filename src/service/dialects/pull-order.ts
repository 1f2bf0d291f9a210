import type { TableDefinition } from '../../core/table.ts';

/** Names of the tables that a table's rows can point to, also by lookups that the app carries without showing them. */
export type PointsTo = ReadonlyMap<string, readonly string[]>;

/**
 * Tables in the order to pull them: those that others point to first, else by name. In a circle of lookups the table
 * that waits for the fewest others goes first.
 */
export function pullOrder(tables: readonly TableDefinition[], pointsTo: PointsTo): readonly TableDefinition[] {
  const byName = [...tables].sort((a, b) => (a.name < b.name ? -1 : 1));
  const waiting = new Map(byName.map((table) => [table.name, table]));
  /** How many tables it points to that are not ordered yet. */
  const missing = ({ name }: TableDefinition): number =>
    new Set((pointsTo.get(name) ?? []).filter((target) => target !== name && waiting.has(target))).size;
  const ordered: TableDefinition[] = [];
  while (waiting.size > 0) {
    const first = [...waiting.values()].reduce((best, table) => (missing(table) < missing(best) ? table : best));
    waiting.delete(first.name);
    ordered.push(first);
  }
  return ordered;
}
