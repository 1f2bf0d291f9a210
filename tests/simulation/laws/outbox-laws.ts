import type { Change, ChangeId, Decision, Edit } from '../../../src/core/change.ts';
import type { Delivery } from '../../../src/core/delivery.ts';
import { addressText, type Values } from '../../../src/core/row.ts';
import type { Committed } from '../database.ts';
import type { ModelRows } from '../service/rows.ts';
import type { World } from '../world.ts';
import { hadValuesSince, wasThereSince } from './history.ts';
import type { KnownChange, Ledger, Mark } from './ledger.ts';

/** One transaction, as far as it concerns the outbox. */
interface Turn {
  readonly world: World;
  readonly rows: ModelRows;
  readonly ledger: Ledger;
  readonly delivered: ReadonlyMap<ChangeId, Delivery>;
  readonly moves: ReadonlyMap<ChangeId, Move>;
}

/** What was seen is counted, or it breaks a law; null for nothing worth a word. */
type Finding = { readonly seen: string } | { readonly law: number; readonly words: string } | null;

interface Move {
  readonly before: Change | undefined;
  readonly after: Change | undefined;
}

/** Laws 1, 2 and 9, as far as the outbox shows them: what enters, what changes and what leaves it, and why. */
export function checkOutbox(world: World, rows: ModelRows, ledger: Ledger, { disk, context }: Committed): void {
  const delivered = new Map<ChangeId, Delivery>();
  const moves = new Map<ChangeId, Move>();
  for (const { map, key, before, after } of disk.mutations) {
    if (map === disk.deliveries && before === undefined) delivered.set(key as ChangeId, after as Delivery);
    if (map !== disk.outbox) continue;
    const was = before as Change | undefined;
    const is = after as Change | undefined;
    const id = (was ?? is)?.id as ChangeId;
    moves.set(id, { before: moves.has(id) ? moves.get(id)?.before : was, after: is });
  }
  const turn: Turn = { world, rows, ledger, delivered, moves };
  for (const { before, after } of moves.values()) {
    world.note(
      `${ledger.name}: ${before === undefined ? 'new' : nameOf(before)} → ${after === undefined ? 'gone' : nameOf(after)}`,
    );
    const finding = findingOf(turn, before, after);
    if (finding !== null && 'seen' in finding) world.count(finding.seen);
    else if (finding !== null) world.violate(finding.law, `${ledger.name}: ${finding.words}`);
    if (after?.state.kind === 'sending') {
      const marks = ledger.marks.get(context) ?? new Map<string, Mark>();
      const marked = before?.state.kind === 'sending' ? marks.get(addressText(after)) : undefined;
      const step = marked?.step ?? world.steps;
      ledger.marks.set(context, marks.set(addressText(after), { change: after, step }));
    }
    if (after !== undefined && after.state.kind !== before?.state.kind) world.count(`state: ${after.state.kind}`);
  }
}

function findingOf(turn: Turn, before: Change | undefined, after: Change | undefined): Finding {
  if (before === undefined) return after === undefined ? null : checkEntry(turn, after);
  return after === undefined ? checkLeaving(turn, before) : checkAlteration(turn, before, after);
}

function editOf({ ledger }: Turn, isIt: (edit: Edit) => boolean): Edit | null {
  for (const act of ledger.acts) if (act.kind === 'edit' && isIt(act.edit)) return act.edit;
  return null;
}

/** Of several at once (two tabs, an impatient hand) the one that fits what happened counts. */
function decisionOn({ ledger }: Turn, id: ChangeId, kind?: Decision['kind']): Decision | null {
  for (const act of ledger.acts) {
    if (act.kind === 'decision' && act.changeId === id && (kind ?? act.decision.kind) === act.decision.kind) {
      return act.decision;
    }
  }
  return null;
}

/** A change that a person dropped takes along what cannot be without it. */
function isSomethingDropped(turn: Turn): boolean {
  for (const [id, { after }] of turn.moves) {
    if (after === undefined && decisionOn(turn, id, 'drop') !== null) return true;
  }
  return false;
}

function checkEntry(turn: Turn, change: Change): Finding {
  const { rows, ledger } = turn;
  if (change.state.kind === 'parked' && change.state.why === 'missing after restore') return checkOffer(turn, change);
  const edit = editOf(turn, ({ id }) => id === change.id);
  if (edit === null) return { law: 2, words: `${nameOf(change)} entered the outbox, and nobody saved it` };
  const known: KnownChange = {
    id: change.id,
    savedAtTick: rows.tick,
    effects: [],
    decidedAtTicks: [],
    isEverSent: false,
    createSince: turn.world.steps,
  };
  ledger.changes.set(change.id, known);
  ledger.show(edit, edit.oldValues);
  ledger.show(change, ledger.base(change));
  return null;
}

