import { expect, test } from 'vitest';
import type { RowKey } from '../../src/core/row.ts';
import { literal } from '../../src/service/literal.ts';
import { retryAfterMs } from '../../src/service/retry-after.ts';
import { rowKeyOf, rowKeyOfId } from '../../src/service/row-key.ts';
import { rowPath, urlOf } from '../../src/service/url.ts';

const guid = 'AAAAAAAA-aaaa-4aaa-8aaa-aaaaaaaaaaaa';

test('literals are written as OData wants them', () => {
  expect(literal({ kind: 'guid', value: guid })).toBe(guid);
  expect(literal({ kind: 'text', value: "O'Neil's" })).toBe("'O''Neil''s'");
  expect(literal({ kind: 'number', value: 1.5 })).toBe('1.5');
  expect(literal({ kind: 'yes/no', value: true })).toBe('true');
  expect(literal({ kind: 'empty' })).toBe('null');
});

test.each(['guid', 'text', 'number', 'yes/no'] as const)('a missing %s is refused, not left out', (kind) => {
  expect(() => literal({ kind, value: undefined } as never)).toThrow(TypeError);
});

test('a GUID that is none is refused', () => {
  expect(() => literal({ kind: 'guid', value: '1) or (1 eq 1' })).toThrow(TypeError);
});

test('keys stand in a path bare or quoted, encoded', () => {
  expect(rowPath({ setName: 'accounts' }, guid as RowKey)).toBe(`accounts(${guid})`);
  expect(rowPath({ setName: 'books' }, "a/b'c?" as RowKey)).toBe("books('a%2Fb''c%3F')");
});

test('options are encoded, and what may stay readable does', () => {
  const url = urlOf('https://x/', 'a', { select: 'b,c', filter: "n eq 'å & ö'", expand: 'A($select=B;$top=1)' });
  expect(url).toBe("https://x/a?$select=b,c&$filter=n%20eq%20'%C3%A5%20%26%20%C3%B6'&$expand=A($select=B;$top=1)");
});

test('keys are canonical', () => {
  expect(rowKeyOf(guid)).toBe(guid.toLowerCase());
  expect(rowKeyOf('Straße')).toBe('Straße');
  expect(rowKeyOf(42)).toBe('42');
  expect([rowKeyOf(''), rowKeyOf(null), rowKeyOf(1.5), rowKeyOf({})]).toEqual([null, null, null, null]);
  expect(rowKeyOfId(`https://x/accounts(${guid})`)).toBe(guid.toLowerCase());
  expect(rowKeyOfId("books('O''Neil%20(jr)')")).toBe("O'Neil (jr)");
  expect(rowKeyOfId('books(7)')).toBe('7');
  expect(rowKeyOfId(guid)).toBe(guid.toLowerCase());
});

test('Retry-After is never believed beyond a day, and a past date means now', () => {
  expect(retryAfterMs('999999999', null, 0)).toBe(86_400_000);
  expect(retryAfterMs('Thu, 01 Jan 1970 00:00:10 GMT', null, 4_000)).toBe(6_000);
  expect(retryAfterMs('Thu, 01 Jan 1970 00:00:10 GMT', null, 40_000)).toBe(0);
  expect(retryAfterMs(null, null, 0)).toBeNull();
});
