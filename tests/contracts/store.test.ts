import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { runCase } from './contract.ts';
import { dexieOpener, memoryOpener } from './openers.ts';
import { storeContract } from './store.contract.ts';

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
