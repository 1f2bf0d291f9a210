import type { Wake } from '../core/wake.ts';
import type { Platform } from './recognised-platform.ts';

/** A wake, as far as it says something of this device. */
export type WakeObservation = Pick<
  Wake,
  'trigger' | 'host' | 'startedAt' | 'end' | 'changesSent' | 'rowsReceived' | 'browserMajor' | 'install'
>;

/** What the wake log says about being woken on this device. */
export type Observed =
  | { readonly kind: 'not seen' }
  /** `ran` of `woken` times the wake came to an end of its own; the others were cut off. */
  | { readonly kind: 'reliable' | 'unreliable'; readonly woken: number; readonly ran: number };

const windowMs = 14 * 24 * 60 * 60_000;
const enough = 5;

/**
 * Counts the times that the browser woke the service worker by itself. A wake that failed because the service was down
 * still shows that the browser wakes us; one that was cut off shows that it does not let us work.
 */
export function observe(wakes: readonly WakeObservation[], platform: Platform, now: number): Observed {
  const counted = wakes.filter(
    (wake) =>
      wake.trigger === 'background sync' &&
      wake.host === 'service worker' &&
      wake.end !== null &&
      wake.startedAt <= now &&
      wake.startedAt > now - windowMs &&
      platform.browserMajor !== null &&
      wake.browserMajor === platform.browserMajor &&
      wake.install === platform.install,
  );
  if (counted.length < enough) return { kind: 'not seen' };
  const ran = counted.filter((wake) => wake.end !== 'cut off').length;
  return { kind: ran * 2 >= counted.length ? 'reliable' : 'unreliable', woken: counted.length, ran };
}
