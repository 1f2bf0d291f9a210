import type { Checkpoint, PullStrategy, TableCheckpoint } from '../core/checkpoint.ts';
import { type Attempt, succeeded } from '../core/failure.ts';
import { outcomeOfPull, type PullQuestion } from '../core/outcome.ts';
import type { TableDefinition } from '../core/table.ts';
import type { Portion } from '../service/service-client.ts';
import type { Landing } from '../storage/store.ts';
import { type Hindrance, hindranceOf } from './cycle-end.ts';
import { type Holder, throwIfStopped } from './holder.ts';
import type { SyncParts } from './parts.ts';

/** Until segments exist, rows land at most so many to a transaction, so that a save never waits long behind one. */
const rowsPerTransaction = 500;

/** A delta link that is void after a fresh read is the service's fault: do not read for ever. */
const mostReadsPerCycle = 2;

const changingEpoch = 'The service keeps naming another generation of its data.';

/** A portion on its way, with the commit number read before it was asked for. */
interface Asked {
  /** Device clock: what comes is as of then at the earliest. */
  readonly at: number;
  readonly askedAt: number;
  readonly answer: Promise<Attempt<Portion>>;
}

export interface PullHooks {
  /** Called between portions: the time to send what was saved meanwhile. A hindrance ends the pull. */
  betweenPortions(): Promise<Hindrance | null>;
}

/** Brings one table up to date, portion by portion, from wherever its checkpoint stands. */
export async function pullTable(
  parts: SyncParts,
  holder: Holder,
  table: TableDefinition,
  hooks: PullHooks,
): Promise<Hindrance | null> {
  let checkpoint = (await parts.store.checkpoint(table.name)) ?? (await begin(parts, holder, table));
  if (checkpoint.position.kind === 'complete') checkpoint = await begin(parts, holder, table, 'full read');
  let ahead: Asked | null = null;
  let reads = 0;
  for (;;) {
    throwIfStopped(holder.signal);
    const asked: Asked = ahead ?? (await ask(parts, holder, table, checkpoint));
    ahead = null;
    const attempt = await asked.answer;
    if (!attempt.ok) {
      throwIfStopped(holder.signal);
      const outcome = outcomeOfPull(attempt.failure, questionAt(checkpoint.position));
      const hindrance = hindranceOf(outcome, attempt.failure);
      if (hindrance !== null) return hindrance;
      if (outcome.kind === 'park')
        return { kind: 'table', problem: `${table.pluralLabel}: ${attempt.failure.message}` };
      reads += 1;
      if (reads > mostReadsPerCycle) {
        return { kind: 'later', forMs: null, problem: attempt.failure.message, concernsAll: false };
      }
      checkpoint = await begin(parts, holder, table, outcome.kind === 'track not' ? 'full read' : undefined);
      continue;
    }
    const portion = attempt.value;
    if (isOtherEpoch(checkpoint, portion)) {
      reads += 1;
      if (reads > mostReadsPerCycle) return { kind: 'table', problem: `${table.pluralLabel}: ${changingEpoch}` };
      checkpoint = await begin(parts, holder, table, undefined, portion.epoch);
      continue;
    }
    const position = positionAfter(checkpoint.position, portion, asked.at);
    if (portion.next !== null) ahead = await ask(parts, holder, table, { ...checkpoint, position });
    const landing = await land(parts, holder, { table, portion, askedAt: asked.askedAt, position });
    if (landing === 'stale') {
      ahead = null;
      continue;
    }
    holder.progress.rowsReceived += portion.rows.length + portion.removals.length;
    checkpoint = { ...checkpoint, position, epoch: portion.epoch ?? checkpoint.epoch };
    if (portion.next === null) return null;
    const hindrance = await hooks.betweenPortions();
    if (hindrance !== null) return hindrance;
  }
}

async function begin(
  parts: SyncParts,
  holder: Holder,
  table: TableDefinition,
  strategy: PullStrategy = table.mayTrackChanges ? 'delta link' : 'full read',
  epoch: string | null = null,
): Promise<TableCheckpoint> {
  return await parts.store.beginRead(holder.stamp(), table.name, strategy, epoch);
}

