import type { Change } from './change.ts';
import { fillsUnseen } from './fills-unseen.ts';
import type { BaseRow, Values } from './row.ts';
import { isSameInColumn } from './same-in-column.ts';
import { columnOf, type TableDefinition } from './table.ts';

/** What reading the row showed of a change whose fate was unknown. */
export type Verdict =
  /** The row is as the change wanted it: acknowledge. */
  | 'applied'
  /** Someone else changed or removed the row since: a person decides. */
  | 'conflict'
  /** The row is as it was before the change: it was not applied. What to do then is in the outcome that led here. */
  | 'resend';

/**
 * Compares what a change wanted with the row as it is now (null: gone, or hidden as if it were). Law 9: a 412, 404, 409
 * or a server error on create is settled so, never by assuming. With a service without ETags the old values stand in
 * for the ETag, which protects as far as it can.
 */
export function settle(change: Change, table: TableDefinition, current: BaseRow | null): Verdict {
  switch (change.kind) {
    case 'create':
      if (current === null) return 'resend';
      return isAsWanted(current, change, table) ? 'applied' : 'conflict';
    case 'update':
      if (current === null) return 'conflict';
      if (isAsWanted(current, change, table)) return 'applied';
      return isUntouched(current, change, table) ? 'resend' : 'conflict';
    case 'delete':
      if (current === null) return 'applied';
      return isUntouched(current, change, table) ? 'resend' : 'conflict';
  }
}

function isUntouched(current: BaseRow, change: Change, table: TableDefinition): boolean {
  if (change.baseETag === null || current.etag === null) {
    return hasValues(current, change.oldValues, table) && !fillsUnseen(current.values, change, table);
  }
  return change.baseETag === current.etag;
}

/** Columns that only the service sets are not sent, and so say nothing of whether the change arrived. */
function isAsWanted(current: BaseRow, change: Change, table: TableDefinition): boolean {
  const sent = Object.entries(change.values).filter(([name]) => !columnOf(table, name)?.isReadOnly);
  return hasValues(current, Object.fromEntries(sent), table);
}

function hasValues(row: BaseRow, values: Values, table: TableDefinition): boolean {
  return Object.entries(values).every(([name, value]) =>
    isSameInColumn(table, name, { a: row.values[name], b: value }),
  );
}
