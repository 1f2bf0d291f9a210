import type { PullStrategy, TableCheckpoint } from './checkpoint.ts';
import type { TableDefinition } from './table.ts';

/**
 * The best strategy that may work. A delta link cannot carry the profile's filter: Dataverse refuses both together
 * (docs/facts/dataverse.md §2.3). Without a column of changes only the full read is left.
 */
export function strategyFor(table: TableDefinition, best: PullStrategy): PullStrategy {
  if (best === 'delta link' && table.mayTrackChanges && table.rowFilter === null) return 'delta link';
  return best !== 'full read' && table.modifiedColumn !== null ? 'watermark' : 'full read';
}

/** What to fall back to when the service will not do this one. */
export function nextBest(strategy: PullStrategy): PullStrategy {
  return strategy === 'delta link' ? 'watermark' : 'full read';
}

/** The columns and rows that a table is pulled with. Labels, limits and choices change without any row being read again. */
export function scopeOf(table: TableDefinition): string {
  const columns = table.columns.map(({ name, type }) => `${name}:${type.kind}`).sort();
  return JSON.stringify([table.setName, table.keyColumn, table.rowFilter, columns]);
}

/** What is on this device was pulled with other columns or another filter: it is read anew, and stays usable meanwhile. */
export function isOtherScope(checkpoint: TableCheckpoint, table: TableDefinition): boolean {
  return checkpoint.scope !== scopeOf(table);
}
