import { describeError, type Probe } from './probe.ts';
import type { FindRegistration } from './registration-part.ts';

/** There is a service worker, and it is active. */
export function createServiceWorkerProbe(find: FindRegistration): Probe {
  return {
    capability: 'service worker',
    async run() {
      if (find === null) return { result: 'no', code: 'absent', evidence: 'no navigator.serviceWorker' };
      let registration: Awaited<ReturnType<typeof find>>;
      try {
        registration = await find();
      } catch (error) {
        return { result: 'no', code: 'refused', evidence: describeError(error) };
      }
      if (registration === undefined) return { result: 'no', code: 'refused', evidence: 'not registered' };
      if (registration.active !== null) {
        return { result: 'yes', code: 'works', evidence: `active worker is ${registration.active.state}` };
      }
      return { result: 'unknown', code: 'not yet', evidence: 'registered, no active worker' };
    },
  };
}
