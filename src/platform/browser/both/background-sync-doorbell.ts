import { doorbellTag } from '../../doorbell-tag.ts';
import type { Doorbell } from '../../platform.ts';
import type { SyncRegistration } from './sync-registration.ts';

/**
 * Registers Workbox's tag directly and believes the outcome, because Workbox's own `registerSync()` swallows every error
 * (workbox-background-sync 7.4.1, Queue.ts). `getTags()` is no proof of a registration inside a `sync` event: there it
 * lists the firing tag even when registering was refused.
 */
export function createBackgroundSyncDoorbell(find: () => Promise<SyncRegistration | undefined>): Doorbell {
  return {
    async ring() {
      const sync = (await find())?.sync;
      if (sync === undefined) return 'absent';
      try {
        await sync.register(doorbellTag);
        return 'registered';
      } catch {
        // NotAllowedError: the person or the browser forbids it. InvalidAccessError: no window is open.
        // InvalidStateError: the service worker is not active yet. UnknownError: private mode.
        return 'refused';
      }
    },
    async isRung() {
      const sync = (await find())?.sync;
      if (sync === undefined) return false;
      try {
        return (await sync.getTags()).includes(doorbellTag);
      } catch {
        return false;
      }
    },
  };
}
