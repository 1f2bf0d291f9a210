import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, describe, expect, test } from 'vitest';
import type { Unreadable } from '../../src/storage/dexie/codec.ts';
import { openDexieStore } from '../../src/storage/dexie/dexie-store.ts';
import { schema, schemaVersion } from '../../src/storage/dexie/schema.ts';
import type { Store } from '../../src/storage/store.ts';
import { freshName } from '../contracts/contract.ts';
import { hintHub } from '../contracts/openers.ts';
import {
  at,
  create,
  keysOf,
  portion,
  query,
  replica,
  row,
  save,
  sendOff,
  update,
} from '../contracts/store-fixtures.ts';
import { settle } from '../fakes/timers.ts';

const opened: Store[] = [];
const hints = hintHub();
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

async function open(name: string, unreadable: Unreadable[] = []): Promise<Store> {
  const store = await openDexieStore({
    name,
    hints: hints(name),
    newId: () => 'id',
    locale: 'de',
    reportUnreadable: (one) => unreadable.push(one),
  });
  opened.push(store);
  return store;
}

/** Works on a database behind the store's back. */
async function behind<T>(name: string, run: (dexie: Dexie) => Promise<T>): Promise<T> {
  const dexie = new Dexie(name);
  dexie.version(schemaVersion).stores(schema);
  try {
    return await run(dexie);
  } finally {
    dexie.close();
  }
}

describe('what cannot be read', () => {
  test('is kept and reported, and takes nothing with it', async () => {
    const name = freshName();
    const unreadable: Unreadable[] = [];
    const store = await open(name, unreadable);
    await replica(store, { order: [row('a', { name: 'a' }), row('b', { name: 'b' }), row('c', { name: 'c' })] });
    const [first, second] = [
      await save(store, create(at('order', 'd'), { name: 'd' })),
      await save(store, create(at('order', 'e'), {})),
    ];
    await behind(name, async (dexie) => {
      await dexie.table('rows').put({ table: 'order', key: 'b', etag: 7, values: 'none' });
      await dexie.table('outbox').put({ ...second, values: undefined });
    });
    expect(await store.outbox()).toEqual([first]);
    const view = await store.openView(query());
    expect(await keysOf(view)).toBe('a c d');
    expect(await store.row(at('order', 'b'))).toBeNull();
    expect(unreadable).toEqual([
      { store: 'outbox', record: `table order, key e, id ${second.id}, order ${second.order}` },
      { store: 'rows', record: 'table order, key b' },
    ]);
    expect(await behind(name, (dexie) => dexie.table('outbox').count())).toBe(2);
    await save(store, update(at('order', 'a'), { name: 'z' }));
    expect(await behind(name, (dexie) => dexie.table('outbox').count())).toBe(3);
  });

  test('of the lease does not let the fence go back', async () => {
    const name = freshName();
    const store = await open(name);
    const begin = () => store.beginWake({ trigger: 'opened', host: 'data worker', isLastChance: false, now: 1 });
    await begin();
    const { fence } = await begin();
    await behind(name, (dexie) => dexie.table('lease').put('nonsense', 'only'));
    expect((await begin()).fence).toBe(fence + 1);
  });
});

