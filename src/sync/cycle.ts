import { type Change, isNeverSent } from '../core/change.ts';
import { isOfOtherEpoch } from '../core/checkpoint.ts';
import { isPullDue, type PullTimes } from '../core/pull-due.ts';
import { isOtherScope } from '../core/pull-strategy.ts';
import { hasSendable } from '../core/sendable.ts';
import type { TableDefinition } from '../core/table.ts';
import type { Trigger } from '../core/wake.ts';
import { endsCycle, type Hindrance } from './cycle-end.ts';
import { type Holder, throwIfStopped } from './holder.ts';
import { knownTables, suspectDefinitions } from './known-tables.ts';
import { pullTimes } from './next-pull.ts';
import type { SyncParts } from './parts.ts';
import { pullTable } from './pull.ts';
import { push } from './push.ts';

/** So many tables in a row that cannot be had are the service's trouble. */
const mostTablesInARow = 3;

export interface CycleSettings {
  readonly trigger: Trigger;
  readonly intervalMs: number;
}

/**
 * One push and pull run: sends the outbox, then brings each table up to date, sending again whenever something was
 * saved meanwhile. Resolves with what stands in the way of having done everything, or null; rejects with `Stopped`,
 * `FenceLost` or `StoreFailure`.
 */
export async function runCycle(parts: SyncParts, holder: Holder, settings: CycleSettings): Promise<Hindrance | null> {
  const tables = await knownTables(parts, holder, settings.trigger);
  if ('kind' in tables) return tables;
  let leftOver: Hindrance | null = null;
  const setAside = new Set<string>();
  const send = async () => {
    const met = await push(parts, holder, setAside);
    if (met !== null && endsCycle(met)) return met;
    // Changes that met a server error wait for the next cycle; receiving goes on.
    leftOver = met ?? leftOver;
    return null;
  };
  let inARow = 0;
  const silence = await send();
  if (silence !== null) return silence;
  const sendNew = async () => (hasNeverTried(await parts.store.outbox(), tables.list) ? await send() : null);
  const { trigger } = settings;
  const times = await pullTimes(parts, tables.list, settings.intervalMs);
  for (const table of tables.list) {
    throwIfStopped(holder.signal);
    const now = { trigger, at: parts.clock.now(), epoch: parts.service.namedEpoch() };
    if (!isDue(table, times.get(table.name), now)) continue;
    const hindrance = await pullTable({ parts, holder, table, trigger }, sendNew);
    if (hindrance === null) {
      inARow = 0;
      continue;
    }
    inARow += 1;
    if (hindrance.kind === 'table') await suspectDefinitions(parts, holder);
    if (endsCycle(hindrance) || inARow >= mostTablesInARow) return hindrance;
    // What time cures outranks a table that is refused: it is a reason to be woken again.
    leftOver = leftOver === null || hindrance.kind === 'later' ? hindrance : leftOver;
  }
  await parts.store.commitOffers(holder.stamp());
  return (await sendNew()) ?? leftOver;
}

function isDue(
  table: TableDefinition,
  times: PullTimes | undefined,
  now: { readonly trigger: Trigger; readonly at: number; readonly epoch: string | null },
): boolean {
  if (times === undefined || times.checkpoint === null) return true;
  const { checkpoint } = times;
  return isOfOtherEpoch(checkpoint, now.epoch) || isOtherScope(checkpoint, table) || isPullDue(times, now);
}

/** Saved since this cycle sent the outbox; what it tried and set aside is for the next cycle. */
function hasNeverTried(outbox: readonly Change[], tables: readonly TableDefinition[]): boolean {
  return hasSendable(outbox, tables) && outbox.some(isNeverSent);
}
