import type { Change, Decision, MergeNote } from './change.ts';
import { moveTo } from './change-state.ts';
import { changedByOthers, contestedColumns, noteOf, over } from './merge.ts';
import type { Values } from './row.ts';
import type { TableDefinition } from './table.ts';

/** What is known of the row that a decision is about. */
export interface DecisionGround {
  /** Null where the service no longer names the table. */
  readonly table: TableDefinition | null;
  /** The seen row by a change, for an update whose row is gone. */
  readonly whole: (change: Change) => Values;
}

type GoingOn = Exclude<Decision, { readonly kind: 'drop' }>;

/**
 * What a decision to go on makes of a change that is parked or in conflict; null if there is nothing left to do: a
 * delete of a row that is gone.
 */
export function decided(change: Change, decision: GoingOn, ground: DecisionGround): Change | null {
  const wanted = decision.kind === 'revise' ? revised(change, decision) : change;
  // Whoever decides about a change out of an escrow file makes it one of this device (escrow-import.ts).
  const pending: Change = { ...moveTo(wanted, { kind: 'pending' }), origin: 'here' };
  // Once more together would be once more refused.
  if (change.state.kind === 'parked' && change.state.why === 'no change sets') return { ...pending, group: null };
  if (change.state.kind !== 'conflict') return pending;
  const { theirs } = change.state;
  if (theirs === null) {
    if (change.kind === 'delete') return null;
    return { ...pending, kind: 'create', values: ground.whole(wanted), oldValues: {}, baseETag: null };
  }
  if (change.kind === 'delete') return { ...pending, oldValues: theirs.values, baseETag: theirs.etag };
  const merge = ground.table === null ? change.merge : noteOfDecision(change, wanted, ground.table);
  // A create that met a row of its key goes on as an update of that row: it would meet it again forever.
  return { ...pending, ...over({ key: change.key, ...theirs }, wanted.values), kind: 'update', merge };
}

type Revision = Extract<Decision, { readonly kind: 'revise' }>;

/** Columns that the person gave up go; one they added was shown by the row the change was made against, or is new. */
function revised(change: Change, { values, shown }: Revision): Change {
  if (change.kind === 'delete') return change;
  const names = Object.keys(values);
  if (names.length === 0)
    throw new Error(`change ${change.id}: nothing is left of it, so it is dropped and not revised`);
  if (change.kind === 'create') return { ...change, values };
  const known = shown?.oldValues ?? change.oldValues;
  const oldValues = Object.fromEntries(names.map((name) => [name, known[name] ?? null] as const));
  return { ...change, values, oldValues, baseETag: shown === undefined ? change.baseETag : shown.baseETag };
}

/** For the log: what the person let stand on either side. */
function noteOfDecision(change: Change, wanted: Change, table: TableDefinition): MergeNote | null {
  if (change.state.kind !== 'conflict' || change.state.theirs === null) return change.merge;
  const { theirs, met } = change.state;
  const contested = contestedColumns(change, table, theirs.values);
  const isKept = (name: string) => Object.hasOwn(wanted.values, name);
  return noteOf(change, {
    theirs: changedByOthers(change, { table, base: met?.base ?? null }, theirs.values),
    mine: contested.filter(isKept),
    givenUp: contested.filter((name) => !isKept(name)),
  });
}
