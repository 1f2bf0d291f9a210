import type { Change } from './change.ts';
import type { Values } from './row.ts';
import type { RowMark } from './view.ts';

/**
 * What the person sees: base ⊕ changes, in order. Null if there is nothing to see: no such row, or a delete of it waits.
 *
 * A change whose base has left the replica is still seen, with what it remembers of the row: it has not been settled,
 * and what is not settled is not hidden.
 */
export function rebase(base: Values | null, changes: readonly Change[]): Values | null {
  let seen = base;
  for (const change of changes) {
    switch (change.kind) {
      case 'create':
      case 'update':
        seen = { ...(seen ?? change.oldValues), ...change.values };
        break;
      case 'delete':
        seen = null;
        break;
    }
  }
  return seen;
}

/** What the outbox holds for a row, in one word: what needs the person outranks what moves. */
export function markOf(changes: readonly Change[]): RowMark {
  let mark: RowMark = 'none';
  for (const { state } of changes) {
    if (state.kind === 'parked' || state.kind === 'conflict') return 'needs you';
    if (state.kind === 'sending') mark = 'sending';
    else if (mark === 'none') mark = 'waiting';
  }
  return mark;
}

/** The row as it was before a waiting delete: what an opened row shows of it. */
export function beforeDelete(base: Values | null, changes: readonly Change[]): Values | null {
  const kept = changes.filter((change) => change.kind !== 'delete');
  return rebase(base, kept) ?? changes.find((change) => change.kind === 'delete')?.oldValues ?? null;
}
