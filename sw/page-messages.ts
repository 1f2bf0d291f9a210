import { parseToServiceWorker } from '../src/messages/to-service-worker.ts';
import type { Drain } from './drain.ts';

/** What answering pages needs of a service worker. */
export interface PageScope {
  readonly clients: {
    matchAll(options: {
      readonly type: 'window';
      readonly includeUncontrolled: boolean;
    }): Promise<readonly { readonly visibilityState: string }[]>;
  };
  skipWaiting(): Promise<void>;
}

/** A message of a page, as it arrives. */
export interface PageMessage {
  readonly data: unknown;
  waitUntil(work: Promise<unknown>): void;
}

type Drains = Pick<Drain, 'run' | 'yieldToPage'>;

/** What pages ask for; see `ToServiceWorker`. */
export function answerPage(scope: PageScope, event: PageMessage, drain: Drains): void {
  const message = parseToServiceWorker(event.data);
  switch (message?.kind) {
    case 'handover':
      event.waitUntil(takeOver(scope, drain));
      return;
    case 'visible':
      drain.yieldToPage(message.database);
      return;
    case 'accept update':
      event.waitUntil(scope.skipWaiting());
      return;
  }
}

/** The cycle is for a visible window to go on with, if there is one; it looks by itself. */
async function takeOver(scope: PageScope, drain: Drains): Promise<void> {
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.some(({ visibilityState }) => visibilityState === 'visible')) return;
  await drain.run({ trigger: 'handover', isLastChance: false });
}
