import { expect, test } from 'vitest';
import { type BatchTrial, firstBatchSize, nextBatchSize } from '../../src/core/batch-size.ts';

const quick = (sent: number): BatchTrial => ({ sent, tookMs: 100, end: 'answered' });

test('grows from 10 to 100 while full batches are quick', () => {
  const sizes = [firstBatchSize];
  for (let n = 0; n < 5; n += 1) sizes.push(nextBatchSize(sizes.at(-1) ?? 0, quick(sizes.at(-1) ?? 0)));
  expect(sizes).toEqual([10, 20, 40, 80, 100, 100]);
});

test('does not grow by a batch that was not full', () => {
  expect(nextBatchSize(10, quick(9))).toBe(10);
});

test('shrinks when a batch takes 5 seconds, and when the service asks for a pause', () => {
  expect(nextBatchSize(80, { sent: 80, tookMs: 4_999, end: 'answered' })).toBe(100);
  expect(nextBatchSize(80, { sent: 80, tookMs: 5_000, end: 'answered' })).toBe(40);
  expect(nextBatchSize(80, { sent: 3, tookMs: 10, end: 'throttled' })).toBe(40);
});

test('comes from the largest batch that breaks to a single change within a few, and never below it', () => {
  const sizes = [100];
  while (sizes.length < 6) sizes.push(nextBatchSize(sizes.at(-1) ?? 0, { sent: 1, tookMs: 1, end: 'broken' }));
  expect(sizes).toEqual([100, 25, 6, 1, 1, 1]);
  expect(nextBatchSize(1, { sent: 1, tookMs: 9_000, end: 'throttled' })).toBe(1);
});
