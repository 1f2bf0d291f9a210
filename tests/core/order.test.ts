import { describe, expect, test } from 'vitest';
import { collatorFor, compareKeys, compareValues, sortValue } from '../../src/core/order.ts';
import type { Json, RowKey } from '../../src/core/row.ts';
import type { ColumnType } from '../../src/core/table.ts';

const sortedBy = (type: ColumnType, value: Json | undefined) =>
  sortValue({ name: 'c', label: 'c', type, isRequired: false, isReadOnly: false }, value);
const text: ColumnType = { kind: 'text', maxLength: 10 };
const choice: ColumnType = { kind: 'choice', options: [{ value: 1, label: 'One' }] };

describe('what a value is sorted by', () => {
  test.each([
    [text, 'b', 'b'],
    [text, '', null],
    [text, null, null],
    [text, undefined, null],
    [{ kind: 'integer', min: 0, max: 9 }, 0, 0],
    [{ kind: 'money', min: 0, max: 9, precision: 2 }, '12.5', 12.5],
    [{ kind: 'decimal', min: 0, max: 9, precision: 2 }, 'x', null],
    [{ kind: 'yes/no', yes: 'y', no: 'n' }, false, 0],
    [{ kind: 'yes/no', yes: 'y', no: 'n' }, true, 1],
    [{ kind: 'date' }, '1970-01-02', 86_400_000],
    [{ kind: 'date and time' }, '1970-01-01T01:00:01+01:00', 1_000],
    [{ kind: 'date and time' }, 'soon', null],
    [choice, 1, 'One'],
    [choice, 7, '7'],
    [{ kind: 'lookup', targets: [], navigation: '' }, 'key', 'key'],
    [{ kind: 'other', wireType: 'x' }, { a: 1 }, '{"a":1}'],
  ] as const satisfies readonly (readonly [ColumnType, Json | undefined, unknown])[])(
    '%j %j: %j',
    (type, value, expected) => {
      expect(sortedBy(type, value)).toBe(expected);
    },
  );
});

describe('order', () => {
  const sorted = (locale: string, values: readonly (string | number | null)[], direction = 'ascending' as const) =>
    values.toSorted((a, b) => compareValues(collatorFor(locale), direction, a, b));

  test('of text is that of the language', () => {
    expect(sorted('de', ['z', 'ä', 'a', 'Z', 'b'])).toEqual(['a', 'ä', 'b', 'z', 'Z']);
    expect(sorted('sv', ['z', 'ä', 'a', 'ö', 'å'])).toEqual(['a', 'z', 'å', 'ä', 'ö']);
  });

  test('of digits in text is by character, not by number', () => {
    expect(sorted('de', ['10', '9', '1'])).toEqual(['1', '10', '9']);
  });

  test('puts empty last both ways', () => {
    const collator = collatorFor('de');
    expect(compareValues(collator, 'ascending', null, 'a')).toBeGreaterThan(0);
    expect(compareValues(collator, 'descending', null, 'a')).toBeGreaterThan(0);
    expect(compareValues(collator, 'ascending', 0, null)).toBeLessThan(0);
    expect(compareValues(collator, 'descending', 0, null)).toBeLessThan(0);
    expect(compareValues(collator, 'descending', null, null)).toBe(0);
  });

  test('of keys is by code unit in every language', () => {
    const keys = ['b', 'a', 'B', 'ä', '10', '9'] as RowKey[];
    expect(keys.toSorted(compareKeys)).toEqual(['10', '9', 'B', 'a', 'b', 'ä']);
  });
});
