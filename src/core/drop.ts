import type { Change, ChangeId } from './change.ts';
import { isNeverSent } from './change.ts';
import { addressText, withoutColumns } from './row.ts';
import type { TableDefinition } from './table.ts';

/** What dropping one change does to the outbox. */
export interface Dropping {
  /** These leave it, in order: the change, and what cannot be applied without it. */
  readonly removed: readonly Change[];
  /** These stay, as given here. */
  readonly altered: readonly Change[];
  /** Those of `altered` that pointed to a row that will not exist, and point nowhere now. */
  readonly unlinked: readonly Change[];
}

/** Whether a person may take a change out of the outbox: it waits for them, or nothing of it ever left the device. */
export function mayDrop(change: Change): boolean {
  return change.state.kind === 'parked' || change.state.kind === 'conflict' || isNeverSent(change);
}

/**
 * Dropping a create, or a change of a row that is gone, leaves nothing for the later changes of that row, which go too.
 * Changes of rows that point to it would be refused: they lose that link, and a new row that must have it goes as well.
 * Changes of one group go together. A later change that is left was made by someone who saw the dropped one: it is to be
 * measured against what was there before.
 */
export function dropping(outbox: readonly Change[], change: Change, tables: readonly TableDefinition[]): Dropping {
  const left = new Map<ChangeId, Change>(outbox.map((one) => [one.id, one]));
  const removed = new Map<ChangeId, Change>();
  const altered = new Map<ChangeId, Change>();
  const unlinked = new Set<ChangeId>();
  const alter = (next: Change) => {
    left.set(next.id, next);
    altered.set(next.id, next);
  };
  const waiting: Change[] = [change];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (removed.has(next.id)) continue;
    const dropped = next;
    left.delete(dropped.id);
    altered.delete(dropped.id);
    removed.set(dropped.id, dropped);
    const others = [...left.values()];
    if (dropped.group !== null) waiting.push(...others.filter(({ group }) => group === dropped.group));
    const later = others.filter((one) => one.order > dropped.order && addressText(one) === addressText(dropped));
    if (!leavesNoRow(dropped)) {
      for (const one of reshown(dropped, later)) alter(one);
      continue;
    }
    waiting.push(...later);
    for (const one of others.filter(({ dependsOn }) => dependsOn.includes(dropped.id))) {
      const without = withoutLink(one, dropped, tables);
      if (without === null) waiting.push(one);
      else {
        alter(without);
        if (Object.keys(without.values).length < Object.keys(one.values).length) unlinked.add(one.id);
      }
    }
  }
  const inOrder = (changes: Iterable<Change>) => [...changes].sort((a, b) => a.order - b.order);
  return {
    removed: inOrder(removed.values()),
    altered: inOrder(altered.values()),
    unlinked: inOrder(altered.values()).filter(({ id }) => unlinked.has(id)),
  };
}

function leavesNoRow({ kind, state }: Change): boolean {
  if (state.kind === 'conflict') return state.theirs === null && kind !== 'delete';
  return kind === 'create';
}

/** Null if nothing can be left of it: a new row that must point there, or an update of nothing else. */
function withoutLink(change: Change, gone: Change, tables: readonly TableDefinition[]): Change | null {
  const definition = tables.find(({ name }) => name === change.table);
  const pointing = Object.keys(change.values).filter((name) => {
    if (change.values[name] !== gone.key) return false;
    const column = definition?.columns.find((candidate) => candidate.name === name);
    return column === undefined || (column.type.kind === 'lookup' && column.type.targets.includes(gone.table));
  });
  const mustPoint = definition?.columns.some(({ name, isRequired }) => isRequired && pointing.includes(name));
  if (change.kind === 'create' && mustPoint) return null;
  const values = withoutColumns(change.values, pointing);
  if (change.kind === 'update' && Object.keys(values).length === 0) return null;
  return {
    ...change,
    values,
    oldValues: withoutColumns(change.oldValues, pointing),
    dependsOn: change.dependsOn.filter((id) => id !== gone.id),
  };
}

/** Only the next change of each column was made against what the dropped one had written there. */
function reshown(dropped: Change, later: readonly Change[]): readonly Change[] {
  if (dropped.kind !== 'update') return [];
  const open = new Set(Object.keys(dropped.oldValues));
  return later.flatMap((change) => {
    const names = Object.keys(change.oldValues).filter((name) => open.delete(name));
    if (names.length === 0) return [];
    const before = names.map((name) => [name, dropped.oldValues[name] ?? null] as const);
    return [{ ...change, oldValues: { ...change.oldValues, ...Object.fromEntries(before) } }];
  });
}
