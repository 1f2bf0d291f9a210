import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import Dexie from 'dexie';
import { afterEach, describe, expect, it } from 'vitest';
import { openDexieStore } from '../../src/storage/dexie/dexie-store.ts';
import { readUnsent } from '../../src/storage/dexie/read-unsent.ts';
import { freshName } from '../contracts/contract.ts';
import { hintHub } from '../contracts/openers.ts';
import { at, create, replica, row, save, update } from '../contracts/store-fixtures.ts';
import { loadDatabase, type StoredDatabase } from '../fixtures/stored-database.ts';

const names: string[] = [];
afterEach(async () => {
  for (const name of names.splice(0)) await Dexie.delete(name);
});

/** A closed database with two unsent changes. */
async function filled(): Promise<string> {
  const name = freshName();
  names.push(name);
  const store = await openDexieStore({ name, hints: hintHub()(name), newId: () => 'id 1', locale: 'de' });
  await replica(store, { order: [row('a', { name: 'old' })] });
  await save(store, update(at('order', 'a'), { name: 'new' }));
  await save(store, create(at('customer', 'k'), { name: 'K' }));
  store.close();
  return name;
}

/** A connection of another app's version, or of someone with a screwdriver. */
async function behind(name: string, run: (database: IDBDatabase) => void, version?: number): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const isDone = new Promise<void>((resolve) => {
    const transaction = database.transaction(['outbox'], 'readwrite');
    transaction.oncomplete = () => resolve();
    if (database.objectStoreNames.contains('outbox')) run(database);
  });
  await isDone;
  database.close();
}

describe('reading unsent changes past the store', () => {
  it('finds the outbox, the labels and the store id, and changes nothing', async () => {
    const name = await filled();
    const unsent = await readUnsent(name);
    expect(unsent).toMatchObject({ storeId: 'id 1', unreadable: 0 });
    expect(unsent?.outbox.map(({ kind }) => kind)).toEqual(['update', 'create']);
    expect(unsent?.tables.map((table) => table.name)).toEqual(['order', 'customer']);
    expect(await readUnsent(name)).toEqual(unsent);
  });

  it('reads a database of a version that this app cannot open', async () => {
    const name = await filled();
    await behind(name, () => {}, 990);
    await expect(
      openDexieStore({ name, hints: hintHub()(name), newId: () => 'id', locale: 'de' }),
    ).rejects.toMatchObject({ kind: 'newer version' });
    expect((await readUnsent(name))?.outbox).toHaveLength(2);
  });

  it('reads a database of version 1, whose upgrade may be what fails', async () => {
    const name = freshName();
    names.push(name);
    const stored = JSON.parse(readFileSync(new URL('../fixtures/client-version-1.json', import.meta.url), 'utf8'));
    await loadDatabase(stored as StoredDatabase, name);
    const unsent = await readUnsent(name);
    expect(unsent?.unreadable).toBe(0);
    expect(unsent?.outbox.length).toBeGreaterThan(0);
    const store = await openDexieStore({ name, hints: hintHub()(name), newId: () => 'id', locale: 'de' });
    expect(unsent?.outbox).toEqual(await store.outbox());
    store.close();
  });

  it('counts what cannot be read, and takes the rest', async () => {
    const name = await filled();
    await behind(name, (database) => {
      database.transaction(['outbox'], 'readwrite').objectStore('outbox').add({ id: 'x', table: 'order', key: 'b' });
    });
    expect(await readUnsent(name)).toMatchObject({ unreadable: 1, outbox: { length: 2 } });
  });

  it('makes no database where there is none', async () => {
    const name = freshName();
    expect(await readUnsent(name)).toBe(null);
    expect(await Dexie.exists(name)).toBe(false);
  });
});