/** Asks, but does not wait for the answer. The commit number is read first: rows acknowledged later make it stale. */
async function ask(
  parts: SyncParts,
  holder: Holder,
  table: TableDefinition,
  checkpoint: TableCheckpoint,
): Promise<Asked> {
  const askedAt = await parts.store.commitNumber();
  const at = parts.clock.now();
  const answer = answerAt(parts, holder, table, checkpoint.position);
  // An answer that nobody awaits any more (stopped, stale) must not become an unhandled rejection.
  answer.catch(() => {});
  return { at, askedAt, answer };
}

function answerAt(
  parts: SyncParts,
  holder: Holder,
  table: TableDefinition,
  position: Checkpoint,
): Promise<Attempt<Portion>> {
  if (position.kind === 'following') return parts.service.readOn(table, position.link, holder.signal);
  if (position.kind !== 'reading') return parts.service.readFirst(table, 'full read', holder.signal);
  if (position.next !== null) return parts.service.readOn(table, position.next, holder.signal);
  return firstPortion(parts, holder, table, position.strategy);
}

/** Tracked reads carry no count: it is asked for beside them, to show progress, and its failure is no matter. */
async function firstPortion(
  parts: SyncParts,
  holder: Holder,
  table: TableDefinition,
  strategy: PullStrategy,
): Promise<Attempt<Portion>> {
  if (strategy === 'full read') return await parts.service.readFirst(table, strategy, holder.signal);
  const [first, count] = await Promise.all([
    parts.service.readFirst(table, strategy, holder.signal),
    parts.service.count(table, holder.signal),
  ]);
  // Asked for silence is asked for silence, whatever was asked.
  if (first.ok && !count.ok && count.failure.kind === 'refused' && count.failure.retryAfterMs !== null) return count;
  return first.ok && count.ok ? succeeded({ ...first.value, count: count.value }) : first;
}

function questionAt(position: Checkpoint): PullQuestion {
  if (position.kind === 'following') return 'delta link';
  if (position.kind !== 'reading') return 'plain read';
  if (position.next !== null) return 'next link';
  return position.strategy === 'delta link' ? 'tracked read' : 'plain read';
}

function isOtherEpoch(checkpoint: TableCheckpoint, portion: Portion): boolean {
  return checkpoint.epoch !== null && portion.epoch !== null && checkpoint.epoch !== portion.epoch;
}

/** Where the pull stands once this portion is stored. */
function positionAfter(position: Checkpoint, portion: Portion, now: number): Checkpoint {
  if (position.kind === 'following') {
    if (portion.next !== null) return { ...position, link: portion.next as string as typeof position.link };
    // Without a new link this place is void; the last page would be asked for again for ever. Read in full when next due.
    if (portion.delta === null) return { kind: 'complete', upToDateAt: position.upToDateAt };
    return { kind: 'following', link: portion.delta, upToDateAt: now };
  }
  if (portion.next === null) {
    return portion.delta === null
      ? { kind: 'complete', upToDateAt: now }
      : { kind: 'following', link: portion.delta, upToDateAt: now };
  }
  if (position.kind !== 'reading') throw new Error(`a ${position.kind} table has no next portion`);
  return {
    ...position,
    next: portion.next,
    rowsRead: position.rowsRead + portion.rows.length,
    bytesRead: position.bytesRead + portion.bytes,
    rowsExpected: portion.count ?? position.rowsExpected,
  };
}

interface Landable {
  readonly table: TableDefinition;
  readonly portion: Portion;
  readonly askedAt: number;
  readonly position: Checkpoint;
}

/** Lands a portion in slices; the checkpoint moves with the last. Slices of a portion that is asked for again land twice, to the same end. */
async function land(parts: SyncParts, holder: Holder, landable: Landable): Promise<Landing> {
  const { table, portion, askedAt, position } = landable;
  for (let from = 0; ; from += rowsPerTransaction) {
    throwIfStopped(holder.signal);
    const isLast = from + rowsPerTransaction >= portion.rows.length;
    const landing = await parts.store.commitPull(holder.stamp(), {
      table: table.name,
      rows: portion.rows.slice(from, from + rowsPerTransaction),
      removals: isLast ? portion.removals : [],
      askedAt,
      checkpoint: isLast ? position : null,
      epoch: portion.epoch,
    });
    if (landing === 'stale' || isLast) return landing;
  }
}
