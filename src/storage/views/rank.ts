import { compareKeys, compareValues, type SortValue } from '../../core/order.ts';
import type { RowKey } from '../../core/row.ts';
import { columnOf, type TableDefinition } from '../../core/table.ts';
import type { ViewQuery } from '../../core/view.ts';
import type { TableMemory } from './table-memory.ts';

/** A row in its place: what it is sorted by, and what breaks ties. */
export interface Ranked {
  readonly key: RowKey;
  readonly value: SortValue;
}

export function compareRanked(collator: Intl.Collator, query: Pick<ViewQuery, 'direction'>) {
  return (a: Ranked, b: Ranked): number =>
    compareValues(collator, query.direction, a.value, b.value) || compareKeys(a.key, b.key);
}

/** Tables whose names a view of `table` is sorted by; none unless the column is a lookup. */
export function rankTargets(definition: TableDefinition, sortColumn: string): readonly string[] {
  const type = columnOf(definition, sortColumn)?.type;
  return type?.kind === 'lookup' ? type.targets : [];
}

/** The tables in memory. */
export interface Memories {
  memory(table: string): TableMemory | null;
}

/** What a row is sorted by. A lookup's target that is not on this device has no name: it counts as empty. */
export function rankOf(memory: TableMemory, sortColumn: string, memories: Memories) {
  const type = columnOf(memory.definition, sortColumn)?.type;
  if (type?.kind !== 'lookup') return (key: RowKey): SortValue => memory.value(key, sortColumn);
  const targets = type.targets.flatMap((table) => memories.memory(table) ?? []);
  return (key: RowKey): SortValue => {
    const target = memory.value(key, sortColumn) as RowKey | null;
    if (target === null) return null;
    return targets.find((candidate) => candidate.has(target))?.nameOf(target) ?? null;
  };
}
