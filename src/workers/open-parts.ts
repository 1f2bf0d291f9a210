import { listeners } from '../core/listeners.ts';
import { profileOf } from '../core/profile.ts';
import type { OpenDatabase } from '../messages/data-calls.ts';
import { createBroadcastHints } from '../platform/browser/both/broadcast-hints.ts';
import { leaseOnlyLocks } from '../platform/browser/both/lease-only-locks.ts';
import { systemClock } from '../platform/browser/both/system-clock.ts';
import { systemNetwork } from '../platform/browser/both/system-network.ts';
import { systemRandom } from '../platform/browser/both/system-random.ts';
import { systemTimers } from '../platform/browser/both/system-timers.ts';
import { createWebLocks } from '../platform/browser/both/web-locks.ts';
import { createDeviceRegister, type DeviceRegister } from '../service/device-register.ts';
import { createODataClient } from '../service/odata-client.ts';
import type { ConnectionNews } from '../storage/dexie/connection.ts';
import { openDexieStore } from '../storage/dexie/dexie-store.ts';
import type { Directory } from '../storage/directory.ts';
import type { SyncParts } from '../sync/parts.ts';
import { createPushPace } from '../sync/push-pace.ts';
import { loadDialect } from './load-dialect.ts';

const requestTimeoutMs = 60_000;

/** `unreadable` grows as records are met that cannot be read. */
export type OpenedParts = SyncParts & { readonly register: DeviceRegister; readonly unreadable: readonly string[] };

export interface OpenWith {
  readonly directory: Directory;
  readonly reportConnection: (news: ConnectionNews) => void;
}

/** Opens the account's database and makes the engine's parts for this tab. */
export async function openParts(
  { account, locale, settings, seenIn }: OpenDatabase,
  { directory, reportConnection }: OpenWith,
): Promise<OpenedParts> {
  // Before the database: what fails here leaves none open.
  const dialect = await loadDialect(account.environment, account.person);
  const unreadable: string[] = [];
  const store = await openDexieStore({
    name: account.database,
    hints: createBroadcastHints(account.database),
    newId: systemRandom.uuid,
    locale,
    seenIn,
    reportUnreadable: ({ store: name, record }) => unreadable.push(`${name}: ${record}`),
    reportConnection,
  });
  const heard = listeners();
  const service = createODataClient({
    environment: account.environment,
    dialect,
    portionRows: account.environment.portionRows ?? settings.portionRows,
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
  const locks = 'locks' in navigator ? createWebLocks(navigator.locks) : leaseOnlyLocks;
  return {
    store,
    service,
    register,
    locks,
    network: systemNetwork,
    clock: systemClock,
    timers: systemTimers,
    random: systemRandom,
    profile: async () => profileOf(account.environment, await directory.environments()),
    heard: heard.listen,
    pace: createPushPace(),
    unreadable,
  };
}
