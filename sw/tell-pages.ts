import { type FromServiceWorker, fromServiceWorkerVersion } from '../src/messages/from-service-worker.ts';

/** As much of the service worker's clients as telling them needs. */
export interface Pages {
  matchAll(options: {
    readonly type: 'window';
    readonly includeUncontrolled: boolean;
  }): Promise<readonly { postMessage(message: FromServiceWorker): void }[]>;
}

/** Tells every window of the app. */
export async function tellPages(pages: Pages, kind: FromServiceWorker['kind']): Promise<void> {
  const windows = await pages.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of windows) page.postMessage({ version: fromServiceWorkerVersion, kind });
}
