import { describeError, type Probe } from './probe.ts';
import type { FindRegistration } from './registration-part.ts';

/** A tag of its own: nobody listens for it, so that probing rings no doorbell. */
export const probeTag = 'landfall:probe';

/**
 * Registers, and asks for the tags. Being listed is evidence and no condition: online, the event fires within
 * milliseconds and takes the tag off the list (docs/facts/platform.md §1.2).
 */
export function createBackgroundSyncProbe(find: FindRegistration): Probe {
  return {
    capability: 'background sync',
    async run() {
      const registration = find === null ? undefined : await find();
      if (registration === undefined) return { result: 'no', code: 'no service worker', evidence: 'not registered' };
      const { sync } = registration;
      if (sync === undefined) return { result: 'no', code: 'absent', evidence: 'no registration.sync' };
      if (registration.active === null) {
        return { result: 'unknown', code: 'not yet', evidence: 'registration.sync is there, no active worker' };
      }
      try {
        await sync.register(probeTag);
        const tags = await sync.getTags();
        const listed = tags.includes(probeTag) ? 'listed' : 'already fired';
        return { result: 'yes', code: 'works', evidence: `registered ${probeTag}, ${listed}` };
      } catch (error) {
        return { result: 'no', code: 'refused', evidence: describeError(error) };
      }
    },
  };
}
