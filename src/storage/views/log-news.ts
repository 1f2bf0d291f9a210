import type { Change } from '../../core/change.ts';
import type { RowKey } from '../../core/row.ts';
import type { OutboxIndex } from '../reading/outbox-index.ts';
import type { LogEntry } from '../records.ts';
import type { TableMemory } from './table-memory.ts';

/**
 * Rows of one memory that may look different now, each with the newest commit that touched it, 0 where only changes did.
 * `all`: the log does not reach back, or did not list them.
 */
export function touchedRows(
  memory: TableMemory,
  entries: readonly LogEntry[],
  outbox: OutboxIndex,
): ReadonlyMap<RowKey, number> | 'all' {
  const touched = new Map<RowKey, number>();
  const pending = outbox.rows(memory.table);
  for (const [key, changes] of pending) {
    if (memory.overlay.get(key) !== overlayText(changes)) touched.set(key, 0);
  }
  for (const key of memory.overlay.keys()) {
    if (!pending.has(key)) touched.set(key, 0);
  }
  for (const { number, changed } of entries) {
    if (number <= memory.number) continue;
    const rows = changed.rows[memory.table];
    if (changed.haveTablesChanged || rows === 'all') return 'all';
    for (const key of rows ?? []) touched.set(key, number);
  }
  return touched;
}

/** Whether the log still holds every commit after `number`. */
export function reachesBack(entries: readonly LogEntry[], number: number, newest: number): boolean {
  return newest <= number || entries[0]?.number === number + 1;
}

/** Equal for equal changes. Changes of one row are few. */
export function overlayText(changes: readonly Change[]): string {
  return JSON.stringify(changes);
}
