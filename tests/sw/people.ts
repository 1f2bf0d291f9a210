import { type Account, databaseName } from '../../src/core/session.ts';
import { MemoryDirectory } from '../../src/storage/memory-directory.ts';
import type { Store } from '../../src/storage/store.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { Drain } from '../../sw/drain.ts';
import { deferred } from '../fakes/deferred.ts';
import { FakeRegister } from '../fakes/device-register.ts';
import { Device, wake } from '../sync/device.ts';
import { hangingStore } from '../sync/stalled.ts';

const environment = { id: 'demo', name: 'Demo', url: 'http://localhost/', dialect: 'dataverse' } as const;

export const ring = { trigger: 'background sync', isLastChance: false } as const;
export const handover = { trigger: 'handover', isLastChance: false } as const;

export function accountOf(name: string): Account {
  return { database: databaseName(environment.id, name), environment, person: { id: name, name } };
}

/**
 * People who are signed in, with their tables loaded, and the service worker they share. Each has a device of their own
 * here: what matters is that one drain serves them all.
 */
export async function setUp(names: readonly string[]) {
  const directory = new MemoryDirectory();
  const people = new Map<string, { device: Device; parts: SyncParts }>();
  for (const name of names) {
    const device = new Device();
    device.service.put('account', 'a', { accountid: 'a', name: 'Alpha' });
    const parts = device.openContext(accountOf(name).database);
    await parts.store.saveSession({ token: name, expiresAt: 0 });
    await wake(parts);
    people.set(name, { device, parts });
    await directory.saveAccount(accountOf(name));
  }
  const person = (name: string) => {
    const found = people.get(name);
    if (found === undefined) throw new Error(`nobody is called ${name}`);
    return found;
  };
  const timers = person(names[0] ?? '').device.timers;
  const hung = new Map<string, { readonly call: keyof Store; readonly reached: () => void }>();
  const register = new FakeRegister();
  const levers = {
    isToBeReplaced: false,
    /** How often the service worker found itself too old. */
    tooOld: 0,
    /** Opening this person's database fails so. */
    refuse: new Map<string, Error>(),
    /** The service worker's calls of this name, to this person's database, never settle. */
    hang(name: string, call: keyof Store): { readonly reached: Promise<void> } {
      const reached = deferred();
      hung.set(name, { call, reached: reached.resolve });
      return { reached: reached.promise };
    },
    recover: () => hung.clear(),
  };
  const drain = new Drain({
    openDirectory: () => directory,
    open: async (account) => {
      const refusal = levers.refuse.get(account.person.name);
      if (refusal !== undefined) throw refusal;
      const parts = { ...person(account.person.name).device.openContext(account.database), register };
      const hangs = hung.get(account.person.name);
      if (hangs === undefined) return parts;
      const hanging = hangingStore(parts.store);
      void hanging.hang(hangs.call).reached.then(hangs.reached);
      return { ...parts, store: hanging.store };
    },
    deviceName: 'Chrome on Linux',
    timers,
    isToBeReplaced: () => levers.isToBeReplaced,
    onTooOld: () => {
      levers.tooOld += 1;
    },
  });
  return { drain, person, timers, levers, register };
}
