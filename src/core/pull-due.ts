import type { Checkpoint } from './checkpoint.ts';
import type { Trigger } from './wake.ts';

/** A full read that ended this long ago may be repeated when the app is opened or seen again. */
const freshForMs = 60_000;

/**
 * Whether a table is to be pulled in this cycle. A delta link is cheap and always followed, a read that was cut off
 * always goes on; a whole table is only read again when it is old enough, or when the person asked.
 */
export function isPullDue(
  position: Checkpoint | null,
  now: { readonly trigger: Trigger; readonly at: number; readonly intervalMs: number },
): boolean {
  if (position === null || position.kind !== 'complete') return true;
  const age = now.at - position.upToDateAt;
  // A clock that was set back must not stop pulling.
  if (age < 0 || age >= now.intervalMs) return true;
  switch (now.trigger) {
    case 'sync now':
      return true;
    case 'opened':
    case 'visible':
    case 'signed in':
      return age >= freshForMs;
    default:
      return false;
  }
}
