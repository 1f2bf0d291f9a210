import { expect, test } from 'vitest';
import { backoffMs } from '../../src/core/retry.ts';

test('waits double from two seconds to a quarter of an hour, and go on forever', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 2000].map((failures) => backoffMs(failures, 1) / 1000);
  expect(longest).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
});

test('half of a wait is random', () => {
  expect([0, 0.5, 1].map((fraction) => backoffMs(4, fraction))).toEqual([8000, 12_000, 16_000]);
});