/** A service that went back to a backup: what it lost is put before the person. */
function checkOffer({ rows, ledger }: Turn, change: Change): Finding {
  const known = ledger.changes.get(change.id);
  if (known === undefined || rows.restores.length === 0) {
    return { law: 2, words: `${nameOf(change)} was offered again, and nothing was restored` };
  }
  ledger.show(change, ledger.base(change));
  return { seen: 'offered again' };
}

function checkLeaving(turn: Turn, change: Change): Finding {
  const { rows, ledger } = turn;
  const { state } = change;
  if (state.kind === 'conflict' && state.theirs !== null) ledger.show(change, state.theirs.values);
  const delivery = turn.delivered.get(change.id);
  if (delivery?.end === 'given up') {
    if (!ledger.hadPolicy(change.table, 'theirs'))
      return { law: 2, words: `${nameOf(change)} was given up, and nobody wanted that` };
    return { seen: 'given up' };
  }
  if (delivery !== undefined) {
    if (isTrue(rows, ledger, change)) return { seen: 'acknowledged' };
    return { law: 9, words: `${nameOf(change)} was acknowledged and the service never had it` };
  }
  const decision = decisionOn(turn, change.id);
  if (decisionOn(turn, change.id, 'drop') !== null) return { seen: 'dropped' };
  const isGoneOnBothSides =
    change.kind === 'delete' && change.state.kind === 'conflict' && change.state.theirs === null;
  if (decision !== null && isGoneOnBothSides) return { seen: 'dropped' };
  if (isSomethingDropped(turn)) return checkTakenAlong(turn, change);
  const edit = editOf(
    turn,
    ({ table, key, kind }) => kind === 'delete' && table === change.table && key === change.key,
  );
  const isNeverSent = change.attempts === 0 && !ledger.changes.get(change.id)?.isEverSent;
  if (edit !== null && isNeverSent) return { seen: change.kind === 'create' ? 'cancelled' : 'folded into a delete' };
  return { law: 2, words: `${nameOf(change)} left the outbox without acknowledgement, decision or cancelling` };
}

function checkTakenAlong({ moves }: Turn, change: Change): Finding {
  const gone = [...moves.values()].flatMap(({ before, after }) =>
    after === undefined && before !== undefined ? [before] : [],
  );
  const belongs = gone.some(
    (other) => other !== change && (addressText(other) === addressText(change) || change.dependsOn.includes(other.id)),
  );
  if (belongs) return { seen: 'taken along by a drop' };
  return { law: 2, words: `${nameOf(change)} was dropped with another, and has nothing to do with it` };
}

/** The service did what the change wanted, or had it so anyway at some time since it was saved. */
function isTrue(rows: ModelRows, ledger: Ledger, change: Change): boolean {
  const known = ledger.changes.get(change.id);
  if (known === undefined) return false;
  if (known.effects.length > 0) return true;
  const history = rows.history(change.table, change.key);
  if (change.kind === 'delete') return wasThereSince(history, null, known.savedAtTick);
  return hadValuesSince(history, change.values, known.savedAtTick);
}

function checkAlteration(turn: Turn, before: Change, after: Change): Finding {
  const { rows, ledger } = turn;
  const known = ledger.changes.get(after.id);
  if (known === undefined) return null;
  if (before.kind !== 'create' && after.kind === 'create') known.createSince = turn.world.steps;
  const decision = decisionOn(turn, after.id);
  if (decision !== null) {
    known.decidedAtTicks.push(rows.tick);
    if (before.state.kind === 'conflict' && before.state.theirs !== null)
      ledger.show(before, before.state.theirs.values);
    ledger.show(after, ledger.base(after));
    if (decision.kind === 'revise' && decision.shown !== undefined) ledger.show(after, decision.shown.oldValues);
    return { seen: `decided: ${decision.kind} of ${before.state.kind}` };
  }
  const edit = editOf(turn, ({ table, key }) => table === after.table && key === after.key);
  const isNeverSent = before.attempts === 0 && !known.isEverSent;
  if (isNeverSent && edit !== null) ledger.show(edit, edit.oldValues);
  if (isSame(before.values, after.values)) return null;
  if (edit !== null && isNeverSent) return { seen: 'folded' };
  if (isSomethingDropped(turn)) return { seen: 'unlinked by a drop' };
  const isMadeAnew = before.kind === 'update' && after.kind === 'create' && ledger.hadPolicy(after.table, 'mine');
  if (isMadeAnew) return { seen: 'made anew by policy' };
  if (after.merge !== null && JSON.stringify(after.merge) !== JSON.stringify(before.merge))
    return { seen: 'merged with less' };
  return { law: 2, words: `${nameOf(after)} had ${JSON.stringify(before.values)}, and nobody asked for other values` };
}

function isSame(a: Values, b: Values): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function nameOf(change: Change): string {
  const { kind, id, table, key, state, values, baseETag } = change;
  return `${kind} ${id.slice(0, 8)} of ${table} ${key.slice(0, 8)} over ${baseETag ?? 'none'} ${JSON.stringify(values)} (${state.kind})`;
}
