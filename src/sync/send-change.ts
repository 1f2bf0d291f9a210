import type { Answer, Change, ChangeState } from '../core/change.ts';
import { ownVersion } from '../core/delivery.ts';
import type { Failure } from '../core/failure.ts';
import { outcomeOfPull, outcomeOfPush, type PushOutcome } from '../core/outcome.ts';
import type { BaseRow } from '../core/row.ts';
import { settle } from '../core/settle.ts';
import type { TableDefinition } from '../core/table.ts';
import { type Hindrance, hindranceOf } from './cycle-end.ts';
import type { Holder } from './holder.ts';
import type { SyncParts } from './parts.ts';

/** One change on its way, marked as sending. */
export interface Sending {
  readonly parts: SyncParts;
  readonly holder: Holder;
  readonly change: Change;
  readonly table: TableDefinition;
  readonly sentAt: number;
}

/** Sends one change and stores what became of it; null if it is settled, one way or another. */
export async function sendChange(sending: Sending): Promise<Hindrance | null> {
  const { change } = sending;
  if (change.kind !== 'create' && change.baseETag === null) return await sendAfterReading(sending);
  return await sendWithPrecondition(sending);
}

/**
 * Without a version there is no precondition: the row is read first and compared with what the change was made against,
 * which protects as far as it can. If the service has a version after all, the change goes out with that.
 */
async function sendAfterReading(sending: Sending): Promise<Hindrance | null> {
  const { parts, holder, change, table } = sending;
  const read = await parts.service.row(change, table, holder.signal);
  if (!read.ok) return await putOff(sending, read.failure);
  const verdict = settle(change, table, read.value);
  if (verdict !== 'resend') return await conclude(sending, { verdict, row: read.value, answer: null });
  return await sendWithPrecondition({ ...sending, change: { ...change, baseETag: read.value?.etag ?? null } });
}

async function sendWithPrecondition(sending: Sending): Promise<Hindrance | null> {
  const { parts, holder, change, table } = sending;
  const sent = await parts.service.send(change, table, holder.signal);
  if (sent.ok) return await conclude(sending, { verdict: 'applied', row: sent.value, answer: null });
  const outcome = outcomeOfPush(sent.failure, change);
  if (outcome.kind === 'settle') return await settleByReading(sending, sent.failure, outcome.ifUntouched);
  await setBack(sending, stateAfter(outcome), sent.failure);
  return hindranceOf(outcome, sent.failure);
}

const parked: ChangeState = { kind: 'parked', why: 'refused' };

function stateAfter(outcome: Exclude<PushOutcome, { readonly kind: 'settle' }>): ChangeState {
  if (outcome.kind === 'park') return parked;
  return { kind: outcome.isMaybeApplied ? 'maybe sent' : 'pending' };
}

/** The precondition failed, or the answer cannot be trusted: read the row and compare, never assume. */
async function settleByReading(
  sending: Sending,
  failure: Failure,
  ifUntouched: 'retry' | 'park',
): Promise<Hindrance | null> {
  const { parts, holder, change, table } = sending;
  const read = await parts.service.row(change, table, holder.signal);
  if (!read.ok) return await putOff(sending, read.failure);
  const verdict = settle(change, table, read.value);
  if (verdict === 'conflict' && (await isOwnVersion(sending, read.value))) {
    return await sendWithPrecondition({ ...sending, change: { ...change, baseETag: read.value?.etag ?? null } });
  }
  if (verdict !== 'resend') {
    return await conclude(sending, { verdict, row: read.value, answer: answerOf(failure, parts.clock.now()) });
  }
  const answer = await setBack(sending, ifUntouched === 'park' ? parked : { kind: 'maybe sent' }, failure);
  if (ifUntouched === 'park') return null;
  return { kind: 'later', forMs: null, problem: answer.message, concernsAll: false };
}

/**
 * A form that was opened before an earlier change of its row was acknowledged, and saved after it, names a version that
 * only this device has replaced since. That is no conflict: the change goes on top of our own.
 */
async function isOwnVersion({ parts, change }: Sending, current: BaseRow | null): Promise<boolean> {
  if (current === null || current.etag === null || current.etag === change.baseETag) return false;
  const { deliveries } = await parts.store.facts();
  return ownVersion(deliveries, change, change.baseETag) === current.etag;
}

interface Conclusion {
  readonly verdict: 'applied' | 'conflict';
  /** The row as the service has it now; null if it is gone. */
  readonly row: BaseRow | null;
  /** What the service said when it did not simply apply the change. */
  readonly answer: Answer | null;
}

/** It is final: the change was applied, or a person has to decide. */
async function conclude(
  { parts, holder, change, sentAt }: Sending,
  { verdict, row, answer }: Conclusion,
): Promise<null> {
  if (verdict === 'applied') {
    await parts.store.commitAck(holder.stamp(), {
      changeId: change.id,
      row,
      sentAt,
      epoch: parts.service.namedEpoch(),
    });
    holder.progress.changesSent += 1;
    return null;
  }
  const theirs = row && { etag: row.etag, values: row.values };
  await parts.store.commitSetback(holder.stamp(), { changeId: change.id, state: { kind: 'conflict', theirs }, answer });
  return null;
}

/** The row could not be read, so it is not known whether the change was applied. */
async function putOff(sending: Sending, failure: Failure): Promise<Hindrance | null> {
  const hindrance = hindranceOf(outcomeOfPull(failure, 'plain read'), failure);
  await setBack(sending, hindrance === null ? parked : { kind: 'maybe sent' }, failure);
  return hindrance;
}

async function setBack({ parts, holder, change }: Sending, state: ChangeState, failure: Failure): Promise<Answer> {
  const answer = answerOf(failure, parts.clock.now());
  await parts.store.commitSetback(holder.stamp(), { changeId: change.id, state, answer });
  return answer;
}

function answerOf(failure: Failure, at: number): Answer {
  const code = failure.kind === 'refused' ? failure.code : '';
  return { status: failure.kind === 'network' ? 0 : failure.status, code, message: failure.message, at };
}
