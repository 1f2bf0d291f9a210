import { expect, test } from 'vitest';
import type { BaseRow, ETag, RowKey, Values } from '../../src/core/row.ts';
import { differenceOf } from '../../src/core/self-check.ts';

const row = (values: Values, etag: string | null = '1'): BaseRow => ({
  key: 'a' as RowKey,
  etag: etag as ETag | null,
  values,
});

test('rows are told apart by being there, by version and by content', () => {
  const here = row({ name: 'A', tags: ['x', { y: 1 }], note: null });
  expect(differenceOf(null, null)).toBe(null);
  expect(differenceOf(null, here)).toBe('missing');
  expect(differenceOf(here, null)).toBe('excess');
  expect(differenceOf(here, row({ tags: ['x', { y: 1 }], name: 'A' }))).toBe(null);
  expect(differenceOf(here, row({ name: 'A', tags: ['x', { y: 2 }], note: null }))).toBe('different');
  expect(differenceOf(here, row({ name: 'A', tags: ['x', { y: 1 }], note: '', more: 1 }))).toBe('different');
  expect(differenceOf(here, row(here.values, '2'))).toBe('different');
  expect(differenceOf(row({ name: 'A' }, null), row({ name: 'A' }, null))).toBe(null);
});
