import { Queue } from 'workbox-background-sync';
import { doorbellName, doorbellTag } from '../src/platform/doorbell-tag.ts';
import type { Doorbell } from '../src/platform/platform.ts';
import type { Drain } from './drain.ts';
import { answerRing } from './ring.ts';

/** Lib.webworker has no Background Sync. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
  readonly lastChance: boolean;
}

/**
 * Workbox rings, Dexie holds the mail: no request is ever put into the Queue, which would delete before it sends, take
 * a 500 for success and forget after a week. It is used for the sync tag and for waking. Where the browser has no
 * Background Sync it calls back at each worker start, from within its constructor: a page opens then, whose data worker
 * sends. A cycle here would take the right from it, and be cut off with this worker, which nothing keeps alive.
 */
export function answerDoorbell(scope: ServiceWorkerGlobalScope, drain: Drain, doorbell: Doorbell): void {
  let isLastChance = false;
  // Workbox does not pass the event on. This listener is added first, so it runs before Workbox's.
  scope.addEventListener('sync' as keyof ServiceWorkerGlobalScopeEventMap, (event) => {
    const sync = event as Event as SyncEvent;
    if (sync.tag === doorbellTag) isLastChance = sync.lastChance;
  });
  const hasBackgroundSync = 'sync' in scope.registration;
  new Queue(doorbellName, {
    onSync: async () => {
      if (hasBackgroundSync) await answerRing(drain, doorbell, isLastChance);
    },
  });
}
