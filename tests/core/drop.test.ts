import { expect, test } from 'vitest';
import { dropping, mayDrop } from '../../src/core/drop.ts';
import type { ETag, RowKey } from '../../src/core/row.ts';
import type { ColumnDefinition, TableDefinition } from '../../src/core/table.ts';
import { change } from './changes.ts';

const at = (key: string) => ({ table: 'order', key: key as RowKey });
const link = (name: string, isRequired: boolean): ColumnDefinition => ({
  name,
  label: name,
  type: { kind: 'lookup', targets: ['order'], navigation: name },
  isRequired,
  isReadOnly: false,
});
const order: TableDefinition = {
  name: 'order',
  setName: 'orders',
  label: 'Order',
  pluralLabel: 'Orders',
  keyColumn: 'id',
  nameColumn: 'name',
  columns: [link('parent', true), link('other', false)],
  privileges: { canCreate: true, canUpdate: true, canDelete: true },
  mayTrackChanges: true,
  modifiedColumn: null,
  rowFilter: null,
  intervalMs: null,
};
const parked = { kind: 'parked', why: 'refused' } as const;

test('a dropped update leaves later changes of its row, measured against what was there before it', () => {
  const first = change({
    ...at('a'),
    state: parked,
    values: { name: 'b', city: 'y' },
    oldValues: { name: 'a', city: 'x' },
  });
  const second = change({ ...at('a'), values: { name: 'c' }, oldValues: { name: 'b' } });
  const third = change({ ...at('a'), values: { name: 'd', city: 'z' }, oldValues: { name: 'c', city: 'y' } });
  const { removed, altered, unlinked } = dropping([first, second, third], first, [order]);
  expect(removed).toEqual([first]);
  expect(altered.map(({ oldValues }) => oldValues)).toEqual([{ name: 'a' }, { name: 'c', city: 'x' }]);
  expect(unlinked).toEqual([]);
});

test('a dropped create takes the later changes of its row along, and new rows that must point to it, and so on', () => {
  const root = change({ ...at('root'), kind: 'create', state: parked });
  const edit = change({ ...at('root') });
  const child = change({ ...at('child'), kind: 'create', values: { parent: 'root' }, dependsOn: [root.id] });
  const grandchild = change({ ...at('grand'), kind: 'create', values: { parent: 'child' }, dependsOn: [child.id] });
  const bystander = change({ ...at('b'), values: { name: 'x' } });
  const { removed, altered } = dropping([root, edit, child, grandchild, bystander], root, [order]);
  expect(removed).toEqual([root, edit, child, grandchild]);
  expect(altered).toEqual([]);
});

test('what can be without the link stays, without it', () => {
  const root = change({ ...at('root'), kind: 'create', state: parked });
  const created = change({ ...at('c'), kind: 'create', values: { name: 'c', other: 'root' }, dependsOn: [root.id] });
  const moved = change({
    ...at('m'),
    values: { name: 'm', parent: 'root' },
    oldValues: { name: 'n', parent: 'p' },
    dependsOn: [root.id],
  });
  const onlyMoved = change({
    ...at('o'),
    values: { parent: 'root' },
    oldValues: { parent: 'p' },
    dependsOn: [root.id],
  });
  const { removed, altered, unlinked } = dropping([root, created, moved, onlyMoved], root, [order]);
  expect(removed).toEqual([root, onlyMoved]);
  expect(altered.map(({ values, oldValues, dependsOn }) => [values, oldValues, dependsOn])).toEqual([
    [{ name: 'c' }, {}, []],
    [{ name: 'm' }, { name: 'n' }, []],
  ]);
  expect(unlinked).toEqual(altered);
});

test('a row that is there at the service keeps what points to it, whoever made it', () => {
  const theirs = { etag: '2' as ETag, values: {} };
  const met = change({ ...at('a'), kind: 'create', state: { kind: 'conflict', theirs } });
  const child = change({ ...at('c'), kind: 'create', values: { parent: 'a' }, dependsOn: [met.id] });
  expect(dropping([met, child], met, [order])).toEqual({ removed: [met], altered: [], unlinked: [] });
});

test('changes of a group go together', () => {
  const one = change({ ...at('a'), group: 'g' });
  const two = change({ ...at('b'), group: 'g' });
  expect(dropping([one, two, change(at('c'))], two, [order]).removed).toEqual([one, two]);
});

test('only what waits for a person, or never left the device, may be dropped', () => {
  const states = [parked, { kind: 'conflict', theirs: null }, { kind: 'pending' }, { kind: 'maybe sent' }] as const;
  expect(states.map((state) => mayDrop(change({ state })))).toEqual([true, true, true, false]);
  expect(mayDrop(change({ attempts: 1 }))).toBe(false);
});
