import type { ChromiumBrowser } from './chromium.ts';

/** What Chromium says it did about Background Sync: registered, dispatched, failed, completed. */
export interface SyncEvent {
  readonly name: string;
  readonly origin: string;
  /** The tag. */
  readonly instance: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface SyncWatch {
  readonly events: readonly SyncEvent[];
  /** Resolves with the first event, of those that came since the watch began, that the test accepts. */
  waitFor(accept: (event: SyncEvent, all: readonly SyncEvent[]) => boolean, deadlineMs?: number): Promise<SyncEvent>;
}

/** Observes Background Sync of the whole profile from the blank window, so also when no page of the app is open. */
export async function watchBackgroundSync(browser: ChromiumBrowser): Promise<SyncWatch> {
  const session = await browser.cdp();
  const events: SyncEvent[] = [];
  const waiting = new Set<() => void>();
  session.on('BackgroundService.backgroundServiceEventReceived', ({ backgroundServiceEvent: event }) => {
    const metadata = Object.fromEntries(event.eventMetadata.map(({ key, value }) => [key, value]));
    events.push({ name: event.eventName, origin: event.origin, instance: event.instanceId, metadata });
    for (const look of waiting) look();
  });
  await session.send('BackgroundService.clearEvents', { service: 'backgroundSync' });
  await session.send('BackgroundService.startObserving', { service: 'backgroundSync' });
  await session.send('BackgroundService.setRecording', { shouldRecord: true, service: 'backgroundSync' });
  return {
    events,
    waitFor: (accept, deadlineMs = 30_000) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = events.find((event) => accept(event, events));
          if (found === undefined) return;
          waiting.delete(look);
          clearTimeout(limit);
          resolve(found);
        };
        const limit = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`no such sync event in ${deadlineMs} ms; there were: ${JSON.stringify(events)}`));
        }, deadlineMs);
        waiting.add(look);
        look();
      }),
  };
}

/**
 * How many windows of this origin there are: as the browser counts its pages, and, if a service worker runs, as that
 * counts its clients.
 */
export async function windowsOf(
  browser: ChromiumBrowser,
  origin: string,
): Promise<{ readonly pages: number; readonly clients: number | null }> {
  const pages = browser.context.pages().filter((page) => page.url().startsWith(origin)).length;
  const worker = browser.context.serviceWorkers().find((one) => one.url().startsWith(origin));
  const clients = await worker?.evaluate(async () => {
    const scope = globalThis as unknown as { clients: { matchAll(options: object): Promise<readonly unknown[]> } };
    return (await scope.clients.matchAll({ includeUncontrolled: true, type: 'window' })).length;
  });
  return { pages, clients: clients ?? null };
}
