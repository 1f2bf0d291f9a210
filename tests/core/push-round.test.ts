import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import { nextRound, type RoundGround } from '../../src/core/push-round.ts';
import { heldByPerson, readyPieces } from '../../src/core/sendable.ts';
import { orders } from '../contracts/store-fixtures.ts';
import { change } from './changes.ts';

const of = (key: string, more: Partial<Change> = {}) => change({ key: key as Change['key'], ...more });
const parked = { kind: 'parked', why: 'refused' } as const;
const troubled = { status: 500, code: '', message: '', at: 1 };

function round(outbox: readonly Change[], more: Partial<RoundGround> = {}) {
  const found = nextRound(outbox, { tables: [orders], setAside: new Set(), batchSize: 10, canBatch: true, ...more });
  return found && [found.kind, ...found.changes.map(({ key }) => key)];
}

describe('what goes out next', () => {
  test('is one change of each row that waits for nothing, in the order made', () => {
    const made = of('new', { kind: 'create', baseETag: null });
    const pointing = of('p', { dependsOn: [made.id] });
    const outbox = [of('a'), of('a'), made, pointing, of('b', { state: parked }), of('b'), of('c', { kind: 'delete' })];
    expect(round(outbox)).toEqual(['batch', 'a', 'new', 'c']);
    expect(round(outbox, { batchSize: 2 })).toEqual(['batch', 'a', 'new']);
    expect(round([of('b', { state: parked }), of('b')])).toBeNull();
  });

  test('is no batch for a single change, or where the service takes none', () => {
    expect(round([of('a')])).toEqual(['apart', 'a']);
    expect(
      round(
        ['a', 'b', 'c', 'd', 'e'].map((key) => of(key)),
        { canBatch: false },
      ),
    ).toEqual(['apart', 'a', 'b', 'c', 'd']);
  });

  test('is one change where batches broke, so that it shows which one breaks them', () => {
    expect(round([of('a'), of('b')], { batchSize: 1 })).toEqual(['apart', 'a']);
  });

  test('leaves a delete by itself where requests run side by side', () => {
    const outbox = [of('a'), of('b', { kind: 'delete' }), of('c')];
    expect(round(outbox, { canBatch: false })).toEqual(['apart', 'a']);
    expect(round(outbox.slice(1), { canBatch: false })).toEqual(['apart', 'b']);
  });

  test('is no more text than a slow line sends before the answer is given up, but at least one change', () => {
    const long = (key: string) => of(key, { values: { notes: 'x'.repeat(60_000) } });
    expect(round([long('a'), long('b'), long('c'), of('d')])).toEqual(['batch', 'a', 'b']);
    expect(round([long('a'), long('b'), long('c')], { canBatch: false })).toEqual(['apart', 'a', 'b']);
    expect(round([of('a', { values: { notes: 'x'.repeat(900_000) } }), of('b')])).toEqual(['apart', 'a']);
  });

  test('reads first what has no version, beside no batch', () => {
    const outbox = [of('a', { baseETag: null }), of('b'), of('c')];
    expect(round(outbox)).toEqual(['batch', 'b', 'c']);
    expect(round(outbox.slice(0, 2))).toEqual(['apart', 'a', 'b']);
  });

  test('leaves what met trouble of its own to the end', () => {
    const outbox = [of('a', { lastAnswer: troubled }), of('b'), of('c')];
    expect(round(outbox)).toEqual(['batch', 'b', 'c']);
    expect(round(outbox.slice(0, 1))).toEqual(['apart', 'a']);
  });

  test('is a group whole, once all of it may go', () => {
    const group = [of('a', { group: 'g' }), of('b', { group: 'g' })];
    expect(round([...group, of('c')])).toEqual(['group', 'a', 'b']);
    expect(round([of('b'), ...group, of('c')])).toEqual(['batch', 'b', 'c']);
    expect(round([...group, of('c')], { setAside: new Set([group[1]?.id ?? '']) })).toEqual(['apart', 'c']);
  });
});

test('changes of a group may wait for each other: they are applied in one step', () => {
  const made = of('new', { kind: 'create', baseETag: null, group: 'g' });
  const pointing = of('p', { dependsOn: [made.id], group: 'g' });
  expect(readyPieces([made, pointing])).toEqual([[made, pointing]]);
  expect(readyPieces([made, { ...pointing, group: 'h' }])).toEqual([[made]]);
});

test('a change that waits for a person holds back its group, and what is behind that', () => {
  const first = of('a', { group: 'g' });
  const outbox = [of('x'), of('a2'), first, of('b', { group: 'g', state: parked }), of('a'), of('c')];
  const held = heldByPerson(outbox);
  expect(outbox.filter(({ id }) => held.has(id)).map(({ key }) => key)).toEqual(['a', 'b', 'a']);
  const before = [of('a'), { ...first }, of('b', { group: 'g', state: parked })];
  expect(heldByPerson(before).has(before[0]?.id ?? first.id)).toBe(false);
});
