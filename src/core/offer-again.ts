import type { Change, ChangeId } from './change.ts';
import type { Delivery } from './delivery.ts';
import type { UnorderedChange } from './fold.ts';
import { over } from './merge.ts';
import { valuesMissingIn } from './restored.ts';
import type { BaseRow } from './row.ts';
import { columnOf, type TableDefinition } from './table.ts';

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

/**
 * The creates in the outbox that a change points to go before it. They cannot wait for each other in a circle: when each
 * was first acknowledged, what it pointed to was there.
 */
export function dependenciesOf(
  change: Pick<Change, 'id' | 'table' | 'values'>,
  outbox: readonly Change[],
  tables: readonly TableDefinition[],
): readonly ChangeId[] {
  const table = tables.find(({ name }) => name === change.table);
  if (table === undefined) return [];
  const targets = Object.entries(change.values).flatMap(([name, value]) => {
    const type = columnOf(table, name)?.type;
    return type?.kind === 'lookup' && typeof value === 'string' ? [{ targets: type.targets, key: value }] : [];
  });
  return outbox
    .filter((other) => other.kind === 'create' && other.id !== change.id)
    .filter((other) => targets.some(({ targets: named, key }) => named.includes(other.table) && key === other.key))
    .map(({ id }) => id);
}
