import { type BatchTrial, nextBatchSize } from '../core/batch-size.ts';
import { type Failure, failed } from '../core/failure.ts';
import { outcomeOfBatch } from '../core/outcome.ts';
import type { BatchAnswer } from '../service/service-client.ts';
import { atOnce } from './at-once.ts';
import { endsCycle, hindranceOf } from './cycle-end.ts';
import { sendApart } from './send-apart.ts';
import { settleAttempt, settledBy } from './send-change.ts';
import { asBefore, keep, type Sending, type Settlement, setAside, setBack } from './settlement.ts';

/** How many rows are read at the same time where the answers alone do not say what became of the changes. */
const mostReads = 4;

const cutOff: Failure = { kind: 'network', message: 'The answer to this change was cut off.' };

/** Sends changes that do not depend on each other in one batch, and keeps what became of each. */
export async function sendBatch(sendings: readonly [Sending, ...Sending[]]): Promise<readonly Settlement[]> {
  const [{ parts, holder }] = sendings;
  const beganAt = parts.clock.now();
  const answer = await parts.service.sendBatch(sendings, holder.signal);
  const tookMs = parts.clock.now() - beganAt;
  const learn = (end: BatchTrial['end']) => {
    parts.pace.batchSize = nextBatchSize(parts.pace.batchSize, { sent: sendings.length, tookMs, end });
  };
  if (!answer.ok) return await settleWhole(sendings, answer.failure, learn);
  learn(endOf(answer.value));
  return await settleParts(sendings, answer.value.attempts);
}

function endOf({ attempts, isWhole }: BatchAnswer): BatchTrial['end'] {
  if (attempts.some((attempt) => attempt?.ok === false && isThrottled(attempt.failure))) return 'throttled';
  return isWhole && attempts.every((attempt) => attempt !== null) ? 'answered' : 'broken';
}

function isThrottled(failure: Failure): boolean {
  return failure.kind === 'refused' && [429, 503].includes(failure.status);
}

/** No part of it was answered. */
async function settleWhole(
  sendings: readonly [Sending, ...Sending[]],
  failure: Failure,
  learn: (end: BatchTrial['end']) => void,
): Promise<readonly Settlement[]> {
  const outcome = outcomeOfBatch(failure);
  if (outcome.kind === 'one by one' || outcome.kind === 'no batch') {
    const settlements = await sendApart(sendings);
    // Where nothing is wrong with any of them, it was the batch which the service, and nothing in between, refused.
    if (settlements.every(({ answer }) => answer.kind !== 'set back')) sendings[0].parts.pace.canBatch = false;
    else learn('broken');
    return settlements;
  }
  learn(isThrottled(failure) ? 'throttled' : 'broken');
  const settlements = sendings.map((sending) => {
    if (outcome.kind === 'smaller' || !outcome.isMaybeApplied) return asBefore(sending, failure);
    return setBack(sending, { kind: 'maybe sent' }, failure);
  });
  await keep(sendings[0], settlements);
  const hindrance = outcome.kind === 'smaller' ? null : hindranceOf(outcome, failure);
  // It may be one change that breaks the batch: the cycle goes on with smaller ones, and comes to single changes.
  return hindrance === null || !endsCycle(hindrance) ? settlements : settlements.map((one) => ({ ...one, hindrance }));
}

/** What is sure by the answers is kept at once; what has to be read to be known comes after. */
async function settleParts(
  sendings: readonly [Sending, ...Sending[]],
  attempts: BatchAnswer['attempts'],
): Promise<readonly Settlement[]> {
  const settlements: Settlement[] = [];
  const open: { readonly sending: Sending; readonly failure: Failure }[] = [];
  for (const [index, sending] of sendings.entries()) {
    const attempt = attempts[index] ?? null;
    if (attempt === null) {
      settlements.push(setBack(sending, { kind: 'maybe sent' }, cutOff));
      continue;
    }
    const settled = settledBy(sending, attempt);
    if (settled !== null) settlements.push(settled);
    else if (!attempt.ok) open.push({ sending, failure: attempt.failure });
  }
  await keep(sendings[0], settlements);
  await atOnce(open, mostReads, async ({ sending, failure }) => {
    const isOver = settlements.some(({ hindrance }) => hindrance !== null && endsCycle(hindrance));
    const settlement = isOver ? setAside(sending, failure) : await settleAttempt(sending, failed(failure));
    await keep(sending, [settlement]);
    settlements.push(settlement);
  });
  return settlements;
}
