import { parseToServiceWorker } from '../src/messages/to-service-worker.ts';
import type { Drain } from './drain.ts';

/** What pages ask for; see `ToServiceWorker`. */
export function answerPage(scope: ServiceWorkerGlobalScope, event: ExtendableMessageEvent, drain: Drain): void {
  const message = parseToServiceWorker(event.data);
  switch (message?.kind) {
    case 'handover':
      event.waitUntil(drain.run({ trigger: 'handover', isLastChance: false }));
      return;
    case 'visible':
      drain.yieldToPage();
      return;
    case 'accept update':
      event.waitUntil(scope.skipWaiting());
      return;
  }
}
