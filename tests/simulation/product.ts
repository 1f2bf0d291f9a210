import { listeners } from '../../src/core/listeners.ts';
import type { Account } from '../../src/core/session.ts';
import type { BrowserSeen } from '../../src/core/wake.ts';
import { leaseOnlyLocks } from '../../src/platform/browser/both/lease-only-locks.ts';
import { dialectFor } from '../../src/service/dialects/dialect-for.ts';
import { createODataClient } from '../../src/service/odata-client.ts';
import { RecordStore } from '../../src/storage/record-store.ts';
import { liveViews } from '../../src/storage/views/live-views.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { createPushPace } from '../../src/sync/push-pace.ts';
import type { Context } from './context.ts';
import { simulatedDatabase } from './database.ts';
import type { Device } from './device.ts';
import { simulatedLocks } from './locks.ts';
import { simulatedFetcher } from './network.ts';

export const seenIn: BrowserSeen = { browserMajor: 140, install: 'installed' };

/** Milliseconds of silence after which a request is broken off: as the two hosts have it. */
const timeouts = { 'data worker': 60_000, 'service worker': 30_000 };

/** The engine's parts for one context: the real store and the real client, on a disk, a wire and a clock of the world. */
export async function openParts(
  device: Device,
  context: Context,
  opening: { readonly account: Account; readonly host: keyof typeof timeouts },
): Promise<SyncParts> {
  const { account, host } = opening;
  const { world } = device;
  const disk = device.disk(account);
  const database = simulatedDatabase({
    context,
    disk,
    onCommit: (committed) => device.oracle.committed(committed),
    die: () => device.end(context),
  });
  const store = new RecordStore(database, liveViews(database, 'en'), {
    name: account.database,
    hints: device.channel(account.database).open(context),
    newId: () => world.choices.uuid(),
    seenIn,
  });
  await store.identity();
  const heard = listeners();
  const clock = { now: () => Math.round(world.now + device.clockOffMs) };
  const service = createODataClient({
    environment: account.environment,
    dialect: dialectFor(account.environment, account.person),
    portionRows: account.environment.portionRows ?? 1_000,
    knownTables: () => store.tables(),
    fetcher: simulatedFetcher({
      context,
      line: () => device.line,
      service: device.service,
      tap: device.oracle.tap(device, context, disk),
      die: () => device.end(context),
    }),
    token: async () => (await store.session())?.token ?? null,
    clock,
    timers: context.timers,
    requestTimeoutMs: timeouts[host],
    heard: heard.tell,
  });
  return {
    store,
    service,
    locks: device.settings.hasWebLocks ? simulatedLocks(context, device.locks) : leaseOnlyLocks,
    network: { isSurelyOffline: () => device.line === 'cut' },
    clock,
    timers: context.timers,
    random: { uuid: () => world.choices.uuid(), fraction: () => world.choices.fraction() },
    heard: heard.listen,
    pace: createPushPace(),
  };
}
