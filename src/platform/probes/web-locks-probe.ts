import type { Locks, Random } from '../platform.ts';
import type { Probe } from './probe.ts';

/** Takes a lock and sees that it cannot be had twice. */
export function createWebLocksProbe(locks: Locks | null, random: Random): Probe {
  return {
    capability: 'web locks',
    async run() {
      if (locks === null) return { result: 'no', code: 'absent', evidence: 'no navigator.locks' };
      const name = `landfall:probe:${random.uuid()}`;
      const second = await locks.request(name, { mode: 'wait' }, () =>
        locks.request(name, { mode: 'if available' }, async () => 'held twice' as const),
      );
      return second === 'unavailable'
        ? { result: 'yes', code: 'works', evidence: 'held once, refused to a second request' }
        : { result: 'no', code: 'failed', evidence: second };
    },
  };
}
