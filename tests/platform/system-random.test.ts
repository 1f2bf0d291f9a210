import { expect, test } from 'vitest';
import { systemRandom } from '../../src/platform/browser/both/system-random.ts';
import { createSeededRandom } from '../fakes/random.ts';

const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test.each([
  ['system', systemRandom],
  ['seeded', createSeededRandom(7)],
])('%s: ids are version 4 and differ, fractions are in range', (_, random) => {
  const ids = Array.from({ length: 500 }, () => random.uuid());
  for (const id of ids) expect(id).toMatch(version4);
  expect(new Set(ids).size).toBe(ids.length);
  for (let turn = 0; turn < 500; turn += 1) {
    const fraction = random.fraction();
    expect(fraction).toBeGreaterThanOrEqual(0);
    expect(fraction).toBeLessThan(1);
  }
});

test('the same seed gives the same history', () => {
  const [a, b] = [createSeededRandom(3), createSeededRandom(3)];
  expect([a.uuid(), a.fraction()]).toEqual([b.uuid(), b.fraction()]);
});
