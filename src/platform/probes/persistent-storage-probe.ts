import type { Probe } from './probe.ts';

/** Asks whether the browser spares this origin's storage from eviction. Asking *for* it is a person's moment, not a probe's. */
export function createPersistentStorageProbe(isPersisted: (() => Promise<boolean>) | null): Probe {
  return {
    capability: 'persistent storage',
    async run() {
      if (isPersisted === null) return { result: 'no', code: 'absent', evidence: 'no navigator.storage.persisted' };
      return (await isPersisted())
        ? { result: 'yes', code: 'works', evidence: 'persisted() is true' }
        : { result: 'no', code: 'refused', evidence: 'persisted() is false' };
    },
  };
}
