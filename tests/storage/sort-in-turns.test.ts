import fc from 'fast-check';
import { expect, test } from 'vitest';
import { insertSorted, sortInTurns } from '../../src/storage/views/sort-in-turns.ts';
import { rowsPerTurn } from '../../src/storage/views/turn.ts';

const byNumber = (a: number, b: number) => a - b;

test('sorts lists longer than a turn as sorting at once does, and leaves the list alone', async () => {
  for (const length of [0, 1, rowsPerTurn, rowsPerTurn + 1, rowsPerTurn * 3 + 7]) {
    const items = Array.from({ length }, (_, index) => (index * 7_919) % 10_007);
    const before = [...items];
    expect(await sortInTurns(items, byNumber)).toEqual(items.toSorted(byNumber));
    expect(items).toEqual(before);
  }
});

test('lets others have their turn while it sorts', async () => {
  let turns = 0;
  const items = Array.from({ length: rowsPerTurn * 4 }, (_, index) => -index);
  const sorting = sortInTurns(items, byNumber).then(() => 'sorted');
  const ticking = (async () => {
    for (;;) {
      turns++;
      if ((await Promise.race([sorting, new Promise((resolve) => setImmediate(resolve))])) === 'sorted') return;
    }
  })();
  await Promise.all([sorting, ticking]);
  expect(turns).toBeGreaterThan(2);
});

test('inserting keeps a list sorted', () => {
  const lists = fc.array(fc.nat(20));
  fc.assert(
    fc.property(lists, lists, (a, b) => {
      const merged = insertSorted(a.toSorted(byNumber), b.toSorted(byNumber), byNumber);
      expect(merged).toEqual([...a, ...b].sort(byNumber));
    }),
  );
});
