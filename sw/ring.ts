import type { Doorbell } from '../src/platform/platform.ts';
import type { Drain } from './drain.ts';

/** One `sync` event: resolves if nothing is left that would be worth another, rejects to be called again. */
export async function answerRing(
  drain: Pick<Drain, 'run'>,
  doorbell: Pick<Doorbell, 'ring'>,
  isLastChance: boolean,
): Promise<void> {
  const drained = await drain.run({ trigger: 'background sync', isLastChance });
  if (!drained.isWorkLeft) return;
  // Registering while the event fires makes it fire again at once with its tries renewed: right after progress, a hot
  // loop without. Refused when no window is left: then the rejection uses the tries that remain.
  if (drained.hasProgress && (await doorbell.ring()) === 'registered') return;
  // Workbox takes a rejection that is no Error for success.
  throw new Error(`work is left: ${drained.problem}`);
}
