import type { Answer, ChangeState, MergeNote } from '../core/change.ts';
import type { Failure } from '../core/failure.ts';
import { outcomeOfPull } from '../core/outcome.ts';
import type { BaseRow } from '../core/row.ts';
import type { AppliedRow, Outgoing } from '../service/service-client.ts';
import type { Acknowledgement, ChangeAnswer } from '../storage/store.ts';
import { type Hindrance, hindranceOf } from './cycle-end.ts';
import type { Holder } from './holder.ts';
import type { SyncParts } from './parts.ts';

/** One change on its way, marked as sending. */
export interface Sending extends Outgoing {
  readonly parts: SyncParts;
  readonly holder: Holder;
  readonly sentAt: number;
}

/** What became of one change that was sent: what to store, and what stands in the way of the next. */
export interface Settlement {
  readonly answer: ChangeAnswer;
  readonly hindrance: Hindrance | null;
}

export function acknowledged(sending: Sending, applied: AppliedRow): Settlement {
  if (applied === null) return { answer: acknowledgement(sending, null), hindrance: null };
  const { isReadAfter, ...row } = applied;
  return isReadAfter ? acknowledgedByReading(sending, row) : { answer: acknowledgement(sending, row), hindrance: null };
}

/** The row was read, and is as the change wanted it. */
export function acknowledgedByReading(sending: Sending, row: BaseRow | null): Settlement {
  return { answer: { ...acknowledgement(sending, row), isReadAfter: true }, hindrance: null };
}

function acknowledgement({ parts, change, sentAt }: Sending, row: BaseRow | null): Acknowledgement {
  return { kind: 'acknowledged', changeId: change.id, row, sentAt, epoch: parts.service.namedEpoch() };
}

export function givenUp({ parts, change, sentAt }: Sending, row: BaseRow | null, note: MergeNote): Settlement {
  const epoch = parts.service.namedEpoch();
  return { answer: { kind: 'given up', changeId: change.id, row, note, sentAt, epoch }, hindrance: null };
}

/** A person has to decide. `failure`: what the service said; null if it was only read. */
export function inConflict(sending: Sending, row: BaseRow | null, failure: Failure | null): Settlement {
  const theirs = row && { etag: row.etag, values: row.values };
  return setBack(sending, { kind: 'conflict', theirs }, failure);
}

export const parked: ChangeState = { kind: 'parked', why: 'refused' };

export function setBack({ parts, change }: Sending, state: ChangeState, failure: Failure | null): Settlement {
  const answer = failure && answerOf(failure, parts.clock.now());
  return { answer: { kind: 'set back', changeId: change.id, state, answer }, hindrance: null };
}

/** It was not sent, or what was sent was not done: it is as it was before. */
export function asBefore(sending: Sending, failure: Failure | null): Settlement {
  const { state } = sending.change;
  const isRepeat = state.kind === 'sending' && state.isRepeat;
  return setBack(sending, { kind: isRepeat ? 'maybe sent' : 'pending' }, failure);
}

/** It may or may not have been applied, and trying again is for another time. */
export function setAside(sending: Sending, failure: Failure): Settlement {
  const hindrance = { kind: 'later', forMs: null, problem: failure.message, concernsAll: false } as const;
  return { ...setBack(sending, { kind: 'maybe sent' }, failure), hindrance };
}

/** The row could not be read, so it is not known whether the change was applied. */
export function putOff(sending: Sending, failure: Failure): Settlement {
  const hindrance = hindranceOf(outcomeOfPull(failure, 'plain read'), failure);
  return { ...setBack(sending, hindrance === null ? parked : { kind: 'maybe sent' }, failure), hindrance };
}

/** Whether it has left the outbox or waits for a person: this cycle has nothing more to do with it. */
export function isSettled({ answer }: Settlement): boolean {
  return answer.kind !== 'set back' || answer.state.kind === 'conflict' || answer.state.kind === 'parked';
}

/** Stores what became of changes that were sent, in one transaction. */
export async function keep({ parts, holder }: Sending, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.length === 0) return;
  await parts.store.commitAnswers(
    holder.stamp(),
    settlements.map(({ answer }) => answer),
  );
  holder.progress.changesSent += settlements.filter(({ answer }) => answer.kind === 'acknowledged').length;
}

function answerOf(failure: Failure, at: number): Answer {
  const code = failure.kind === 'refused' ? failure.code : '';
  return { status: failure.kind === 'network' ? 0 : failure.status, code, message: failure.message, at };
}
