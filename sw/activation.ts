import type { Doorbell } from '../src/platform/platform.ts';

/**
 * Takes over the pages, and rings: what the service worker before this one let lie, because a newer build had used its
 * databases, is found by the wake. Refused where no window is left; the next page rings then.
 *
 * The ring is not waited for: Chromium answers it once the service worker is active, and while it is not, the pages that
 * load anew wait for it.
 */
export async function activate(clients: { claim(): Promise<void> }, doorbell: Pick<Doorbell, 'ring'>): Promise<void> {
  await clients.claim();
  void doorbell.ring();
}
