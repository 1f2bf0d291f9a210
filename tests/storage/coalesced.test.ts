import { expect, test } from 'vitest';
import { Coalesced } from '../../src/storage/views/coalesced.ts';

function task() {
  const gates: ((outcome: 'done' | 'broken') => void)[] = [];
  const run = () =>
    new Promise<void>((resolve, reject) => {
      gates.push((outcome) => (outcome === 'done' ? resolve() : reject(new Error('broken'))));
    });
  return { run, gates };
}

test('a burst costs the run that is on and one more, and never two at once', async () => {
  const { run, gates } = task();
  const coalesced = new Coalesced(run);
  const first = coalesced.run();
  const burst = [coalesced.run(), coalesced.run(), coalesced.run()];
  expect(gates.length).toBe(1);
  gates[0]?.('done');
  await first;
  await Promise.resolve();
  expect(gates.length).toBe(2);
  gates[1]?.('done');
  await Promise.all(burst);
  const later = coalesced.run();
  expect(gates.length).toBe(3);
  gates[2]?.('done');
  await later;
});

test('a run that fails fails for those who asked for it, and no other', async () => {
  const { run, gates } = task();
  const coalesced = new Coalesced(run);
  const first = coalesced.run();
  const second = coalesced.run();
  gates[0]?.('broken');
  await expect(first).rejects.toThrow('broken');
  await Promise.resolve();
  await Promise.resolve();
  gates[1]?.('done');
  await second;
});
