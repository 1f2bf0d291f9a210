import type { Database } from '../records.ts';

/** By table, when the newest change was applied that no pull has returned yet. Reads those deliveries and no others. */
export function unseenSince(database: Database): Promise<ReadonlyMap<string, number>> {
  return database.read(['tables', 'deliveries'], async (records) => {
    const newest = new Map<string, number>();
    for (const { name } of await records.tables.all()) {
      const open = await records.deliveries.notSeenBack(name);
      if (open.length > 0) newest.set(name, Math.max(...open.map(({ appliedAt }) => appliedAt)));
    }
    return newest;
  });
}
