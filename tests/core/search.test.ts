import { expect, test } from 'vitest';
import { isFound, searchText } from '../../src/core/search-text.ts';

test.each([
  ['Müller', 'muller'],
  ['CRÈME', 'creme'],
  ['e\u0301', 'e'],
  ['İstanbul', 'istanbul'],
  ['ISTANBUL', 'istanbul'],
  ['Straße', 'straße'],
  ['ΑΘΉΝΑ', 'αθηνα'],
  ['שָׁלוֹם', 'שלום'],
  ['', ''],
])('%s is searched as %s', (text, expected) => {
  expect(searchText(text)).toBe(expected);
});

test('a name is found by any part of it, and by nothing typed', () => {
  const name = searchText('Café Ümit GmbH');
  expect(isFound(name, searchText('fe um'))).toBe(true);
  expect(isFound(name, searchText('umit gmbh'))).toBe(true);
  expect(isFound(name, searchText('gmbh umit'))).toBe(false);
  expect(isFound(name, '')).toBe(true);
  expect(isFound('', 'a')).toBe(false);
});
