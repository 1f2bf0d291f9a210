import { intervalOf, nextPullAt, type PullTimes } from '../core/pull-due.ts';
import type { TableDefinition } from '../core/table.ts';
import type { SyncParts } from './parts.ts';

/** What each table's next pull depends on, as of now. */
export async function pullTimes(
  { store }: Pick<SyncParts, 'store'>,
  tables: readonly TableDefinition[],
  appIntervalMs: number,
): Promise<ReadonlyMap<string, PullTimes>> {
  const [settings, unseen] = await Promise.all([store.tableSettings(), store.unseenSince()]);
  const times = new Map<string, PullTimes>();
  for (const table of tables) {
    times.set(table.name, {
      checkpoint: await store.checkpoint(table.name),
      intervalMs: intervalOf(table, settings, appIntervalMs),
      unseenSince: unseen.get(table.name) ?? null,
    });
  }
  return times;
}

/** Not sooner: a cycle has just ended. */
const shortestPauseMs = 1_000;

/** Milliseconds until some table is due. */
export async function untilNextPullMs(parts: SyncParts, appIntervalMs: number): Promise<number> {
  const times = await pullTimes(parts, await parts.store.tables(), appIntervalMs);
  const next = Math.min(...[...times.values()].map(nextPullAt));
  const untilMs = next - parts.clock.now();
  // Without a table, or with a clock that was set back, the app's own interval goes.
  return Number.isFinite(untilMs) ? Math.max(shortestPauseMs, untilMs) : appIntervalMs;
}
