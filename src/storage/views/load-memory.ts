import type { RowKey } from '../../core/row.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { Database, RowStretch } from '../records.ts';
import { TableMemory } from './table-memory.ts';
import { nextTurn } from './turn.ts';

const rowsPerScan = 2_000;

/**
 * Reads a table into memory, stretch by stretch, each its own transaction: a load that runs meanwhile goes on. What
 * changes under the scan is in the commit log behind the number it began with, and is brought by the first refresh.
 */
export async function loadMemory(
  database: Database,
  definition: TableDefinition,
  columns: Iterable<string>,
): Promise<TableMemory> {
  const number = await database.read(['commitLog'], ({ commitLog }) => commitLog.newest());
  const memory = new TableMemory(definition, columns, number);
  let after: RowKey | null = null;
  do {
    const behind: RowKey | null = after;
    const stretch: RowStretch = await database.read(['rows'], (records) =>
      records.rows.scan(definition.name, behind, rowsPerScan),
    );
    for (const row of stretch.rows) memory.set(row.key, row.values);
    after = stretch.next;
    if (after !== null) await nextTurn();
  } while (after !== null);
  return memory;
}
