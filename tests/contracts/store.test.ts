import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { runCase } from './contract.ts';
import { directoryContract } from './directory.contract.ts';
import { oldDatabaseContract } from './old-database-cases.ts';
import { dexieDirectoryOpener, dexieOpener, memoryDirectoryOpener, memoryOpener } from './openers.ts';
import { storeContract } from './store.contract.ts';

describe.each([
  ['the directory in memory', memoryDirectoryOpener],
  ['the directory over Dexie', dexieDirectoryOpener],
] as const)('%s', (_label, opener) => {
  test.each(directoryContract)('$name', async (one) => {
    await runCase(one, opener());
  });
});

describe.each([
  ['MemoryStore', memoryOpener],
  ['DexieStore on fake-indexeddb', dexieOpener],
] as const)('%s', (_label, opener) => {
  test.each(storeContract)('$name', async (one) => {
    await runCase(one, opener());
  });
});

test('no two cases have one name', () => {
  expect(new Set(storeContract.map(({ name }) => name)).size).toBe(storeContract.length);
});

describe('DexieStore on fake-indexeddb, over a database of an earlier version', () => {
  test.each(oldDatabaseContract)('$name', async (one) => {
    await runCase(one, dexieOpener());
  });
});
