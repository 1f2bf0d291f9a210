import * as v from 'valibot';

/**
 * What a page says to the service worker. Page and service worker may come from different builds: the version says
 * which words are known, and an unknown message is left alone.
 *
 * 1: handover, visible, accept update.
 */
export const serviceWorkerMessageVersion = 1;

export type ToServiceWorker =
  /** No window of the app is visible any more: go on with the cycle. */
  | { readonly version: 1; readonly kind: 'handover' }
  /** A window is visible again: end the slice at the next commit. */
  | { readonly version: 1; readonly kind: 'visible' }
  /** The person wants the new build now. */
  | { readonly version: 1; readonly kind: 'accept update' };

const shape = v.object({
  version: v.literal(serviceWorkerMessageVersion),
  kind: v.picklist(['handover', 'visible', 'accept update']),
});

/** The message, or null for one that is not ours or from a build we do not know. */
export function parseToServiceWorker(message: unknown): ToServiceWorker | null {
  const parsed = v.safeParse(shape, message);
  return parsed.success ? parsed.output : null;
}
