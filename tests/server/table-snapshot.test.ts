import { expect, it } from 'vitest';
import { capSnapshot } from '../../server/odata/table-snapshot.ts';

it.each([
  ['100:100:', ['99', '42'], '100:100:'],
  // 98 and 99 were rolled back, or belong to other tables.
  ['100:100:', ['97', null], '98:98:'],
  ['95:100:95,97,99', ['97', '96'], '95:98:95,97'],
  ['95:100:95,97', ['93', null], '94:94:'],
  // An empty table has seen nothing.
  ['100:104:100,102', [null, undefined], '1:1:'],
  [
    '9007199254740995:9007199254740997:9007199254740995',
    ['9007199254740996'],
    '9007199254740995:9007199254740997:9007199254740995',
  ],
] as const)('§5.2 of snapshot %s a table whose last transactions are %j has seen %s', (snapshot, seen, expected) => {
  expect(capSnapshot(snapshot, seen)).toBe(expected);
});
