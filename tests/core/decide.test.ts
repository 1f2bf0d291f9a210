import { expect, test } from 'vitest';
import { retried } from '../../src/core/decide.ts';
import type { ETag } from '../../src/core/row.ts';
import { change } from './changes.ts';

const theirs = { etag: '9' as ETag, values: { a: 5, b: 6 } };
const whole = () => ({ a: 2, b: 1 });

test('a parked change goes again as it is', () => {
  const parked = change({ state: { kind: 'parked' }, attempts: 3, values: { a: 2 } });
  expect(retried(parked, whole)).toEqual({ ...parked, state: { kind: 'pending' } });
});

test('a change in conflict goes again against the row that was shown', () => {
  const update = change({ state: { kind: 'conflict', theirs }, values: { a: 2, c: 2 }, oldValues: { a: 1 } });
  expect(retried(update, whole)).toMatchObject({ baseETag: '9', values: { a: 2, c: 2 }, oldValues: { a: 5, c: null } });
  const removal = change({ kind: 'delete', state: { kind: 'conflict', theirs } });
  expect(retried(removal, whole)).toMatchObject({ kind: 'delete', baseETag: '9', oldValues: theirs.values });
});

test('where the row is gone an update creates it and a delete is done', () => {
  const gone = { kind: 'conflict', theirs: null } as const;
  expect(retried(change({ state: gone }), whole)).toMatchObject({ kind: 'create', baseETag: null, values: whole() });
  expect(retried(change({ kind: 'delete', state: gone }), whole)).toBeNull();
});

test('what waits for nobody cannot be retried', () => {
  expect(() => retried(change(), whole)).toThrow(/no move/);
});
