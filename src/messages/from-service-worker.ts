import * as v from 'valibot';

/**
 * What the service worker says to pages. They may come from different builds: the version says which words are known,
 * and an unknown message is left alone.
 *
 * 1: too old.
 */
export const fromServiceWorkerVersion = 1;

/** The databases of this device were used by a newer build than this service worker's: it leaves them alone. */
export interface FromServiceWorker {
  readonly version: 1;
  readonly kind: 'too old';
}

const shape = v.object({ version: v.literal(fromServiceWorkerVersion), kind: v.literal('too old') });

/** The message, or null for one that is not ours or from a build we do not know. */
export function parseFromServiceWorker(message: unknown): FromServiceWorker | null {
  const parsed = v.safeParse(shape, message);
  return parsed.success ? parsed.output : null;
}
