import { expect, test } from 'vitest';
import { decided } from '../../src/core/decide.ts';
import type { ETag } from '../../src/core/row.ts';
import { change } from './changes.ts';

const theirs = { etag: '9' as ETag, values: { a: 5, b: 6 } };
const retry = { kind: 'retry' } as const;
const values = { a: 2, b: 1 };
const whole = { table: null, whole: () => values };

test('a parked change goes again as it is', () => {
  const parked = change({ state: { kind: 'parked', why: 'refused' }, attempts: 3, values: { a: 2 } });
  expect(decided(parked, retry, whole)).toEqual({ ...parked, state: { kind: 'pending' } });
});

test('a change in conflict goes again against the row that was shown', () => {
  const update = change({ state: { kind: 'conflict', theirs }, values: { a: 2, c: 2 }, oldValues: { a: 1 } });
  expect(decided(update, retry, whole)).toMatchObject({
    baseETag: '9',
    values: { a: 2, c: 2 },
    oldValues: { a: 5, c: null },
  });
  const removal = change({ kind: 'delete', state: { kind: 'conflict', theirs } });
  expect(decided(removal, retry, whole)).toMatchObject({ kind: 'delete', baseETag: '9', oldValues: theirs.values });
});

test('where the row is gone an update creates it and a delete is done', () => {
  const gone = { kind: 'conflict', theirs: null } as const;
  expect(decided(change({ state: gone }), retry, whole)).toMatchObject({
    kind: 'create',
    baseETag: null,
    values,
  });
  expect(decided(change({ kind: 'delete', state: gone }), retry, whole)).toBeNull();
});

test('what waits for nobody cannot be retried', () => {
  expect(() => decided(change(), retry, whole)).toThrow(/no move/);
});

test('a revised change goes out with these values alone, over the row that was shown', () => {
  const update = change({ state: { kind: 'conflict', theirs }, values: { a: 2, c: 2 }, oldValues: { a: 1, c: 1 } });
  expect(decided(update, { kind: 'revise', values: { c: 3 } }, whole)).toMatchObject({
    values: { c: 3 },
    oldValues: { c: null },
    baseETag: '9',
    state: { kind: 'pending' },
  });
  const parked = change({ state: { kind: 'parked', why: 'refused' }, values: { a: 2 }, oldValues: { a: 1 } });
  expect(decided(parked, { kind: 'revise', values: { a: 4 } }, whole)).toMatchObject({
    values: { a: 4 },
    oldValues: { a: 1 },
  });
});

test('what cannot be applied together goes on by itself', () => {
  const parked = change({ state: { kind: 'parked', why: 'no change sets' }, group: 'g', values: { a: 2 } });
  expect(decided(parked, retry, whole)).toMatchObject({ state: { kind: 'pending' }, group: null });
});
