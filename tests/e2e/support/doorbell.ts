import { expect } from 'vitest';
import { type SyncEvent, type SyncWatch, windowsOf } from '../../browsers/background-sync.ts';
import type { ChromiumBrowser } from '../../browsers/chromium.ts';

/** The tag that wakes the service worker; the app also registers one to probe with, which wakes nothing. */
const tag = 'workbox-background-sync:landfall';

const isDoorbell = (event: SyncEvent) => event.instance === tag;

export function doorbellEvents(events: readonly SyncEvent[]): readonly SyncEvent[] {
  return events.filter(isDoorbell);
}

function dispatches(events: readonly SyncEvent[]): readonly SyncEvent[] {
  return doorbellEvents(events).filter(({ name }) => name === 'Dispatched sync event');
}

/** Whether the last that happened is that the browser's last try failed. */
export function hasGivenUp(events: readonly SyncEvent[]): boolean {
  const isLastTry = dispatches(events).at(-1)?.metadata['Last Chance'] === 'Yes';
  const last = doorbellEvents(events).at(-1);
  return isLastTry && last?.name !== 'Dispatched sync event' && last?.name !== 'Registered sync';
}

/**
 * Closes every page of the app; what is returned resolves once the browser has fired the doorbell after that, and the
 * service worker said that nothing is left. No window of the app was there meanwhile.
 */
export async function closeEveryPage(
  browser: ChromiumBrowser,
  watch: SyncWatch,
  origin: string,
): Promise<{ readonly drained: () => Promise<void> }> {
  await browser.closeAllAppPages();
  const closedAt = watch.events.length;
  expect((await windowsOf(browser, origin)).pages).toBe(0);
  return {
    drained: async () => {
      await watch.waitFor(
        (event, all) => isDoorbell(event) && event.name === 'Sync completed' && all.indexOf(event) >= closedAt,
        90_000,
      );
      const since = watch.events.slice(closedAt);
      expect(dispatches(since).length).toBeGreaterThan(0);
      expect(since.filter(({ name }) => name === 'Sync completed').at(-1)?.metadata).toEqual({ Status: 'succeeded' });
      expect(await windowsOf(browser, origin)).toEqual({ pages: 0, clients: 0 });
    },
  };
}