describe('the database', () => {
  test('of a newer version is refused, not guessed at', async () => {
    const name = freshName();
    const future = new Dexie(name);
    future.version(schemaVersion + 1).stores({ ...schema, rows: '[table+key], somethingNew' });
    await future.open();
    future.close();
    await expect(open(name)).rejects.toMatchObject({ name: 'StoreFailure', kind: 'newer version' });
  });

  test('gives way to an upgrade elsewhere, and then refuses the newer one', async () => {
    const name = freshName();
    const store = await open(name);
    const future = new Dexie(name);
    future.version(schemaVersion + 1).stores({ ...schema, rows: '[table+key], somethingNew' });
    await future.open();
    future.close();
    await expect(store.outbox()).rejects.toMatchObject({ kind: 'newer version' });
  });

  test('that was closed under the store is opened again', async () => {
    const name = freshName();
    const store = await open(name);
    const change = await save(store, create(at('order', 'a'), {}));
    const { connections } = Dexie as unknown as { readonly connections: Iterable<Dexie> };
    // Deleting and losing a connection both end in a closed handle.
    for (const connection of connections) {
      if (connection.name === name) connection.backendDB().close();
    }
    expect(await store.outbox()).toEqual([change]);
    await save(store, create(at('order', 'b'), {}));
  });

  test('that loses its connection in a transaction: what may be done again is, what may not fails', async () => {
    let losses = 0;
    const transaction = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (losses > 0) {
        losses--;
        // What WebKit throws after the app was in the background.
        throw new DOMException('Connection to Indexed Database server lost.', 'UnknownError');
      }
      return transaction.call(this, stores, mode, options);
    };
    try {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a')] });
      losses = 1;
      const change = await save(store, update(at('order', 'a'), { name: 'x' }));
      losses = 1;
      expect(await store.outbox()).toEqual([change]);
      losses = 1;
      await expect(sendOff(store, stamp, change.id)).rejects.toMatchObject({ kind: 'connection lost' });
      expect(await sendOff(store, stamp, change.id)).toMatchObject({ attempts: 1 });
      losses = 5;
      await expect(store.outbox()).rejects.toMatchObject({ kind: 'connection lost' });
      losses = 0;
      expect((await store.outbox()).length).toBe(1);
    } finally {
      IDBDatabase.prototype.transaction = transaction;
    }
  });

  test('that hangs is given up: a fresh connection does what may be done again, and the rest fails', async () => {
    const transaction = IDBDatabase.prototype.transaction;
    let isHung = false;
    // The transaction begins and none of its requests is ever answered.
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      const begun = transaction.call(this, stores, mode, options);
      if (isHung) begun.objectStore = () => new Proxy({}, { get: () => () => ({}) }) as IDBObjectStore;
      return begun;
    };
    try {
      // Dexie takes hold of the function when it opens.
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a')] });
      const change = await save(store, update(at('order', 'a'), { name: 'x' }));
      isHung = true;
      const asked = store.outbox();
      const sending = sendOff(store, stamp, change.id);
      const refused = expect(sending).rejects.toMatchObject({ kind: 'connection lost' });
      const first = await Promise.race([asked, sending, settle().then(() => 'hangs')]);
      expect(first).toBe('hangs');
      isHung = false;
      await store.reconnect();
      expect(await asked).toEqual([change]);
      await refused;
      expect(await sendOff(store, stamp, change.id)).toMatchObject({ attempts: 1 });
    } finally {
      IDBDatabase.prototype.transaction = transaction;
    }
  });

  test('that is full refuses with that reason and keeps nothing', async () => {
    const put = IDBObjectStore.prototype.add;
    const store = await open(freshName());
    IDBObjectStore.prototype.add = () => {
      throw new DOMException('Encountered full disk', 'QuotaExceededError');
    };
    try {
      await expect(save(store, create(at('order', 'a'), {}))).rejects.toMatchObject({ kind: 'quota exceeded' });
    } finally {
      IDBObjectStore.prototype.add = put;
    }
    expect(await store.outbox()).toEqual([]);
  });

  test('writes with strict durability', async () => {
    const seen: (string | undefined)[] = [];
    const transaction = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (mode === 'readwrite') seen.push(options?.durability);
      return transaction.call(this, stores, mode, options);
    };
    try {
      const store = await open(freshName());
      await save(store, create(at('order', 'a'), {}));
    } finally {
      IDBDatabase.prototype.transaction = transaction;
    }
    expect(new Set(seen)).toEqual(new Set(['strict']));
  });

  test('is touched by an edit in its outbox alone, and never together with a pull', async () => {
    const scopes: string[][] = [];
    const transaction = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (mode === 'readwrite') scopes.push([stores].flat() as string[]);
      return transaction.call(this, stores, mode, options);
    };
    try {
      // Dexie takes hold of the function when it opens.
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a')] });
      const landing = await portion(store, 'order', { rows: [row('b')] });
      scopes.length = 0;
      await save(store, update(at('order', 'a'), { name: 'x' }));
      await store.commitPull(stamp, landing);
    } finally {
      IDBDatabase.prototype.transaction = transaction;
    }
    expect(scopes[0]).toEqual(['outbox']);
    expect(scopes[1]).toContain('rows');
    expect(scopes[1]).not.toContain('outbox');
  });
});
