import { Queue } from 'workbox-background-sync';
import type { Trigger } from '../src/core/wake.ts';
import { doorbellName, doorbellTag } from '../src/platform/doorbell-tag.ts';
import type { Doorbell } from '../src/platform/platform.ts';
import type { Drain, Drained } from './drain.ts';

/** Lib.webworker has no Background Sync. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
  readonly lastChance: boolean;
}

/**
 * Workbox rings, Dexie holds the mail: no request is ever put into the Queue, which would delete before it sends, take
 * a 500 for success and forget after a week. It is used for the sync tag, for waking, and for calling once at worker
 * start where the browser has no Background Sync. Construct it last: there it calls back from within its constructor.
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
    onSync: () => (hasBackgroundSync ? onSync(drain, doorbell, isLastChance) : atWorkerStart(drain)),
  });
}

async function onSync(drain: Drain, doorbell: Doorbell, isLastChance: boolean): Promise<void> {
  const trigger: Trigger = 'background sync';
  const drained = await drain.run({ trigger, isLastChance });
  if (!drained.isWorkLeft) return;
  if (drained.hasProgress && (await ringsAgain(doorbell))) return;
  throw new Error(`work is left: ${drained.problem}`);
}

/**
 * Registering while the event fires makes it fire again at once with its tries renewed: right after progress, a hot
 * loop without. Refused when no window is left: then the rejection uses the tries that remain.
 */
async function ringsAgain(doorbell: Doorbell): Promise<boolean> {
  return (await doorbell.ring()) === 'registered';
}

/** Nothing waits for this and the browser may stop it anywhere: it only begins what can be cut off. */
async function atWorkerStart(drain: Drain): Promise<void> {
  await drain.run({ trigger: 'worker start', isLastChance: false }).catch((): Drained | null => null);
}
