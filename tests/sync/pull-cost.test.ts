import { describe, expect, it } from 'vitest';
import type { BaseRow, RowKey } from '../../src/core/row.ts';
import { memoryDatabase } from '../../src/storage/memory/memory-database.ts';
import { MemoryDisk } from '../../src/storage/memory/memory-disk.ts';
import { RecordStore } from '../../src/storage/record-store.ts';
import { noViews } from '../../src/storage/views/no-views.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { countingDatabase, type ReadCount } from '../fakes/counting-database.ts';
import { datedAccounts } from '../fixtures/tables.ts';
import { Device, intervalMs, wake } from './device.ts';

const rowsHere = 100_000;
const changes = 10;

/** A device whose table is whole, with 100,000 rows of about 600 bytes, and what is read from its database from now on. */
async function device(prepare: (device: Device) => void) {
  const one = new Device();
  const { service, timers } = one;
  service.tablesThere = [datedAccounts];
  service.portionRows = 50;
  prepare(one);
  for (let n = 0; n < 20; n += 1) service.put('account', `k${n}`, { accountid: `k${n}`, name: `Name ${n}` });
  const disk = new MemoryDisk();
  const count: ReadCount = { calls: new Map(), bytes: 0, rows: 0 };
  const hints = { send: () => {}, listen: () => () => {}, close: () => {} };
  disk.identity.set('only', { storeId: 'store' });
  const store = new RecordStore(countingDatabase(memoryDatabase(disk), count), noViews, {
    name: 'landfall:demo:dana',
    hints,
    newId: () => one.newId(),
  });
  const parts: SyncParts = { ...one.openContext(), store };
  await wake(parts);
  const rows = disk.rows.get('account');
  for (let n = 20; n < rowsHere; n += 1) {
    const row: BaseRow = { key: `k${n}` as RowKey, etag: null, values: { name: 'x'.repeat(600) } };
    rows?.set(row.key, row);
  }
  // A few rounds later.
  for (let n = 0; n < 2; n += 1) {
    await timers.advance(2 * intervalMs);
    await wake(parts, 'interval');
  }
  await timers.advance(2 * intervalMs);
  for (let n = 0; n < changes; n += 1) service.put('account', `k${n}`, { accountid: `k${n}`, name: 'Changed' });
  Object.assign(count, { bytes: 0, rows: 0 });
  count.calls.clear();
  service.calls.length = 0;
  return { parts, service, count };
}

describe('a wake with 10 changes on 100,000 rows', () => {
  it.each([
    { by: 'delta link', kind: 'following', comparingReads: 0, prepare: () => {} },
    {
      by: 'watermark',
      kind: 'watching',
      comparingReads: 1,
      prepare: ({ service }: Device) => (service.isTracking = false),
    },
  ])(
    'reads under 1 MB of the replica and looks up no row by itself, by $by',
    async ({ kind, comparingReads, prepare }) => {
      const { parts, service, count } = await device(prepare);
      expect(await wake(parts, 'interval')).toMatchObject({ end: 'finished', progress: { rowsReceived: changes } });
      expect((await parts.store.checkpoint('account'))?.position.kind).toBe(kind);
      expect(service.calls).toHaveLength(1);
      expect(count.calls.get('rows.get') ?? 0).toBe(0);
      expect(count.calls.get('rows.getMany') ?? 0).toBe(comparingReads);
      expect(count.rows).toBe(comparingReads * changes);
      for (const call of ['rows.scan', 'rows.keys', 'rows.count', 'readKeys.all'])
        expect(count.calls.has(call)).toBe(false);
      expect(count.bytes).toBeLessThan(100_000);
    },
  );
});
