import { createBackgroundSyncProbe } from '../../probes/background-sync-probe.ts';
import { createBroadcastChannelProbe } from '../../probes/broadcast-channel-probe.ts';
import { createIndexedDbProbe } from '../../probes/indexeddb-probe.ts';
import { createPersistentStorageProbe } from '../../probes/persistent-storage-probe.ts';
import { createPresenceProbe } from '../../probes/presence-probe.ts';
import type { Probe } from '../../probes/probe.ts';
import { createServiceWorkerProbe } from '../../probes/service-worker-probe.ts';
import { createWebLocksProbe } from '../../probes/web-locks-probe.ts';
import { writeAndRead } from '../both/indexeddb-write-and-read.ts';
import { openChannel } from '../both/open-channel.ts';
import { systemRandom } from '../both/system-random.ts';
import { createWebLocks } from '../both/web-locks.ts';

/** Every probe, with the parts of this page's browser. Probe after the service worker was registered, and again when it is active. */
export function createPageProbes(): readonly Probe[] {
  const find = 'serviceWorker' in navigator ? () => navigator.serviceWorker.getRegistration() : null;
  const locks = 'locks' in navigator ? createWebLocks(navigator.locks) : null;
  const canSave = typeof indexedDB !== 'undefined';
  const canBroadcast = typeof BroadcastChannel !== 'undefined';
  const canAsk = navigator.storage?.persisted !== undefined;
  return [
    createServiceWorkerProbe(find),
    createBackgroundSyncProbe(find),
    createWebLocksProbe(locks, systemRandom),
    createIndexedDbProbe(canSave ? writeAndRead : null, systemRandom),
    createBroadcastChannelProbe(canBroadcast ? openChannel : null, systemRandom),
    createPersistentStorageProbe(canAsk ? () => navigator.storage.persisted() : null),
    createPresenceProbe('periodic sync', 'periodicSync', find),
    createPresenceProbe('push', 'pushManager', find),
  ];
}
