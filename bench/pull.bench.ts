import type { OfflineProfile } from '../src/core/profile.ts';
import type { FetchInit } from '../src/service/fetcher.ts';
import type { ServiceClient } from '../src/service/service-client.ts';
import type { SyncParts } from '../src/sync/parts.ts';
import { never } from '../tests/service/client-under-test.ts';
import { type EmbeddedService, startEmbeddedService } from '../tests/service/start-embedded-service.ts';
import { changeOf } from '../tests/service/work-orders.ts';
import { Device, edit, wake } from '../tests/sync/device.ts';
import { type Figure, figure } from './figure.ts';

const table = 'msdyn_workorder';
const changes = 10;
const minute = 60_000;
/** So that there are 100,000 work orders. */
const scale = Number(process.env['BENCH_ROWS'] ?? 100_000) / 30_000;

const profile: OfflineProfile = {
  kind: 'tables',
  otherTables: 'none',
  tables: [{ name: table, columns: 'all', filter: 'createdon ge 1900-01-01T00:00:00Z', intervalMs: null }],
};

/** Bytes and requests since they were last taken; headers are counted as HTTP/1.1 writes them, the address included. */
class Wire {
  requests = 0;
  bytes = 0;

  async count(url: string, init: FetchInit, answer: Promise<Response>): Promise<Response> {
    const response = await answer;
    const body = await response.clone().text();
    const headers = [...Object.entries(init.headers), ...response.headers].map(([name, value]) => name + value);
    this.requests += 1;
    this.bytes += url.length + (init.body?.length ?? 0) + body.length + headers.join('').length + 4 * headers.length;
    return response;
  }

  take(): { readonly requests: number; readonly bytes: number } {
    const taken = { requests: this.requests, bytes: this.bytes };
    this.requests = 0;
    this.bytes = 0;
    return taken;
  }
}

/** The engine on a simulated clock against the embedded service, which is really asked, in one process. */
export async function measurePull(): Promise<readonly Figure[]> {
  const wire = new Wire();
  const service = await startEmbeddedService(
    { requests: 1_000_000, seconds: 1_000_000 },
    { scale, onRequest: (url, init, answer) => wire.count(url, init, answer) },
  );
  const figures = [
    // First, while the newest stamps are the data's own: rows within the overlap behind them come once more.
    ...(await measureOne(service, wire, 'watermark without a Date', profile)),
    ...(await measureOne(service, wire, 'delta link')),
    ...(await measureIdle(service, wire)),
  ];
  await service.close();
  return figures;
}

async function deviceOf(service: EmbeddedService, database: string, wanted?: OfflineProfile) {
  const client = await service.clientFor('dana', 1_000);
  const device = new Device();
  device.timers.clock.advance(Date.now() - device.timers.clock.now());
  const parts: SyncParts = {
    ...device.openContext(database),
    service: client,
    profile: async () =>
      wanted ?? { ...profile, tables: [{ name: table, columns: 'all', filter: null, intervalMs: null }] },
  };
  await wake(parts, 'signed in');
  return { client, device, parts };
}

async function measureOne(service: EmbeddedService, wire: Wire, by: string, wanted?: OfflineProfile) {
  const { client, device, parts } = await deviceOf(service, `bench ${by}`, wanted);
  const pull = async () => {
    await device.timers.advance(11 * minute);
    wire.take();
    await wake(parts, 'interval');
    return wire.take();
  };
  await pull();
  const quiet = await pull();
  await change(client, parts);
  wire.take();
  const some = await pull();
  const began = performance.now();
  const [row] = await someRows(parts, 1);
  await edit(device, parts, { kind: 'update', table, key: row ?? '', values: { msdyn_name: 'Edited on this device' } });
  await device.timers.advance(1);
  await wake(parts, 'edit');
  const took = performance.now() - began;
  const seen = (await parts.store.facts()).deliveries[0]?.seenBackAt != null;
  if (!seen) throw new Error('the edit was not seen back');
  const of = `of 100,000 rows, by ${by}`;
  return [
    figure(`bytes on the wire of a pull with nothing new, ${of}`, 'bytes', [quiet.bytes]),
    figure(`bytes on the wire of a pull with 10 changed rows, ${of}`, 'bytes', [some.bytes]),
    figure(`from the edit to its row seen back, one machine, ${of}`, 'ms', [took]),
  ];
}

async function someRows(parts: SyncParts, count: number): Promise<readonly string[]> {
  const view = await parts.store.openView({ table, sortColumn: 'createdon', direction: 'ascending', search: '' });
  const rows = await view.window(0, count);
  view.close();
  return rows.map(({ key }) => key);
}

async function change(client: ServiceClient, parts: SyncParts): Promise<void> {
  const definition = (await parts.store.tables()).find(({ name }) => name === table);
  if (definition === undefined) throw new Error('no work orders');
  for (const key of await someRows(parts, changes)) {
    const row = await client.row({ table, key: key as never }, definition, never);
    if (!row.ok || row.value === null) throw new Error('no row');
    const values = { msdyn_name: 'Changed by somebody else' };
    const sent = changeOf({ table, key: row.value.key, baseETag: row.value.etag, values });
    if (!(await client.send(sent, definition, never)).ok) throw new Error('not changed');
  }
}

/** All six tables of the demo for an hour in which nothing happens, after some quiet hours. */
async function measureIdle(service: EmbeddedService, wire: Wire): Promise<readonly Figure[]> {
  const client = await service.clientFor('tom', 1_000);
  const device = new Device();
  device.timers.clock.advance(Date.now() - device.timers.clock.now());
  const parts: SyncParts = { ...device.openContext('bench idle'), service: client };
  await wake(parts, 'signed in');
  const hours: number[] = [];
  for (let hour = 0; hour < 5; hour += 1) {
    wire.take();
    for (let at = 0; at < 60; at += 1) {
      await device.timers.advance(minute);
      await wake(parts, 'interval');
    }
    hours.push(wire.take().requests);
  }
  return [
    figure(
      'requests in an hour with nothing new, six tables every five minutes, by watermark',
      'requests',
      hours.slice(1),
    ),
  ];
}
