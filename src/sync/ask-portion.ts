import type { Checkpoint, PullStrategy } from '../core/checkpoint.ts';
import { type Attempt, succeeded } from '../core/failure.ts';
import type { TableDefinition } from '../core/table.ts';
import type { Portion } from '../service/service-client.ts';
import type { Holder } from './holder.ts';
import type { SyncParts } from './parts.ts';

/** One table being pulled by one cycle. */
export interface Pull {
  readonly parts: SyncParts;
  readonly holder: Holder;
  readonly table: TableDefinition;
}

/** A portion on its way. */
export interface Asked {
  /** Device clock when it was asked for. */
  readonly at: number;
  /** Commit number read before it was asked for: rows acknowledged later make it stale. */
  readonly commit: number;
  readonly answer: Promise<Attempt<Portion>>;
}

/** Asks for the portion behind a position, and does not wait for it. */
export async function askPortion(pull: Pull, position: Checkpoint): Promise<Asked> {
  const commit = await pull.parts.store.commitNumber();
  const at = pull.parts.clock.now();
  const answer = answerAt(pull, position);
  // An answer that nobody awaits any more (stopped, stale) must not become an unhandled rejection.
  answer.catch(() => {});
  return { at, commit, answer };
}

function answerAt(pull: Pull, position: Checkpoint): Promise<Attempt<Portion>> {
  const { parts, holder, table } = pull;
  if (position.kind === 'following') return parts.service.readOn(table, position.link, holder.signal);
  if (position.kind !== 'reading') return parts.service.readFirst(table, 'full read', holder.signal);
  if (position.next !== null) return parts.service.readOn(table, position.next, holder.signal);
  return firstPortion(pull, position.strategy);
}

/** Tracked reads carry no count: it is asked for beside them, to show progress, and its failure is no matter. */
async function firstPortion({ parts, holder, table }: Pull, strategy: PullStrategy): Promise<Attempt<Portion>> {
  if (strategy === 'full read') return await parts.service.readFirst(table, strategy, holder.signal);
  const [first, count] = await Promise.all([
    parts.service.readFirst(table, strategy, holder.signal),
    parts.service.count(table, holder.signal),
  ]);
  // Asked for silence is asked for silence, whatever was asked.
  if (first.ok && !count.ok && count.failure.kind === 'refused' && count.failure.retryAfterMs !== null) return count;
  return first.ok && count.ok ? succeeded({ ...first.value, count: count.value }) : first;
}
