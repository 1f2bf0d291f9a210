import { describe, test } from 'vitest';
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
  ['DexieStore', dexieOpener],
] as const)('%s in a real browser', (_label, opener) => {
  test.each(storeContract)('$name', async (one) => {
    await runCase(one, opener());
  });
});

describe('DexieStore in a real browser, over a database of an earlier version', () => {
  test.each(oldDatabaseContract)('$name', async (one) => {
    await runCase(one, dexieOpener());
  });
});
