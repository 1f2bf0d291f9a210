import type { TableDefinition } from '../../core/table.ts';
import type { Database } from '../records.ts';

/**
 * By table, when the newest change was applied of which no pull has returned what it did. A delete may have changed rows
 * of other tables too: those that pointed to its row. Reads the open deliveries and no others.
 */
export function unseenSince(database: Database): Promise<ReadonlyMap<string, number>> {
  return database.read(['tables', 'deliveries'], async (records) => {
    const tables = await records.tables.all();
    const newest = new Map<string, number>();
    const see = (table: string, at: number) => newest.set(table, Math.max(at, newest.get(table) ?? at));
    for (const { name } of tables) {
      for (const { kind, appliedAt } of await records.deliveries.notSeenBack(name)) {
        see(name, appliedAt);
        if (kind !== 'delete') continue;
        for (const other of tables) if (pointsTo(other, name)) see(other.name, appliedAt);
      }
    }
    return newest;
  });
}

function pointsTo({ columns }: TableDefinition, target: string): boolean {
  return columns.some(({ type }) => type.kind === 'lookup' && type.targets.includes(target));
}
