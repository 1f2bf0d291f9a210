import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/core/row.ts';
import type { ColumnType } from '../../src/core/table.ts';
import { isEmpty, isSameJson, isSameValue } from '../../src/core/value.ts';

const text: ColumnType = { kind: 'text', maxLength: 10 };
const money: ColumnType = { kind: 'money', min: 0, max: 9, precision: 2 };
const time: ColumnType = { kind: 'date and time' };
type Row = readonly [type: ColumnType, a: Json | undefined, b: Json | undefined];

describe('two values say the same', () => {
  test.each<Row>([
    [text, 'a', 'a'],
    [text, null, ''],
    [text, undefined, null],
    [{ kind: 'long text', maxLength: 10 }, 'a\r\nb', 'a\nb'],
    [{ kind: 'integer', min: 0, max: 9 }, 1, '1'],
    [money, 12.5, '12.500'],
    [money, 0.1 + 0.2, 0.3],
    [money, 1.004, 1],
    [time, '2026-01-01T10:00:00Z', '2026-01-01T10:00:00.000Z'],
    [time, '2026-01-01T10:00:00Z', '2026-01-01T11:00:00+01:00'],
    [time, '2026-01-01T10:00:00.4Z', '2026-01-01T10:00:00Z'],
    [{ kind: 'choice', options: [] }, 1, '1'],
    [
      { kind: 'other', wireType: 'x' },
      { a: [1], b: 2 },
      { b: 2, a: [1] },
    ],
  ])('%j: %j, %j', (type, a, b) => {
    expect(isSameValue(type, a, b)).toBe(true);
    expect(isSameValue(type, b, a)).toBe(true);
  });
});

describe('two values differ', () => {
  test.each<Row>([
    [text, 'a', 'A'],
    [text, 'a', null],
    [text, 'a\r\nb', 'a\nb'],
    [{ kind: 'integer', min: 0, max: 9 }, 0, null],
    [money, 1, 1.01],
    [{ kind: 'yes/no', yes: 'y', no: 'n' }, false, null],
    [{ kind: 'yes/no', yes: 'y', no: 'n' }, false, true],
    [{ kind: 'date' }, '2026-01-01', '2026-01-02'],
    [time, '2026-01-01T10:00:00Z', '2026-01-01T10:00:01Z'],
    [time, 'soon', 'later'],
    [{ kind: 'lookup', targets: [], navigation: '' }, 'a', 'b'],
    [{ kind: 'other', wireType: 'x' }, { a: 1 }, { a: 1, b: null }],
  ])('%j: %j, %j', (type, a, b) => {
    expect(isSameValue(type, a, b)).toBe(false);
    expect(isSameValue(type, b, a)).toBe(false);
  });
});

test('only nothing is empty', () => {
  expect([null, undefined, ''].map(isEmpty)).toEqual([true, true, true]);
  expect([0, false, ' ', [], {}].map((value) => isEmpty(value as Json))).toEqual([false, false, false, false, false]);
});

test('wire values are compared all the way down', () => {
  expect(isSameJson([1, { a: [null] }], [1, { a: [null] }])).toBe(true);
  expect(isSameJson([1, 2], [2, 1])).toBe(false);
  expect(isSameJson([], {})).toBe(false);
  expect(isSameJson(null, {})).toBe(false);
  expect(isSameJson({ a: 1 }, { b: 1 })).toBe(false);
  expect(isSameJson({ toString: 1 }, { other: 1 })).toBe(false);
});
