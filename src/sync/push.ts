import { nextBatchSize } from '../core/batch-size.ts';
import type { Change } from '../core/change.ts';
import { nextRound, type Round } from '../core/push-round.ts';
import type { TableDefinition } from '../core/table.ts';
import { endsCycle, type Hindrance, worseOf } from './cycle-end.ts';
import { type Holder, throwIfStopped } from './holder.ts';
import type { SyncParts } from './parts.ts';
import { sendApart } from './send-apart.ts';
import { sendBatch } from './send-batch.ts';
import { sendGroup } from './send-group.ts';
import { isSettled, type Sending, type Settlement } from './settlement.ts';

/** So many changes set aside one after the other are the service's trouble, not theirs. */
const mostSetAsideInARow = 3;

/**
 * Sends the outbox, round by round, until nothing is left that may go now. Stops at the first answer that concerns the
 * whole service (network, throttling, sign-in); a server error sets only its change aside, so that one bad change never
 * blocks an unrelated one. `setAside` holds, for one cycle, the changes it has given up on.
 */
export async function push(parts: SyncParts, holder: Holder, setAside: Set<string>): Promise<Hindrance | null> {
  const tables = await parts.store.tables();
  let inARow = 0;
  let met: Hindrance | null = null;
  for (;;) {
    throwIfStopped(holder.signal);
    const round = nextRound(await parts.store.outbox(), { tables, setAside, ...parts.pace });
    if (round === null) return met;
    const sendings = await mark({ parts, holder, tables, changes: round.changes });
    // Taken, or decided about, by someone else meanwhile.
    const marked = new Set(sendings.map(({ change }) => change.id));
    for (const { id } of round.changes) if (!marked.has(id)) setAside.add(id);
    const settlements = await send(round, sendings);
    const aside = settlements.filter(({ hindrance }) => hindrance !== null);
    for (const { answer } of aside) setAside.add(answer.changeId);
    inARow = settlements.some(isSettled) ? 0 : inARow + aside.length;
    const worst = aside.reduce<Hindrance | null>((worse, { hindrance }) => worseOf(worse, hindrance), null);
    if (worst === null) continue;
    if (worst.kind !== 'later' || endsCycle(worst)) return worst;
    if (inARow >= mostSetAsideInARow) return { ...worst, concernsAll: true };
    met = worst;
  }
}

interface Marking {
  readonly parts: SyncParts;
  readonly holder: Holder;
  readonly tables: readonly TableDefinition[];
  readonly changes: readonly Change[];
}

async function mark({ parts, holder, tables, changes }: Marking): Promise<readonly Sending[]> {
  const marked = await parts.store.commitSending(
    holder.stamp(),
    changes.map(({ id }) => id),
  );
  const sentAt = parts.clock.now();
  return marked.flatMap((change) => {
    const table = tables.find(({ name }) => name === change.table);
    return table === undefined ? [] : [{ parts, holder, change, table, sentAt }];
  });
}

async function send(round: Round, sendings: readonly Sending[]): Promise<readonly Settlement[]> {
  const [first, ...others] = sendings;
  if (first === undefined) return [];
  const { pace } = first.parts;
  if (round.kind === 'group') return await sendGroup([first, ...others]);
  if (round.kind === 'batch' && others.length > 0) return await sendBatch([first, ...others]);
  const beganAt = first.parts.clock.now();
  const settlements = await sendApart(sendings);
  // Single changes because batches broke: where one goes well, two may.
  if (pace.batchSize === 1 && settlements.some(isSettled)) {
    const tookMs = first.parts.clock.now() - beganAt;
    pace.batchSize = nextBatchSize(1, { sent: 1, tookMs, end: 'answered' });
  }
  return settlements;
}
