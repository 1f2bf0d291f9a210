import { afterAll, beforeAll, expect, it } from 'vitest';
import { restoreBackup } from '../../server/backup/restore-backup.ts';
import { writeBackup } from '../../server/backup/write-backup.ts';
import type { RowKey } from '../../src/core/row.ts';
import type { ServiceClient } from '../../src/service/service-client.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { memoryFile } from '../server/ops/memory-file.ts';
import { baseRows, Device, edit, intervalMs, wake } from '../sync/device.ts';
import { never } from './client-under-test.ts';
import { type EmbeddedService, startEmbeddedService } from './start-embedded-service.ts';

const made = '99999999-2222-4333-8444-555555555555';

let service: EmbeddedService;
beforeAll(async () => {
  service = await startEmbeddedService();
}, 120_000);
afterAll(() => service.close());

/** The device of tests/sync, on the embedded service; `client` changes when the person signs in again. */
function deviceOn(client: { current: ServiceClient }): { device: Device; parts: SyncParts } {
  const device = new Device();
  const through: ServiceClient = new Proxy(device.service, {
    get: (_, name: keyof ServiceClient) => client.current[name],
  });
  return { device, parts: { ...device.openContext(), service: through } };
}

it('backup, edits, restore: the app notices, reads anew, offers what is missing, and it arrives once', async () => {
  const client = { current: await service.clientFor('dana') };
  const { device, parts } = deviceOn(client);
  await wake(parts, 'signed in');
  const [changed = '', deleted = ''] = Object.keys(await baseRows(parts, 'account', 'name'));
  const backup = memoryFile();
  await writeBackup(service.database, backup, Date.now);

  await edit(device, parts, { kind: 'create', key: made, values: { name: 'Made after the backup' } });
  await edit(device, parts, { kind: 'update', key: changed, values: { name: 'Renamed' } });
  await edit(device, parts, { kind: 'update', key: changed, values: { name: 'Renamed again', telephone1: '1' } });
  await wake(parts, 'edit');
  await edit(device, parts, { kind: 'delete', key: deleted });
  await wake(parts, 'edit');
  expect(await parts.store.outbox()).toEqual([]);

  await restoreBackup(service.database, backup.source);
  // Tokens are void after a restore: the person signs in again.
  await device.timers.advance(intervalMs);
  expect(await wake(parts, 'interval')).toMatchObject({ hindrance: { kind: 'sign in' } });
  client.current = await service.clientFor('dana');
  expect(await wake(parts, 'signed in')).toMatchObject({ end: 'finished' });
  const offered = await parts.store.outbox();
  expect(offered.map(({ kind, key, state }) => [kind, key, state])).toEqual(
    [
      ['create', made],
      ['update', changed],
      ['delete', deleted],
    ].map((one) => [...one, { kind: 'parked', why: 'missing after restore' }]),
  );
  expect((await parts.store.facts()).notices).toMatchObject([{ kind: 'service restored', missing: 3 }]);
  const accounts = (await parts.store.tables()).find(({ name }) => name === 'account');
  if (accounts === undefined) throw new Error('no accounts');
  const there = async (key: string) => {
    const read = await client.current.row({ table: 'account', key: key as RowKey }, accounts, never);
    return read.ok ? (read.value?.values['name'] ?? null) : read.failure;
  };
  await wake(parts, 'sync now');
  expect(await there(made)).toBeNull();
  expect(await there(deleted)).not.toBeNull();

  for (const { id } of offered) await parts.store.commitDecision(id, { kind: 'retry' });
  await wake(parts, 'edit');
  expect(await parts.store.outbox()).toEqual([]);
  expect([await there(made), await there(changed), await there(deleted)]).toEqual([
    'Made after the backup',
    'Renamed again',
    null,
  ]);
  // Nothing is left to offer, and nothing goes twice.
  const { deliveries } = await parts.store.facts();
  expect(deliveries.map(({ kind }) => kind).sort()).toEqual(['create', 'delete', 'update']);
  const [version] = await service.database.query('select ver from account where accountid = $1::uuid', [changed]);
  await wake(parts, 'sync now');
  expect(await service.database.query('select ver from account where accountid = $1::uuid', [changed])).toEqual([
    version,
  ]);
}, 120_000);
