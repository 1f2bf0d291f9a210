import 'fake-indexeddb/auto';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { Values } from '../../src/core/row.ts';
import { directoryVersion, openDexieDirectory } from '../../src/storage/dexie/dexie-directory.ts';
import { openDexieStore } from '../../src/storage/dexie/dexie-store.ts';
import { schemaVersion } from '../../src/storage/dexie/schema.ts';
import type { Store } from '../../src/storage/store.ts';
import { freshName } from '../contracts/contract.ts';
import { FakeService } from '../fakes/service.ts';
import { loadDatabase, type StoredDatabase } from '../fixtures/stored-database.ts';
import { Device, wake } from '../sync/device.ts';

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const fixture = (name: string) => new URL(`../fixtures/${name}.json`, import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(fixture(name), 'utf8')) as StoredDatabase;
const versionsBefore = (version: number) => Array.from({ length: version - 1 }, (_, n) => n + 1);

describe('a new version of what is stored', () => {
  test('comes with the database of each version before it, made by that version', () => {
    const wanted = [
      ...versionsBefore(schemaVersion).map((version) => ['client', version] as const),
      ...versionsBefore(directoryVersion).map((version) => ['directory', version] as const),
    ];
    expect(wanted.length).toBeGreaterThan(0);
    for (const [of, version] of wanted) {
      const name = `${of}-version-${version}`;
      expect(existsSync(fixture(name)), `tests/fixtures/${name}.json, see tests/fixtures/databases.md`).toBe(true);
      expect(read(name).version, name).toBe(version * 10);
    }
  });
});

describe('a cycle over a database of version 1', () => {
  async function open(): Promise<Store> {
    const name = freshName();
    await loadDatabase(read('client-version-1'), name);
    const store = await openDexieStore({
      name,
      hints: { send: () => {}, listen: () => () => {}, close: () => {} },
      newId: () => 'another',
      locale: 'en',
      reportUnreadable: (one) => expect.fail(`unreadable: ${one.store} ${one.record}`),
    });
    opened.push(store);
    return store;
  }

  test('sends everything that may go, once, and keeps what waits for a person', async () => {
    const store = await open();
    const facts = await store.facts();
    const device = new Device();
    const service = new FakeService(facts.tables);
    const rows = read('client-version-1').stores.find(({ name }) => name === 'rows')?.records ?? [];
    for (const { value } of rows) {
      const { table, key, values } = value as { table: string; key: string; values: Values };
      service.put(table, key, values);
    }
    service.isTracking = false;
    const parts = { ...device.openContext(), store, service };
    device.timers.clock.set(Date.UTC(2026, 11, 1));
    await wake(parts, 'sync now');
    await wake(parts, 'sync now');
    const left = (await store.outbox()).map(({ id }) => id);
    expect(left).toEqual(
      expect.arrayContaining(['parked-refused', 'conflict-both', 'conflict-gone', 'pending-behind']),
    );
    expect(left).not.toContain('pending-create');
    expect(left).not.toContain('pending-pointing');
    const created = service.effects.filter(({ kind }) => kind === 'create').map(({ key }) => key);
    expect(created).toEqual(['a-own', 'c-own']);
  });
});

describe('the directory of version 1', () => {
  test('is opened with every account and setting', async () => {
    const name = freshName();
    await loadDatabase(read('directory-version-1'), name);
    const directory = openDexieDirectory(name);
    opened.push(directory);
    expect((await directory.accounts()).map(({ database }) => database)).toEqual([
      'landfall:demo:dana',
      'landfall:demo:tom',
    ]);
    expect((await directory.current())?.person).toEqual({ id: 'dana', name: 'Dana' });
    expect(await directory.environments()).toMatchObject([{ id: 'demo', portionRows: 500 }]);
    expect(await directory.seenIn()).toEqual({ browserMajor: 156, install: 'installed' });
  });
});
