import type { Change, ChangeState } from '../core/change.ts';
import { isReadFirst } from '../core/escrow-import.ts';
import type { Attempt, Failure } from '../core/failure.ts';
import { outcomeOfPush, type PushOutcome } from '../core/outcome.ts';
import { hasPrecondition } from '../core/push-round.ts';
import type { BaseRow } from '../core/row.ts';
import type { AppliedRow } from '../service/service-client.ts';
import { hindranceOf } from './cycle-end.ts';
import { type Met, meetRow } from './meet-row.ts';
import {
  acknowledged,
  acknowledgedByReading,
  givenUp,
  inConflict,
  parked,
  putOff,
  type Sending,
  type Settlement,
  setAside,
  setBack,
} from './settlement.ts';

/** A row that others keep changing under our hands is met so often in one cycle, and again in the next. */
const mostMeetings = 3;

/** Sends one change by itself and says what became of it. */
export async function sendChange(sending: Sending): Promise<Settlement> {
  const { parts, holder, change, table } = sending;
  if (hasPrecondition(change)) return await send(sending, 0);
  // Without a version there is no precondition: the row is read first and compared with what the change was made
  // against, which protects as far as it can. If the service has a version after all, the change goes out with that.
  const read = await parts.service.row(change, table, holder.signal);
  if (!read.ok) return putOff(sending, read.failure);
  const met = await meetRow(sending, read.value);
  if (met.kind === 'untouched' && isReadFirst(change)) return setBack(sending, importedUnknown, null);
  if (met.kind === 'untouched') return await send(withVersion(sending, read.value), 0);
  return await goBy(met, { sending, row: read.value, failure: null, meetings: 0 });
}

/** Its row is not there, and whether it ever was nobody here knows. */
export const importedUnknown: ChangeState = { kind: 'parked', why: 'imported' };

/** What an answer by itself makes of a change; null where the row has to be read to know. */
export function settledBy(sending: Sending, attempt: Attempt<AppliedRow>): Settlement | null {
  if (attempt.ok) return acknowledged(sending, attempt.value);
  const { failure } = attempt;
  const outcome = outcomeOfPush(failure, sending.change);
  if (outcome.kind === 'settle') return null;
  return { ...setBack(sending, stateAfter(outcome), failure), hindrance: hindranceOf(outcome, failure) };
}

async function send(sending: Sending, meetings: number): Promise<Settlement> {
  const { parts, holder, change, table } = sending;
  const attempt = await parts.service.send(change, table, holder.signal);
  return await settleAttempt(sending, attempt, meetings);
}

/** What an answer that came for a change makes of it; reads the row where the answer alone does not say. */
export async function settleAttempt(sending: Sending, attempt: Attempt<AppliedRow>, meetings = 0): Promise<Settlement> {
  const settled = settledBy(sending, attempt);
  if (settled !== null || attempt.ok) return settled ?? acknowledged(sending, null);
  return await settleByReading(sending, attempt.failure, meetings);
}

/** The precondition failed, or the answer cannot be trusted: read the row and compare, never assume. */
async function settleByReading(sending: Sending, failure: Failure, meetings: number): Promise<Settlement> {
  const { parts, holder, change, table } = sending;
  const read = await parts.service.row(change, table, holder.signal);
  if (!read.ok) return putOff(sending, read.failure);
  const row = read.value;
  const met = await meetRow(sending, row);
  if (met.kind !== 'untouched') return await goBy(met, { sending, row, failure, meetings });
  // A service that asks for a version (428) and has given none before has one now, or there is nothing to be done.
  if (!hasPrecondition(change) && row !== null && row.etag !== null) {
    const { change: versioned } = withVersion(sending, row);
    return await goBy({ kind: 'go on', change: versioned }, { sending, row, failure, meetings });
  }
  return isFinal(failure, change) ? setBack(sending, parked, failure) : setAside(sending, failure);
}

interface Meeting {
  readonly sending: Sending;
  /** The row as it was just read; null if it is gone. */
  readonly row: BaseRow | null;
  /** What the service said; null if nothing was sent yet. */
  readonly failure: Failure | null;
  /** How often the row was met in this cycle. */
  readonly meetings: number;
}

async function goBy(met: Exclude<Met, { readonly kind: 'untouched' }>, meeting: Meeting): Promise<Settlement> {
  const { sending, row, failure, meetings } = meeting;
  switch (met.kind) {
    case 'applied':
      return acknowledgedByReading(sending, row);
    case 'given up':
      return givenUp(sending, row, met.note);
    case 'conflict':
      return inConflict(sending, row, failure);
    case 'go on': {
      if (failure !== null && meetings >= mostMeetings) return setAside(sending, failure);
      // Before it goes out: a kill in between must find the precondition that it went out with.
      const change = await sending.parts.store.commitMerge(sending.holder.stamp(), met.change);
      return await send({ ...sending, change }, meetings + 1);
    }
  }
}

/** The same request would be refused the same way again. */
export function isFinal(failure: Failure, change: Change): boolean {
  const outcome = outcomeOfPush(failure, change);
  return outcome.kind === 'park' || (outcome.kind === 'settle' && outcome.ifUntouched === 'park');
}

export function withVersion(sending: Sending, row: BaseRow | null): Sending {
  return { ...sending, change: { ...sending.change, baseETag: row?.etag ?? null } };
}

function stateAfter(outcome: Exclude<PushOutcome, { readonly kind: 'settle' }>): ChangeState {
  if (outcome.kind === 'park') return parked;
  return { kind: outcome.isMaybeApplied ? 'maybe sent' : 'pending' };
}
