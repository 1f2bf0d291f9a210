import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';
import { runWorlds, wordsOf } from './worlds.ts';

const replayed = process.env.LANDFALL_SIM_SEED;
const count = Number(process.env.LANDFALL_SIM_WORLDS ?? 500);
const from = Number(process.env.LANDFALL_SIM_FROM ?? 1);
const seeds = replayed === undefined ? Array.from({ length: count }, (_, index) => from + index) : [Number(replayed)];

/** A campaign's worth of worlds may be asked for. */
const timeoutMs = 60_000 + count * 1_000;

/** States without which the laws would be kept for want of occasion. */
const states = [
  'acknowledged',
  'applied: create',
  'applied: delete',
  'applied: update',
  'asked for silence',
  'cancelled',
  'dropped',
  'folded',
  'given up',
  'offered again',
  'resync',
  'signed in again',
  'state: conflict',
  'state: maybe sent',
  'state: parked',
  'stolen or taken from the dead',
  'sync events',
  'trouble: eviction',
];

describe('simulated worlds', () => {
  it(
    'keep every law at every step, and come to rest once faults stop',
    async () => {
      const all = await runWorlds(seeds);
      expect(all.failures.map((end) => wordsOf(end)).join('\n\n')).toBe('');
      if (count < 500 || replayed !== undefined) return;
      expect(all.steps / all.worlds).toBeGreaterThan(300);
      expect(states.filter((state) => !all.counts.has(state))).toEqual([]);
    },
    timeoutMs,
  );

  it('are the same for the same seed, and others for another', async () => {
    const once = await simulate(4);
    const again = await simulate(4);
    expect({ ...again }).toEqual({ ...once });
    expect((await simulate(5)).trace).not.toBe(once.trace);
  });
});
