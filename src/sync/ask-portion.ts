import type { Checkpoint, PullStrategy } from '../core/checkpoint.ts';
import { type Attempt, succeeded } from '../core/failure.ts';
import type { TableDefinition } from '../core/table.ts';
import type { Trigger } from '../core/wake.ts';
import { askedSince } from '../core/watermark.ts';
import type { Portion } from '../service/service-client.ts';
import type { Holder } from './holder.ts';
import type { SyncParts } from './parts.ts';

/** One table being pulled by one cycle. */
export interface Pull {
  readonly parts: SyncParts;
  readonly holder: Holder;
  readonly table: TableDefinition;
  readonly trigger: Trigger;
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
  const { service } = pull.parts;
  const { table } = pull;
  const { signal } = pull.holder;
  switch (position.kind) {
    case 'following':
      return service.readOn(table, position.link, signal);
    case 'watching':
      return position.round === null
        ? service.readSince(table, askedSince(position.watermark), signal)
        : service.readOn(table, position.round.next, signal);
    case 'reading':
      return position.next === null
        ? firstPortion(pull, position.strategy)
        : service.readOn(table, position.next, signal);
    case 'complete':
      return service.readFirst(table, 'full read', signal);
  }
}

/** Tracked reads carry no count: it is asked for beside them, to show progress, and its failure is no matter. */
async function firstPortion({ parts, holder, table }: Pull, strategy: PullStrategy): Promise<Attempt<Portion>> {
  if (strategy !== 'delta link') return await parts.service.readFirst(table, strategy, holder.signal);
  const [first, count] = await Promise.all([
    parts.service.readFirst(table, strategy, holder.signal),
    parts.service.count(table, holder.signal),
  ]);
  // Asked for silence is asked for silence, whatever was asked.
  const isSilenceAsked = !first.ok && first.failure.kind === 'refused' && first.failure.retryAfterMs !== null;
  if (!isSilenceAsked && !count.ok && count.failure.kind === 'refused' && count.failure.retryAfterMs !== null)
    return count;
  return first.ok && count.ok ? succeeded({ ...first.value, count: count.value }) : first;
}
