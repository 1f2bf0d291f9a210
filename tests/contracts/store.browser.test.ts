import { describe, test } from 'vitest';
import { runCase } from './contract.ts';
import { dexieOpener, memoryOpener } from './openers.ts';
import { storeContract } from './store.contract.ts';

describe.each([
  ['MemoryStore', memoryOpener],
  ['DexieStore', dexieOpener],
] as const)('%s in a real browser', (_label, opener) => {
  test.each(storeContract)('$name', async (one) => {
    await runCase(one, opener());
  });
});
