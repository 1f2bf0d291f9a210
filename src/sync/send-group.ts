import type { ChangeState } from '../core/change.ts';
import { isReadFirst } from '../core/escrow-import.ts';
import type { Failure } from '../core/failure.ts';
import { outcomeOfBatch, outcomeOfPush } from '../core/outcome.ts';
import { hasPrecondition } from '../core/push-round.ts';
import type { BaseRow } from '../core/row.ts';
import type { ChangeSetAnswer } from '../service/service-client.ts';
import { hindranceOf } from './cycle-end.ts';
import { type Met, meetRow } from './meet-row.ts';
import { importedUnknown, isFinal, withVersion } from './send-change.ts';
import {
  acknowledged,
  acknowledgedByReading,
  asBefore,
  givenUp,
  inConflict,
  keep,
  parked,
  putOff,
  type Sending,
  type Settlement,
  setAside,
  setBack,
} from './settlement.ts';

export type Group = readonly [Sending, ...Sending[]];

const notTogether: ChangeState = { kind: 'parked', why: 'no change sets' };

/** Sends changes that belong together as one change set: all are acknowledged, or none; keeps what became of each. */
export async function sendGroup(group: Group): Promise<readonly Settlement[]> {
  const settlements = await settleGroup(group);
  await keep(group[0], settlements);
  return settlements;
}

async function settleGroup(group: Group): Promise<readonly Settlement[]> {
  const [{ parts, holder }] = group;
  if (!parts.pace.canBatch) return group.map((sending) => setBack(sending, notTogether, null));
  if (group.every(({ change }) => hasPrecondition(change))) {
    return await settleAnswer(group, await parts.service.sendChangeSet(group, holder.signal));
  }
  // Without a version there is no precondition: what each was made against is compared first.
  const read = await readRows(group);
  if (!read.ok) return group.map((sending) => putOff(sending, read.failure));
  if (read.rows.some((row) => row.met.kind !== 'untouched' || isUnknown(row)))
    return await settleByRows(read.rows, null);
  const versioned = read.rows.map(({ sending, row }) => withVersion(sending, row));
  return await settleAnswer(group, await parts.service.sendChangeSet(versioned, holder.signal));
}

type Answered =
  | { readonly ok: true; readonly value: ChangeSetAnswer }
  | { readonly ok: false; readonly failure: Failure };

async function settleAnswer(group: Group, answer: Answered): Promise<readonly Settlement[]> {
  if (!answer.ok) return settleWhole(group, answer.failure);
  const said = answer.value;
  if (said.kind === 'applied') {
    return group.map((sending, index) => acknowledged(sending, said.rows[index] ?? null));
  }
  const { failure, culprit } = said;
  const refused = group.find(({ change }) => change.id === culprit) ?? group[0];
  const outcome = outcomeOfPush(failure, refused.change);
  if (outcome.kind === 'settle') {
    const read = await readRows(group);
    if (!read.ok) return group.map((sending) => putOff(sending, read.failure));
    const isNews = read.rows.some(({ met }) => met.kind !== 'untouched');
    if (isNews || !isFinal(failure, refused.change)) return await settleByRows(read.rows, failure);
    return blame(group, said);
  }
  if (outcome.kind === 'park') return blame(group, said);
  const hindrance = hindranceOf(outcome, failure);
  return group.map((sending) => ({ ...backFrom(sending, outcome, failure), hindrance }));
}

/** The one that was refused is for the person, and the others wait with it; all of them where nobody says which. */
function blame(group: Group, { failure, culprit }: ChangeSetAnswer & { readonly kind: 'refused' }) {
  const isKnown = group.some(({ change }) => change.id === culprit);
  return group.map((sending) => {
    const isRefused = !isKnown || sending.change.id === culprit;
    return isRefused ? setBack(sending, parked, failure) : asBefore(sending, failure);
  });
}

/** The batch itself was not answered, or refused. */
function settleWhole(group: Group, failure: Failure): readonly Settlement[] {
  const outcome = outcomeOfBatch(failure);
  if (outcome.kind === 'no batch') {
    // Without the service's words it may be something in between that answers.
    if (failure.kind !== 'refused') return group.map((sending) => setAside(sending, failure));
    return group.map((sending) => setBack(sending, notTogether, failure));
  }
  if (outcome.kind === 'smaller' || outcome.kind === 'one by one') {
    return group.map((sending) => setBack(sending, parked, failure));
  }
  const hindrance = hindranceOf(outcome, failure);
  return group.map((sending) => ({ ...backFrom(sending, outcome, failure), hindrance }));
}

function backFrom(sending: Sending, outcome: { readonly isMaybeApplied: boolean }, failure: Failure): Settlement {
  return outcome.isMaybeApplied ? setBack(sending, { kind: 'maybe sent' }, failure) : asBefore(sending, failure);
}

interface MetRow {
  readonly sending: Sending;
  readonly row: BaseRow | null;
  readonly met: Met;
}

type RowsRead =
  | { readonly ok: true; readonly rows: readonly MetRow[] }
  | { readonly ok: false; readonly failure: Failure };

async function readRows(group: Group): Promise<RowsRead> {
  const rows: MetRow[] = [];
  for (const sending of group) {
    const { parts, holder, change, table } = sending;
    const read = await parts.service.row(change, table, holder.signal);
    if (!read.ok) return read;
    rows.push({ sending, row: read.value, met: await meetRow(sending, read.value) });
  }
  return { ok: true, rows };
}

/** An imported create whose row is not there. */
function isUnknown({ sending, met }: MetRow): boolean {
  return met.kind === 'untouched' && isReadFirst(sending.change);
}

/** What holds already is acknowledged, what may go on goes with the rest of the group in another cycle. */
async function settleByRows(rows: readonly MetRow[], failure: Failure | null): Promise<readonly Settlement[]> {
  const needsPerson = rows.some((row) => row.met.kind === 'conflict' || isUnknown(row));
  const settlements: Settlement[] = [];
  for (const one of rows) {
    const { sending, row, met } = one;
    if (isUnknown(one)) settlements.push(setBack(sending, importedUnknown, failure));
    else if (met.kind === 'applied') settlements.push(acknowledgedByReading(sending, row));
    else if (met.kind === 'given up') settlements.push(givenUp(sending, row, met.note));
    else if (met.kind === 'conflict') settlements.push(inConflict(sending, row, failure));
    else {
      if (met.kind === 'go on') await sending.parts.store.commitMerge(sending.holder.stamp(), met.change);
      // Where a person is needed first, time cures nothing.
      settlements.push(needsPerson || failure === null ? asBefore(sending, failure) : setAside(sending, failure));
    }
  }
  return settlements;
}
