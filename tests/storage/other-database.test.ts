import { expect, test } from 'vitest';
import { MemoryDisk } from '../../src/storage/memory/memory-disk.ts';
import { MemoryStore } from '../../src/storage/memory-store.ts';
import { replica, row } from '../contracts/store-fixtures.ts';

const hints = { send() {}, listen: () => () => {}, close() {} };

test('a checkpoint of another database is none: its table is read anew, with its rows left in place', async () => {
  const disk = new MemoryDisk();
  const store = new MemoryStore({ name: 'one', disk, hints, newId: () => 'store 1', locale: 'en' });
  await replica(store, { order: [row('a', { name: 'a' })] });
  expect((await store.checkpoint('order'))?.storeId).toBe('store 1');
  // Files that were copied from another device, or brought back by hand, beside an identity made since.
  disk.identity.set('only', { storeId: 'store 2' });
  expect(await store.checkpoint('order')).toBeNull();
  expect((await store.row({ table: 'order', key: row('a').key }))?.seen.values['name']).toBe('a');
});
