import type { Change, ChangeId } from './change.ts';
import { addressText, type RowAddress, type RowKey } from './row.ts';
import { columnOf, type TableDefinition } from './table.ts';

/**
 * The creates in the outbox that a revised change has to wait for: those of the rows it points to now. One that waits for
 * this change itself is left out: both would wait for ever, and so the service says what is wrong with it.
 */
export function awaitedCreates(
  outbox: readonly Change[],
  change: Change,
  references: readonly RowAddress[],
): readonly ChangeId[] {
  const named = new Set(references.map(addressText));
  named.delete(addressText(change));
  return outbox
    .filter((other) => other.kind === 'create' && named.has(addressText(other)))
    .filter((other) => !waitsFor(outbox, other, change))
    .map(({ id }) => id);
}

function waitsFor(outbox: readonly Change[], change: Change, awaited: Change): boolean {
  const seen = new Set<ChangeId>();
  const open = [change.id];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === awaited.id) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(outbox.find((other) => other.id === id)?.dependsOn ?? []));
  }
  return false;
}

/** The rows that the values of a change point to, by the definition of its table; none where it is not known. */
export function referencesOf(change: Change, tables: readonly TableDefinition[]): readonly RowAddress[] {
  const table = tables.find(({ name }) => name === change.table);
  if (table === undefined) return [];
  return Object.entries(change.values).flatMap(([name, value]) => {
    const type = columnOf(table, name)?.type;
    if (type?.kind !== 'lookup' || typeof value !== 'string') return [];
    return type.targets.map((target) => ({ table: target, key: value as RowKey }));
  });
}

/**
 * The changes that have to wait for a row that is only now to be made anew (it was there when they were saved), as they
 * are then. What is under way is past waiting.
 */
export function behindCreate(
  outbox: readonly Change[],
  create: Change,
  tables: readonly TableDefinition[],
): readonly Change[] {
  const isFree = ({ state }: Change) => state.kind !== 'sending';
  return outbox
    .filter((change) => isFree(change) && !change.dependsOn.includes(create.id))
    .filter((change) => awaitedCreates([create], change, referencesOf(change, tables)).length > 0)
    .filter((change) => !waitsFor(outbox, create, change))
    .map((change) => ({ ...change, dependsOn: [...change.dependsOn, create.id] }));
}
