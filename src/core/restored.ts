import type { Delivery } from './delivery.ts';
import type { BaseRow, Values } from './row.ts';
import { isSameInColumn } from './same-in-column.ts';
import { columnOf, type TableDefinition } from './table.ts';

/** A row that lands from a service of another generation, beside what was here of it. */
export interface Replacement {
  readonly table: TableDefinition | undefined;
  /** The row as this device had it; null if it had none. */
  readonly was: BaseRow | null;
  /** The row as the service has it now; null if it is not there. */
  readonly is: BaseRow | null;
  /** The generation that the row came from. */
  readonly epoch: string;
}

/**
 * What an acknowledged change of an older generation is to the row that replaces ours: its delivery moves on to the new
 * generation where nothing of it is missing, and is marked missing where the service went back to before it.
 *
 * Missing is only what was in effect here just before and is not there now. What others had overwritten before that, or
 * a later change of our own, is superseded: it was not the service's going back that ended it. What others did
 * afterwards cannot be told from a restore, and is offered: to a person, who sees both values.
 */
export function afterReplacement(delivery: Delivery, { table, was, is, epoch }: Replacement): Delivery {
  const settled: Delivery = { ...delivery, epoch, isMissing: false };
  // What gave way was never there.
  if (delivery.end === 'given up') return settled;
  const missing: Delivery = { ...delivery, isMissing: true };
  switch (delivery.kind) {
    case 'delete':
      if (is === null) return settled;
      return delivery.isMissing || was === null ? missing : settled;
    case 'create':
      if (is !== null) return settled;
      return delivery.isMissing || was !== null ? missing : settled;
    case 'update': {
      const lost = valuesMissingIn(is, delivery.values, table);
      if (Object.keys(lost).length === 0) return settled;
      if (delivery.isMissing) return missing;
      const values = keep(
        lost,
        (name, value) => was !== null && isSameInColumn(table, name, { a: was.values[name], b: value }),
      );
      if (was === null || Object.keys(values).length === 0) return settled;
      // Of a row that is gone whole, what is known of it has to stay: it may have to be made anew.
      const oldValues = is === null ? { ...was.values, ...delivery.oldValues } : delivery.oldValues;
      return { ...missing, values, oldValues };
    }
  }
}

/** The values that a row does not have; all of them where there is no row. Columns that only the service sets say nothing. */
export function valuesMissingIn(row: BaseRow | null, values: Values, table: TableDefinition | undefined): Values {
  return keep(values, (name, value) => {
    if (table !== undefined && columnOf(table, name)?.isReadOnly) return false;
    return row === null || !isSameInColumn(table, name, { a: row.values[name], b: value });
  });
}

function keep(values: Values, isKept: (name: string, value: Values[string]) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => isKept(name, value)));
}
