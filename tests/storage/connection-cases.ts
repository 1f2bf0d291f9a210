import Dexie from 'dexie';
import type { ConnectionNews } from '../../src/storage/dexie/connection.ts';
import { openDexieDirectory } from '../../src/storage/dexie/dexie-directory.ts';
import { openDexieStore } from '../../src/storage/dexie/dexie-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { equal, ok } from '../contracts/assert.ts';
import { freshName } from '../contracts/contract.ts';
import { at, create, save } from '../contracts/store-fixtures.ts';
import { deferred } from '../fakes/deferred.ts';
import version1 from '../fixtures/client-version-1.json' with { type: 'json' };
import { loadDatabase } from '../fixtures/stored-database.ts';

export interface ConnectionCase {
  readonly name: string;
  run(): Promise<void>;
}

/** What a connection tells, in order, and a way to wait for one of it. */
function listen() {
  const told: ConnectionNews[] = [];
  const waiting: { readonly news: ConnectionNews; readonly resolve: () => void }[] = [];
  return {
    told,
    tell(news: ConnectionNews) {
      told.push(news);
      for (const one of waiting) if (one.news === news) one.resolve();
    },
    until(news: ConnectionNews): Promise<void> {
      if (told.includes(news)) return Promise.resolve();
      const heard = deferred();
      waiting.push({ news, resolve: heard.resolve });
      return heard.promise;
    },
  };
}

function open(name: string, tell: (news: ConnectionNews) => void): Promise<Store> {
  return openDexieStore({
    name,
    hints: { send: () => {}, listen: () => () => {}, close: () => {} },
    newId: () => `id ${Math.random()}`,
    locale: 'en',
    reportConnection: tell,
  });
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

async function kindOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return (error as { kind?: unknown }).kind ?? String(error);
  }
  return 'it resolved';
}

/** Another build, which upgrades the database. */
function upgrade(name: string, how: (request: IDBOpenDBRequest) => void = () => {}): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 1_000);
  opening.addEventListener('upgradeneeded', () => how(opening));
  return done(opening);
}

async function names(): Promise<readonly (string | undefined)[]> {
  return (await indexedDB.databases()).map(({ name }) => name);
}

export const connectionCases: readonly ConnectionCase[] = [
  {
    name: 'gives way to a newer build at once, says so unasked, and leaves the database alone from then on',
    async run() {
      const name = freshName();
      const { told, tell, until } = listen();
      const store = await open(name, tell);
      await save(store, create(at('order', 'a'), {}));
      const newer = await upgrade(name);
      newer.close();
      await until('newer version');
      equal(await kindOf(store.outbox()), 'newer version', 'reading');
      equal(await kindOf(save(store, create(at('order', 'b'), {}))), 'newer version', 'saving');
      equal(await kindOf(store.reconnect()), 'newer version', 'a fresh connection');
      equal(told, ['newer version'], 'said once');
      const found = await done(indexedDB.open(name));
      equal(await done(found.transaction('outbox').objectStore('outbox').count()), 1, 'changes in the outbox');
      found.close();
    },
  },
  {
    name: 'goes on if the upgrade elsewhere came to nothing',
    async run() {
      const name = freshName();
      const { told, tell } = listen();
      const store = await open(name, tell);
      const change = await save(store, create(at('order', 'a'), {}));
      await upgrade(name, (request) => request.transaction?.abort()).catch(() => {});
      equal(await store.outbox(), [change], 'the outbox');
      equal(told, [], 'what was said');
      store.close();
    },
  },
  {
    name: 'closed for good, it does not come back because another build upgrades',
    async run() {
      const name = freshName();
      const { told, tell } = listen();
      const store = await open(name, tell);
      store.close();
      (await upgrade(name)).close();
      equal(await kindOf(store.outbox()), 'connection lost', 'reading');
      equal(told, [], 'what was said');
    },
  },
  {
    name: 'waits for an old context that does not let go, says so, and goes on by itself when it does',
    async run() {
      const name = freshName();
      await loadDatabase(version1, name);
      // Frozen: it hears of the upgrade and does nothing.
      const frozen = await done(indexedDB.open(name));
      const { told, tell, until } = listen();
      const opening = open(name, tell);
      await until('blocked');
      frozen.close();
      const store = await opening;
      equal(told, ['blocked', 'open'], 'what was said');
      ok((await store.outbox()).length > 0, 'the outbox is there');
      store.close();
    },
  },
  {
    name: 'an older build finds the database of a newer one: it says so and changes nothing',
    async run() {
      const name = freshName();
      (await upgrade(name, ({ result }) => void result.createObjectStore('something new'))).close();
      const { told, tell } = listen();
      equal(await kindOf(open(name, tell)), 'newer version', 'opening');
      equal(told, ['newer version'], 'what was said');
      const found = await done(indexedDB.open(name));
      equal([found.version, [...found.objectStoreNames]], [1_000, ['something new']], 'the database');
      found.close();
    },
  },
  {
    name: 'deleted while it is open, it is never taken for one in which nothing was saved',
    async run() {
      const name = freshName();
      const { told, tell, until } = listen();
      const store = await open(name, tell);
      await save(store, create(at('order', 'a'), {}));
      await done(indexedDB.deleteDatabase(name));
      await until('deleted');
      equal(await kindOf(store.outbox()), 'deleted', 'reading');
      equal(await kindOf(save(store, create(at('order', 'b'), {}))), 'deleted', 'saving');
      equal(told, ['deleted'], 'what was said');
      ok(!(await names()).includes(name), 'it was not made anew');
    },
  },
  {
    name: 'closed by the browser and deleted, as when storage is cleared, it is noticed at the next call',
    async run() {
      const name = freshName();
      const { tell, until } = listen();
      const store = await open(name, tell);
      await save(store, create(at('order', 'a'), {}));
      const { connections } = Dexie as unknown as { readonly connections: Iterable<Dexie> };
      for (const connection of connections) {
        if (connection.name !== name) continue;
        const native = connection.backendDB();
        native.close();
        native.onclose?.(new Event('close'));
      }
      await done(indexedDB.deleteDatabase(name));
      equal(await kindOf(store.outbox()), 'deleted', 'reading');
      await until('deleted');
      equal(await kindOf(save(store, create(at('order', 'b'), {}))), 'deleted', 'saving');
    },
  },
  {
    name: 'the directory gives way to a newer build and leaves it alone',
    async run() {
      const name = freshName();
      const { tell, until } = listen();
      const directory = openDexieDirectory(name, tell);
      await directory.setCurrent('landfall:demo:dana');
      (await upgrade(name)).close();
      await until('newer version');
      equal(await kindOf(directory.setCurrent(null)), 'newer version', 'writing');
      directory.close();
    },
  },
];
