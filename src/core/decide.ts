import type { Change, Decision } from './change.ts';
import { moveTo } from './change-state.ts';
import { over } from './merge.ts';
import type { Values } from './row.ts';

/**
 * What a decision to go on makes of a change that is parked or in conflict; null if there is nothing left to do: a
 * delete of a row that is gone. `whole` gives the seen row, for an update whose row is gone.
 */
export function decided(
  change: Change,
  decision: Exclude<Decision, { readonly kind: 'drop' }>,
  whole: (change: Change) => Values,
): Change | null {
  const wanted = decision.kind === 'revise' ? withValues(change, decision.values) : change;
  const pending = moveTo(wanted, { kind: 'pending' });
  if (change.state.kind !== 'conflict') return pending;
  const { theirs } = change.state;
  if (theirs === null) {
    if (change.kind === 'delete') return null;
    return { ...pending, kind: 'create', values: whole(wanted), oldValues: {}, baseETag: null };
  }
  if (change.kind === 'delete') return { ...pending, oldValues: theirs.values, baseETag: theirs.etag };
  // A create that met a row of its key goes on as an update of that row: it would meet it again forever.
  return { ...pending, ...over({ key: change.key, ...theirs }, wanted.values), kind: 'update' };
}

/** Columns that the person gave up go; one they added was shown by the row the change was made against, or is new. */
function withValues(change: Change, values: Values): Change {
  if (change.kind === 'delete') return change;
  const shown = Object.keys(values).map((name) => [name, change.oldValues[name] ?? null] as const);
  return { ...change, values, oldValues: change.kind === 'create' ? change.oldValues : Object.fromEntries(shown) };
}
