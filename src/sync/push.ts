import type { Answer, Change, ChangeState } from '../core/change.ts';
import type { Attempt, Failure } from '../core/failure.ts';
import { outcomeOfPush, type PushOutcome } from '../core/outcome.ts';
import type { BaseRow } from '../core/row.ts';
import { nextSendable } from '../core/sendable.ts';
import { settle } from '../core/settle.ts';
import type { TableDefinition } from '../core/table.ts';
import { type Hindrance, hindranceOf } from './cycle-end.ts';
import { type Holder, throwIfStopped } from './holder.ts';
import type { SyncParts } from './parts.ts';

/** So many server errors one after the other are the service's trouble, not the changes'. */
const serverErrorsInARow = 3;

/**
 * Sends the outbox, one change at a time, until nothing is left that may go now. Stops at the first answer that
 * concerns the whole service (network, throttling, sign-in); a server error sets only its change aside, so that one bad
 * change never blocks an unrelated one.
 */
export async function push(parts: SyncParts, holder: Holder): Promise<SendTrouble | null> {
  const tables = new Map((await parts.store.tables()).map((table) => [table.name, table]));
  const setAside = new Set<string>();
  let inARow = 0;
  let trouble: SendTrouble | null = null;
  for (;;) {
    throwIfStopped(holder.signal);
    const next = nextSendable(await parts.store.outbox(), setAside);
    if (next === null) return trouble;
    const table = tables.get(next.table);
    if (table === undefined) {
      // Not in the profile any more: kept, and sent when the service names the table again.
      setAside.add(next.id);
      continue;
    }
    const change = await parts.store.commitSending(holder.stamp(), next.id);
    if (change === null) continue;
    const own = await sendOne(parts, holder, change, table);
    if (own === null) {
      inARow = 0;
      continue;
    }
    inARow += 1;
    trouble = { ...own, stopsAll: own.stopsAll || inARow >= serverErrorsInARow };
    if (trouble.stopsAll) return trouble;
    setAside.add(change.id);
  }
}

/** What stood in the way of sending, and whether it concerns the whole service or only the changes it met. */
export interface SendTrouble {
  readonly hindrance: Hindrance;
  readonly stopsAll: boolean;
}

async function sendOne(
  parts: SyncParts,
  holder: Holder,
  change: Change,
  table: TableDefinition,
): Promise<SendTrouble | null> {
  const sentAt = parts.clock.now();
  const sent = await parts.service.send(change, table, holder.signal);
  if (sent.ok) {
    await parts.store.commitAck(holder.stamp(), { changeId: change.id, row: sent.value, sentAt });
    holder.progress.changesSent += 1;
    return null;
  }
  const outcome = outcomeOfPush(sent.failure, change);
  if (outcome.kind === 'settle') {
    const ifUntouched = outcome.ifUntouched === 'park' ? 'parked' : 'maybe sent';
    return await settleByReading(parts, holder, { change, table, failure: sent.failure, sentAt, ifUntouched });
  }
  const answer = answerOf(sent.failure, parts.clock.now());
  await parts.store.commitSetback(holder.stamp(), { changeId: change.id, state: stateAfter(outcome), answer });
  const hindrance = hindranceOf(outcome, answer.message);
  return hindrance === null ? null : { hindrance, stopsAll: concernsAll(sent.failure) };
}

function stateAfter(outcome: PushOutcome): ChangeState {
  switch (outcome.kind) {
    case 'retry':
    case 'wait':
    case 'sign in':
      return { kind: outcome.isMaybeApplied ? 'maybe sent' : 'pending' };
    default:
      return { kind: 'parked' };
  }
}

interface Unsettled {
  readonly change: Change;
  readonly table: TableDefinition;
  readonly failure: Failure;
  readonly sentAt: number;
  /** What becomes of the change if the row shows that nothing was done. */
  readonly ifUntouched: 'parked' | 'maybe sent';
}

/** The precondition failed, or the answer cannot be trusted: read the row and compare, never assume. */
async function settleByReading(parts: SyncParts, holder: Holder, unsettled: Unsettled): Promise<SendTrouble | null> {
  const { change, table, failure, sentAt, ifUntouched } = unsettled;
  const read = await parts.service.row(change, table, holder.signal);
  if (!read.ok) return await putOff(parts, holder, change, read);
  const answer = answerOf(failure, parts.clock.now());
  const verdict = settle(change, table, read.value);
  switch (verdict) {
    case 'applied':
      await parts.store.commitAck(holder.stamp(), { changeId: change.id, row: read.value, sentAt });
      holder.progress.changesSent += 1;
      return null;
    case 'conflict': {
      const theirs = read.value && { etag: read.value.etag, values: read.value.values };
      await parts.store.commitSetback(holder.stamp(), {
        changeId: change.id,
        state: { kind: 'conflict', theirs },
        answer,
      });
      return null;
    }
    case 'resend':
      await parts.store.commitSetback(holder.stamp(), { changeId: change.id, state: { kind: ifUntouched }, answer });
      if (ifUntouched === 'parked') return null;
      return { hindrance: { kind: 'later', forMs: null, problem: answer.message }, stopsAll: false };
  }
}

async function putOff(
  parts: SyncParts,
  holder: Holder,
  change: Change,
  read: Attempt<BaseRow | null> & { readonly ok: false },
): Promise<SendTrouble> {
  const answer = answerOf(read.failure, parts.clock.now());
  await parts.store.commitSetback(holder.stamp(), { changeId: change.id, state: { kind: 'maybe sent' }, answer });
  const outcome = outcomeOfPush(read.failure, change);
  const hindrance = hindranceOf(outcome, answer.message) ?? { kind: 'later', forMs: null, problem: answer.message };
  return { hindrance, stopsAll: concernsAll(read.failure) };
}

function concernsAll(failure: Failure): boolean {
  return failure.kind !== 'refused' || failure.status < 500 || failure.status === 503;
}

function answerOf(failure: Failure, at: number): Answer {
  switch (failure.kind) {
    case 'network':
      return { status: 0, code: '', message: failure.message, at };
    case 'unreadable':
      return { status: failure.status, code: '', message: failure.message, at };
    case 'refused':
      return { status: failure.status, code: failure.code, message: failure.message, at };
  }
}
