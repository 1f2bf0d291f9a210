import type { TableCheckpoint } from './checkpoint.ts';
import type { TableDefinition } from './table.ts';
import { longestIntervalMs, settingsOf, shortestIntervalMs, type TableSettings } from './table-settings.ts';
import type { Trigger } from './wake.ts';

/** When a person comes back, what was asked for within this time is new enough. */
export const freshForMs = 60_000;

/** A table that brought nothing new so often in a row is asked less often: its interval times the factor, never more. */
const stretches = [
  { quietPulls: 6, factor: 2 },
  { quietPulls: 3, factor: 1.5 },
] as const;

/** Keys of this many rows come in one answer. */
const fewRows = 5_000;

/**
 * Between two comparisons of row keys, the slower beat of a table that is pulled by watermark: an hour where all keys
 * come in one answer, else six hours, since each costs all keys.
 */
export function reconcileEveryMs(rows: number): number {
  return rows <= fewRows ? 60 * 60_000 : longestBeatMs;
}

const longestBeatMs = 6 * 60 * 60_000;

/** What a table's next pull depends on. */
export interface PullTimes {
  readonly checkpoint: TableCheckpoint | null;
  readonly intervalMs: number;
  /** When the service last applied a change of this device to the table that no pull has returned; null for none. */
  readonly unseenSince: number | null;
}

/** The time between two pulls: the person's word, else the profile's, else the app's; 5 minutes to a day. */
export function intervalOf(
  table: Pick<TableDefinition, 'name' | 'intervalMs'>,
  settings: readonly TableSettings[],
  appMs: number,
): number {
  const chosen = settingsOf(settings, table.name).intervalMs ?? table.intervalMs ?? appMs;
  return Math.min(longestIntervalMs, Math.max(shortestIntervalMs, chosen));
}

/**
 * When, by the device's clock, a table is pulled next if nobody asks for it: at once while it was never whole, or a read
 * is not at its end. A change that was just applied is looked for at once where that is cheap, so that it is seen back.
 */
export function nextPullAt({ checkpoint, intervalMs, unseenSince }: PullTimes): number {
  if (checkpoint === null || checkpoint.position.kind === 'reading') return Number.NEGATIVE_INFINITY;
  const { position } = checkpoint;
  const isUnfinished = position.kind === 'watching' && (position.round !== null || position.reconcile !== null);
  if (isUnfinished) return Number.NEGATIVE_INFINITY;
  if (unseenSince !== null && position.kind !== 'complete' && position.upToDateAt < unseenSince) return unseenSince;
  const next = position.upToDateAt + stretched(intervalMs, checkpoint.quietPulls);
  return position.kind === 'watching' ? Math.min(next, position.reconcileDueAt) : next;
}

/** Never longer than a day, unless the interval is. */
function stretched(intervalMs: number, quietPulls: number): number {
  const factor = stretches.find((stretch) => quietPulls >= stretch.quietPulls)?.factor ?? 1;
  return Math.min(intervalMs * factor, Math.max(intervalMs, longestIntervalMs));
}

/** Whether a table is to be pulled in this cycle. One that is not due is not asked, however cheap that would be. */
export function isPullDue(times: PullTimes, now: { readonly trigger: Trigger; readonly at: number }): boolean {
  const next = nextPullAt(times);
  if (next <= now.at) return true;
  const upToDateAt = times.checkpoint?.position.upToDateAt ?? now.at;
  // A clock that was set back must not stop pulling.
  if (now.at < upToDateAt) return true;
  switch (now.trigger) {
    case 'sync now':
    case 'signed in':
      return true;
    case 'opened':
    case 'visible':
    case 'online':
      return now.at - upToDateAt >= freshForMs;
    default:
      return false;
  }
}

/** Whether the keys of a table are to be compared now. */
export function isReconcileDue(
  position: TableCheckpoint['position'],
  now: { readonly trigger: Trigger; readonly at: number },
): boolean {
  if (position.kind !== 'watching') return false;
  if (position.reconcile !== null || now.trigger === 'sync now' || position.reconcileDueAt <= now.at) return true;
  // A clock that was set back must not put it off for as long.
  return position.reconcileDueAt > now.at + longestBeatMs;
}
