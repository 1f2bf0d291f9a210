import type { Records } from '../records.ts';
import type { LandingPortion } from '../store.ts';

/** What tells which rows were read, and how late. */
type Read = Pick<LandingPortion, 'table' | 'rows' | 'removals' | 'askedAt'>;

/** Law 6: a row acknowledged after the portion was asked for may be older in it than it is here. */
export async function isStalePortion(records: Records, portion: Read): Promise<boolean> {
  const newer = await records.deliveries.acknowledgedAfter(portion.table, portion.askedAt);
  if (newer.length === 0) return false;
  const named = keysOf(portion);
  return newer.some(({ key }) => named.has(key));
}

/** The pull returned, or named as gone, a row that was acknowledged before it was asked for. */
export async function markSeenBack(records: Records, portion: Read, now: number): Promise<void> {
  const open = await records.deliveries.notSeenBack(portion.table);
  if (open.length === 0) return;
  const named = keysOf(portion);
  const seen = open.filter(({ key, ackedAtCommit }) => ackedAtCommit <= portion.askedAt && named.has(key));
  if (seen.length > 0) await records.deliveries.put(seen.map((delivery) => ({ ...delivery, seenBackAt: now })));
}

function keysOf(portion: Read): ReadonlySet<string> {
  return new Set([...portion.rows.map(({ key }) => key), ...portion.removals]);
}
