import { expect, test } from 'vitest';
import type { BaseRow, ETag, Values } from '../../src/core/row.ts';
import { settle } from '../../src/core/settle.ts';
import { changeOf, etag1, key1, workOrders } from '../service/work-orders.ts';

const row = (values: Values, etag: string | null = 'W/"9"'): BaseRow => ({
  key: key1,
  etag: etag as ETag | null,
  values,
});
const verdict = (change: Parameters<typeof changeOf>[0], current: BaseRow | null) =>
  settle(changeOf(change), workOrders, current);

test('a create is applied if the row is there as wanted, a conflict if another is there, to be sent again if none is', () => {
  const create = {
    kind: 'create' as const,
    baseETag: null,
    values: { msdyn_name: 'A', modifiedon: '2020-01-01T00:00:00Z' },
  };
  expect(verdict(create, row({ msdyn_name: 'A', modifiedon: '2026-01-01T00:00:00Z', duration: 0 }))).toBe('applied');
  expect(verdict(create, row({ msdyn_name: 'B' }))).toBe('conflict');
  expect(verdict(create, null)).toBe('resend');
});

test('values are compared as the service writes them', () => {
  const create = {
    kind: 'create' as const,
    values: { hours: 1.5, starts: '2026-01-01T10:00:00.123Z', notes: 'a\nb', msdyn_name: '' },
  };
  const current = row({ hours: '1.50', starts: '2026-01-01T11:00:00+01:00', notes: 'a\r\nb', msdyn_name: null });
  expect(verdict(create, current)).toBe('applied');
});

test('an update is applied if its columns are as wanted, whoever wrote them', () => {
  const update = { values: { duration: 5 }, oldValues: { duration: 4 } };
  expect(verdict(update, row({ duration: 5, msdyn_name: 'by someone' }))).toBe('applied');
  expect(verdict(update, row({ duration: 6 }))).toBe('conflict');
  expect(verdict(update, row({ duration: 4 }))).toBe('conflict');
  expect(verdict(update, row({ duration: 4 }, etag1))).toBe('resend');
  expect(verdict(update, null)).toBe('conflict');
});

test('a delete is applied if the row is gone, and a conflict if it is another version', () => {
  expect(verdict({ kind: 'delete' }, null)).toBe('applied');
  expect(verdict({ kind: 'delete' }, row({}))).toBe('conflict');
  expect(verdict({ kind: 'delete' }, row({}, etag1))).toBe('resend');
});

test('without ETags the old values stand in', () => {
  const update = { baseETag: null, values: { duration: 5 }, oldValues: { duration: 4 } };
  expect(verdict(update, row({ duration: 4 }, null))).toBe('resend');
  expect(verdict(update, row({ duration: 3 }, null))).toBe('conflict');
  const removal = { kind: 'delete' as const, baseETag: null, oldValues: { duration: 4, msdyn_name: 'A' } };
  expect(verdict(removal, row({ duration: 4, msdyn_name: 'A' }, null))).toBe('resend');
  expect(verdict(removal, row({ duration: 4, msdyn_name: 'B' }, null))).toBe('conflict');
});
