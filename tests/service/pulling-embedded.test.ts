import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OfflineProfile } from '../../src/core/profile.ts';
import type { ServiceClient } from '../../src/service/service-client.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { baseRows, Device, wake } from '../sync/device.ts';
import { never } from './client-under-test.ts';
import { type EmbeddedService, startEmbeddedService } from './start-embedded-service.ts';
import { changeOf } from './work-orders.ts';

const minute = 60_000;
const workOrder = 'msdyn_workorder';
let service: EmbeddedService;

beforeAll(async () => {
  service = await startEmbeddedService();
}, 120_000);
afterAll(() => service?.close());

const filter = "msdyn_priority eq 192350000 and contains(msdyn_name,'0')";
const profile: OfflineProfile = {
  kind: 'tables',
  otherTables: 'none',
  tables: [{ name: workOrder, columns: 'all', filter, intervalMs: null }],
};

/** A device of a person, against the service in this process; its clock runs with ours. */
async function deviceOf(name: string, wanted?: OfflineProfile) {
  const client = await service.clientFor(name);
  const device = new Device();
  device.timers.clock.advance(Date.now() - device.timers.clock.now());
  const parts: SyncParts = {
    ...device.openContext(`landfall:demo:${name}`),
    service: client,
    ...(wanted && { profile: async () => wanted }),
  };
  await wake(parts, 'signed in');
  return { client, device, parts };
}

/** Every row that the person's client is given, in one go, with the filter that the table has on the device. */
async function answerOf(client: ServiceClient, parts: SyncParts, name: string) {
  const table = (await parts.store.tables()).find((one) => one.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  const values: Record<string, unknown> = {};
  let portion = await client.readFirst(table, 'full read', never);
  for (;;) {
    if (!portion.ok) throw new Error(portion.failure.message);
    for (const row of portion.value.rows) values[row.key] = row.values;
    if (portion.value.next === null) return values;
    portion = await client.readOn(table, portion.value.next, never);
  }
}

async function sameAsService({ client, parts }: { client: ServiceClient; parts: SyncParts }, name = workOrder) {
  const rows = await baseRows(parts, name, 'msdyn_name');
  expect(Object.keys(rows).length).toBeGreaterThan(0);
  expect(rows).toEqual(await answerOf(client, parts, name));
}

const positionOf = async (parts: SyncParts, name = workOrder) => (await parts.store.checkpoint(name))?.position;

describe('pulling from the embedded service', () => {
  test('a dispatcher follows delta links', async () => {
    const dana = await deviceOf('dana');
    expect((await positionOf(dana.parts))?.kind).toBe('following');
    await sameAsService(dana);
  });

  test('a technician, whose tracking is refused, watches what changes and compares keys', async () => {
    const tom = await deviceOf('tom');
    const dana = await service.clientFor('dana');
    expect(await positionOf(tom.parts)).toMatchObject({ kind: 'watching', watermark: { serviceAt: null } });
    await sameAsService(tom);
    const table = (await tom.parts.store.tables()).find(({ name }) => name === workOrder);
    const [key, gone] = Object.keys(await baseRows(tom.parts, workOrder, 'msdyn_name'));
    if (table === undefined || key === undefined || gone === undefined) throw new Error('nothing to change');
    for (const [kind, of, values] of [
      ['update', key, { msdyn_name: 'Changed by Dana' }],
      ['delete', gone, {}],
    ] as const) {
      const row = await dana.row({ table: workOrder, key: of as never }, table, never);
      if (!row.ok || row.value === null) throw new Error('no row');
      const change = changeOf({ table: workOrder, key: row.value.key, kind, baseETag: row.value.etag, values });
      expect(await dana.send(change, table, never)).toMatchObject({ ok: true });
    }
    await tom.device.timers.advance(10 * minute);
    await wake(tom.parts, 'interval');
    expect((await baseRows(tom.parts, workOrder, 'msdyn_name'))[key]).toMatchObject({ msdyn_name: 'Changed by Dana' });
    await tom.device.timers.advance(60 * minute);
    await wake(tom.parts, 'interval');
    await sameAsService(tom);
  });

  test('a dispatcher with a filter watches its rows alone; a row that leaves it leaves the device', async () => {
    const dana = await deviceOf('dana', profile);
    expect((await dana.parts.store.tables()).map(({ name }) => name)).toEqual([workOrder]);
    expect((await positionOf(dana.parts))?.kind).toBe('watching');
    await sameAsService(dana);
    const [table] = await dana.parts.store.tables();
    const [key] = Object.keys(await baseRows(dana.parts, workOrder, 'msdyn_name'));
    const row = table && (await dana.client.row({ table: workOrder, key: key as never }, table, never));
    if (!row?.ok || row.value === null || table === undefined) throw new Error('no row');
    const values = { msdyn_priority: 192350001 };
    const change = changeOf({ table: workOrder, key: row.value.key, baseETag: row.value.etag, values });
    expect(await dana.client.send(change, table, never)).toMatchObject({ ok: true });
    await wake(dana.parts, 'sync now');
    expect(await baseRows(dana.parts, workOrder, 'msdyn_name')).not.toHaveProperty(key ?? '');
    await sameAsService(dana);
  });

  test('a filter that the service does not understand is told with its words, and holds up nothing else', async () => {
    const broken: OfflineProfile = {
      kind: 'tables',
      otherTables: 'none',
      tables: [
        { name: workOrder, columns: 'all', filter: 'nonsense eq 1', intervalMs: null },
        { name: 'account', columns: ['name'], filter: null, intervalMs: null },
      ],
    };
    const { parts } = await deviceOf('dana', broken);
    const facts = await parts.store.facts();
    expect(facts.wakes[0]?.problem).toMatch(/^Work Orders: .*nonsense/);
    expect(facts.rowCounts['account']).toBeGreaterThan(0);
  });

  test('the state of the definitions has a name', async () => {
    const client = await service.clientFor('tom');
    const version = await client.definitionsVersion(never);
    expect(version).toMatchObject({ ok: true, value: expect.stringMatching(/^\d+$/) });
  });
});
