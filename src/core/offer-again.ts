import type { Delivery } from './delivery.ts';
import type { UnorderedChange } from './fold.ts';
import { over } from './merge.ts';
import { valuesMissingIn } from './restored.ts';
import type { BaseRow } from './row.ts';
import type { TableDefinition } from './table.ts';

/**
 * The change that a delivery which is missing after a restore becomes again: parked, under its own id, made against the
 * row as it is now, which is what the person is shown. Null if the row is as it wanted it by now.
 */
export function offeredAgain(
  delivery: Delivery,
  row: BaseRow | null,
  table: TableDefinition | undefined,
): UnorderedChange | null {
  const change: UnorderedChange = {
    id: delivery.id,
    kind: delivery.kind,
    table: delivery.table,
    key: delivery.key,
    values: delivery.values,
    oldValues: delivery.oldValues,
    baseETag: null,
    dependsOn: [],
    savedAt: delivery.savedAt,
    // It went out before: nothing folds with it.
    attempts: 1,
    state: { kind: 'parked', why: 'missing after restore' },
    lastAnswer: null,
    group: null,
    merge: delivery.merge,
    origin: delivery.origin,
  };
  switch (delivery.kind) {
    case 'create':
      return row === null ? change : null;
    case 'delete':
      return row === null ? null : { ...change, oldValues: row.values, baseETag: row.etag };
    case 'update': {
      const missing = valuesMissingIn(row, delivery.values, table);
      if (Object.keys(missing).length === 0) return null;
      return row === null ? change : { ...change, ...over(row, missing) };
    }
  }
}
