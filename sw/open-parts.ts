import { listeners } from '../src/core/listeners.ts';
import { profileOf } from '../src/core/profile.ts';
import type { Account, Environment } from '../src/core/session.ts';
import type { BrowserSeen } from '../src/core/wake.ts';
import { createBroadcastHints } from '../src/platform/browser/both/broadcast-hints.ts';
import { systemClock } from '../src/platform/browser/both/system-clock.ts';
import { systemNetwork } from '../src/platform/browser/both/system-network.ts';
import { systemRandom } from '../src/platform/browser/both/system-random.ts';
import { systemTimers } from '../src/platform/browser/both/system-timers.ts';
import { createWebLocks } from '../src/platform/browser/both/web-locks.ts';
import { createDeviceRegister, type DeviceRegister } from '../src/service/device-register.ts';
import { dialectFor } from '../src/service/dialects/dialect-for.ts';
import { createODataClient } from '../src/service/odata-client.ts';
import { openDexieDirectory } from '../src/storage/dexie/dexie-directory.ts';
import { openDexieStoreWithoutViews } from '../src/storage/dexie/dexie-store.ts';
import type { SyncParts } from '../src/sync/parts.ts';
import { createPushPace } from '../src/sync/push-pace.ts';

/** Fewer than on a page: a slice may be cut off anywhere, and what did not land is fetched again. */
const portionRows = 1_000;

const requestTimeoutMs = 30_000;

/** Opens one account's database and makes the engine's parts for it. */
export async function openParts(
  account: Account,
  seenIn: BrowserSeen,
): Promise<SyncParts & { readonly register: DeviceRegister }> {
  const store = await openDexieStoreWithoutViews({
    name: account.database,
    hints: createBroadcastHints(account.database),
    newId: systemRandom.uuid,
    seenIn,
  });
  const heard = listeners();
  const service = createODataClient({
    environment: account.environment,
    dialect: dialectFor(account.environment, account.person),
    portionRows: account.environment.portionRows ?? portionRows,
    knownTables: () => store.tables(),
    fetcher: (url, init) => fetch(url, init),
    token: async () => (await store.session())?.token ?? null,
    clock: systemClock,
    timers: systemTimers,
    requestTimeoutMs,
    heard: heard.tell,
  });
  const register = createDeviceRegister({
    environment: account.environment,
    origin: location.origin,
    fetcher: (url, init) => fetch(url, init),
    token: async () => (await store.session())?.token ?? null,
  });
  const locks = createWebLocks(navigator.locks);
  return {
    store,
    service,
    register,
    locks,
    network: systemNetwork,
    clock: systemClock,
    timers: systemTimers,
    random: systemRandom,
    profile: async () => profileOf(account.environment, await heardEnvironments()),
    heard: heard.listen,
    pace: createPushPace(),
  };
}

async function heardEnvironments(): Promise<readonly Environment[]> {
  const directory = openDexieDirectory();
  try {
    return await directory.environments();
  } finally {
    directory.close();
  }
}
