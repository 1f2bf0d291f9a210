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
  /** A window of this database (null: of any) is visible and takes over: end its slice at the next commit. */
  | { readonly version: 1; readonly kind: 'visible'; readonly database: string | null }
  /** The person wants the new build now. */
  | { readonly version: 1; readonly kind: 'accept update' };

const version = v.literal(serviceWorkerMessageVersion);
const shape = v.variant('kind', [
  v.object({ version, kind: v.literal('handover') }),
  v.object({ version, kind: v.literal('visible'), database: v.nullable(v.string()) }),
  v.object({ version, kind: v.literal('accept update') }),
]);

/** The message, or null for one that is not ours or from a build we do not know. */
export function parseToServiceWorker(message: unknown): ToServiceWorker | null {
  const parsed = v.safeParse(shape, message);
  return parsed.success ? parsed.output : null;
}
