import type { ChangeState } from '../core/change.ts';
import { isReadFirst } from '../core/escrow-import.ts';
import type { Attempt, Failure } from '../core/failure.ts';
import { outcomeOfPush, type PushOutcome } from '../core/outcome.ts';
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
  if (hasPrecondition(sending)) return await send(sending, 0);
  // Without a version there is no precondition: the row is read first and compared with what the change was made
  // against, which protects as far as it can. If the service has a version after all, the change goes out with that.
  const read = await parts.service.row(change, table, holder.signal);
  if (!read.ok) return putOff(sending, read.failure);
  const met = await meetRow(sending, read.value);
  if (met.kind === 'untouched' && isReadFirst(change)) return setBack(sending, importedUnknown, null);
  if (met.kind === 'untouched') return await send(withVersion(sending, read.value), 0);
  return await goBy(met, { sending, row: read.value, failure: null, meetings: 0 });
}

/** Only a create without its row, or a version, keeps a change from overwriting what nobody here has seen. */
export function hasPrecondition({ change }: Sending): boolean {
  if (isReadFirst(change)) return false;
  return change.kind === 'create' || change.baseETag !== null;
}

/** Its row is not there, and whether it ever was nobody here knows. */
const importedUnknown: ChangeState = { kind: 'parked', why: 'imported' };

/** What an answer that came for a change makes of it; asks again where the answer alone does not say. */
export async function settleAttempt(
  sending: Sending,
  attempt: Attempt<AppliedRow>,
  meetings: number,
): Promise<Settlement> {
  if (attempt.ok) return acknowledged(sending, attempt.value);
  const { failure } = attempt;
  const outcome = outcomeOfPush(failure, sending.change);
  if (outcome.kind === 'settle') return await settleByReading(sending, { failure, outcome, meetings });
  return { ...setBack(sending, stateAfter(outcome), failure), hindrance: hindranceOf(outcome, failure) };
}

async function send(sending: Sending, meetings: number): Promise<Settlement> {
  const { parts, holder, change, table } = sending;
  return await settleAttempt(sending, await parts.service.send(change, table, holder.signal), meetings);
}

interface Refusal {
  readonly failure: Failure;
  readonly outcome: PushOutcome & { readonly kind: 'settle' };
  readonly meetings: number;
}

/** The precondition failed, or the answer cannot be trusted: read the row and compare, never assume. */
async function settleByReading(sending: Sending, { failure, outcome, meetings }: Refusal): Promise<Settlement> {
  const { parts, holder, change, table } = sending;
  const read = await parts.service.row(change, table, holder.signal);
  if (!read.ok) return putOff(sending, read.failure);
  const row = read.value;
  const met = await meetRow(sending, row);
  if (met.kind !== 'untouched') return await goBy(met, { sending, row, failure, meetings });
  // A service that asks for a version (428) and has given none before has one now, or there is nothing to be done.
  if (!hasPrecondition(sending) && row !== null && row.etag !== null) {
    const { change: versioned } = withVersion(sending, row);
    return await goBy({ kind: 'go on', change: versioned }, { sending, row, failure, meetings });
  }
  return outcome.ifUntouched === 'park' ? setBack(sending, parked, failure) : setAside(sending, failure);
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

function withVersion(sending: Sending, row: BaseRow | null): Sending {
  return { ...sending, change: { ...sending.change, baseETag: row?.etag ?? null } };
}

function stateAfter(outcome: Exclude<PushOutcome, { readonly kind: 'settle' }>): ChangeState {
  if (outcome.kind === 'park') return parked;
  return { kind: outcome.isMaybeApplied ? 'maybe sent' : 'pending' };
}
