import { parseToServiceWorker } from '../src/messages/to-service-worker.ts';
import type { Drain } from './drain.ts';

/** What pages ask for; see `ToServiceWorker`. */
export function answerPage(scope: ServiceWorkerGlobalScope, event: ExtendableMessageEvent, drain: Drain): void {
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
async function takeOver(scope: ServiceWorkerGlobalScope, drain: Drain): Promise<void> {
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.some(({ visibilityState }) => visibilityState === 'visible')) return;
  await drain.run({ trigger: 'handover', isLastChance: false });
}
