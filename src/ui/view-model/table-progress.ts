import type { Checkpoint } from '../../core/checkpoint.ts';
import type { StoreFacts } from '../../core/facts.ts';
import type { TableDefinition } from '../../core/table.ts';

/** How far one table is on this device. `loading` until the first whole read of it. */
export interface TableProgress {
  readonly table: TableDefinition;
  readonly stage: 'not begun' | 'loading' | 'reading again' | 'whole';
  /** Base rows on this device now. */
  readonly rows: number;
  /** What the service said there are; null if it did not say. It may say fewer than there are. */
  readonly expected: number | null;
  /** Bytes of the read that runs; 0 if none does. */
  readonly bytes: number;
  /** Part of the read that is done, at most 1; null where nobody knows. */
  readonly fraction: number | null;
  /** As of when the rows here are whole; while a table is read again, as of before that. */
  readonly upToDateAt: number | null;
  readonly position: Checkpoint | null;
}

export function tableProgress(facts: StoreFacts): readonly TableProgress[] {
  const positions = new Map(facts.checkpoints.map((checkpoint) => [checkpoint.table, checkpoint.position]));
  return facts.tables.map((table) =>
    progressOf(table, facts.rowCounts[table.name] ?? 0, positions.get(table.name) ?? null),
  );
}

function progressOf(table: TableDefinition, rows: number, position: Checkpoint | null): TableProgress {
  const nothing = { table, rows, position, expected: null, bytes: 0, upToDateAt: null };
  if (position === null) return { ...nothing, stage: 'not begun', fraction: 0 };
  if (position.kind !== 'reading') return { ...nothing, stage: 'whole', fraction: 1, upToDateAt: position.upToDateAt };
  const expected = position.rowsExpected;
  return {
    ...nothing,
    stage: position.isInitial ? 'loading' : 'reading again',
    expected,
    bytes: position.bytesRead,
    // A table that is read again is as old as it was: the rows here are the old ones, but for those that came already.
    upToDateAt: position.upToDateAt,
    fraction: expected === null || expected === 0 ? null : Math.min(1, position.rowsRead / expected),
  };
}

export interface LoadProgress {
  readonly tables: readonly TableProgress[];
  /** Every table was read whole once. False while there are no tables at all. */
  readonly isWhole: boolean;
  /** Some table is being read again, and whole all the while. */
  readonly isReadAgain: boolean;
  readonly wholeTables: number;
  readonly rows: number;
  /** Null if the service did not say it for some table. */
  readonly expected: number | null;
  readonly bytes: number;
  readonly fraction: number | null;
  /** Part of the tables that is done: for a bar, where the rows of some table are not known yet. */
  readonly tablesFraction: number;
  /** The oldest of the tables' times; null if some table has none. */
  readonly upToDateAt: number | null;
}

export function loadProgress(facts: StoreFacts): LoadProgress {
  const tables = tableProgress(facts);
  const whole = tables.filter((table) => table.stage === 'whole' || table.stage === 'reading again');
  const expectedOf = (table: TableProgress) => (table.stage === 'whole' ? table.rows : table.expected);
  const expected = tables.reduce<number | null>((sum, table) => {
    const more = expectedOf(table);
    return sum === null || more === null ? null : sum + Math.max(more, table.rows);
  }, 0);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const times = tables.map((table) => table.upToDateAt);
  return {
    tables,
    isWhole: tables.length > 0 && whole.length === tables.length,
    isReadAgain: tables.some(({ stage }) => stage === 'reading again'),
    wholeTables: whole.length,
    rows,
    expected,
    bytes: tables.reduce((sum, table) => sum + table.bytes, 0),
    fraction: expected === null || expected === 0 ? null : Math.min(1, rows / expected),
    tablesFraction:
      tables.length === 0 ? 0 : tables.reduce((sum, table) => sum + tableFraction(table), 0) / tables.length,
    upToDateAt: times.reduce<number | null>(
      (oldest, time) => (oldest === null || time === null ? null : Math.min(oldest, time)),
      tables.length === 0 ? null : Number.POSITIVE_INFINITY,
    ),
  };
}

function tableFraction(table: TableProgress): number {
  return table.stage === 'reading again' ? 1 : (table.fraction ?? 0);
}
