import type { Change } from './change.ts';
import { moveTo } from './change-state.ts';
import type { Values } from './row.ts';

/**
 * What "retry" makes of a change that is parked or in conflict; null if there is nothing left to do: a delete of a row
 * that is gone. `whole` gives the seen row, for an update whose row is gone.
 */
export function retried(change: Change, whole: () => Values): Change | null {
  const { state } = change;
  const pending = moveTo(change, { kind: 'pending' });
  if (state.kind !== 'conflict') return pending;
  const { theirs } = state;
  if (theirs === null) {
    if (change.kind === 'delete') return null;
    return { ...pending, kind: 'create', values: whole(), oldValues: {}, baseETag: null };
  }
  if (change.kind === 'delete') return { ...pending, oldValues: theirs.values, baseETag: theirs.etag };
  const shown = Object.keys(change.values).map((name) => [name, theirs.values[name] ?? null] as const);
  // A create that met a row of its key goes on as an update of that row: it would meet it again forever.
  return { ...pending, kind: 'update', oldValues: Object.fromEntries(shown), baseETag: theirs.etag };
}
