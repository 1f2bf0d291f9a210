import type { Values } from '../../src/core/row.ts';
import { equal, ok } from './assert.ts';
import { type ContractCase, freshName } from './contract.ts';
import {
  acknowledge,
  at,
  create,
  customers,
  key,
  keysOf,
  orders,
  portion,
  query,
  remove,
  replica,
  row,
  save,
  shows,
  update,
} from './store-fixtures.ts';

/** Values of one column by row key, and the keys in ascending order with the empty ones apart. */
const sorts: readonly {
  readonly column: string;
  readonly values: Values;
  readonly order: string;
  readonly empty: string;
}[] = [
  // German: umlauts with their letters, ß as ss, case after letters; not numeric; other scripts behind.
  {
    column: 'name',
    values: {
      a: 'Zebra',
      b: 'äpfel',
      c: 'Apfel',
      d: 'apfel',
      e: '10',
      f: '9',
      g: 'Straße',
      h: 'strasse',
      i: 'שלום',
      j: null,
      k: '',
      l: 'Ωmega',
    },
    order: 'e f d c b h g a l i',
    empty: 'j k',
  },
  { column: 'count', values: { a: 10, b: 9, c: -1, d: null, e: 0 }, order: 'c e b a', empty: 'd' },
  { column: 'price', values: { a: 10.5, b: 10.25, c: null, d: 100 }, order: 'b a d', empty: 'c' },
  { column: 'weight', values: { a: 0.125, b: 0.0625, c: 3 }, order: 'b a c', empty: '' },
  { column: 'due', values: { a: '2026-02-01', b: '2025-12-31', c: null, d: '2026-01-31' }, order: 'b d a', empty: 'c' },
  {
    column: 'start',
    values: { a: '2026-01-01T12:00:00Z', b: '2026-01-01T11:59:59.5Z', c: '2026-01-01T12:30:00+01:00', d: null },
    order: 'c b a',
    empty: 'd',
  },
  { column: 'urgent', values: { a: true, b: false, c: null }, order: 'b a', empty: 'c' },
  { column: 'state', values: { a: 1, b: 2, c: 3, d: null }, order: 'c b a', empty: 'd' },
  { column: 'notes', values: { a: 'b', b: 'A', c: '' }, order: 'b a', empty: 'c' },
  { column: 'customer', values: { a: 'k1', b: 'k2', c: 'k3', d: null, e: 'nowhere' }, order: 'b c a', empty: 'd e' },
];
const targets = [row('k1', { name: 'Zeta' }), row('k2', { name: 'Alpha' }), row('k3', { name: 'Älter' })];

function reversed(order: string): string {
  return order.split(' ').reverse().join(' ');
}

const sortCases = sorts.map(
  ({ column, values, order, empty }): ContractCase => ({
    name: `a view is sorted by ${column}, empty last both ways`,
    run: async (open) => {
      const store = await open(freshName());
      const rows = Object.entries(values).map(([one, value]) => row(one, { [column]: value }));
      await replica(store, { order: [...rows].reverse(), customer: targets });
      const up = await store.openView(query({ sortColumn: column }));
      const down = await store.openView(query({ sortColumn: column, direction: 'descending' }));
      equal(await keysOf(up), `${order} ${empty}`.trim(), 'ascending');
      equal(await keysOf(down), `${reversed(order)} ${empty}`.trim(), 'descending');
      equal([up.total(), down.total()], [rows.length, rows.length], 'totals');
    },
  }),
);

export const viewCases: readonly ContractCase[] = [
  ...sortCases,
  {
    name: 'ties go by row key, ascending both ways',
    run: async (open) => {
      const store = await open(freshName());
      const rows = ['b', 'a', 'B', 'c'].map((one) => row(one, { name: 'same', count: one === 'c' ? 1 : 2 }));
      await replica(store, { order: rows });
      const byName = await store.openView(query({ direction: 'descending' }));
      equal(await keysOf(byName), 'B a b c', 'all the same');
      const byCount = await store.openView(query({ sortColumn: 'count', direction: 'descending' }));
      equal(await keysOf(byCount), 'B a b c', 'two groups');
    },
  },
  {
    name: 'a window gives the rows at its places, fewer at the end, with values, mark and lookup names',
    run: async (open) => {
      const store = await open(freshName());
      const rows = ['a', 'b', 'c', 'd'].map((one) => row(one, { name: one, customer: one === 'b' ? 'k1' : null }));
      await replica(store, { order: rows, customer: [row('k1', { name: 'Zeta' })] });
      const view = await store.openView(query());
      const values = { id: 'b', name: 'b', customer: 'k1' };
      const expected = { key: 'b', values, mark: 'none', lookupNames: { customer: 'Zeta' } };
      const [first, second] = await view.window(1, 2);
      equal([first, second?.key, second?.lookupNames], [expected, 'c', {}], 'from 1, 2 rows');
      equal(
        (await view.window(3, 10)).map((seen) => seen.key),
        ['d'],
        'at the end',
      );
      equal([await view.window(4, 10), await view.window(0, 0)], [[], []], 'beyond the end, and none');
      equal(view.total(), 4, 'total');
    },
  },
  {
    name: 'search finds parts of names whatever their case and accents, and nothing else',
    run: async (open) => {
      const store = await open(freshName());
      const names: Values = {
        a: 'Müller GmbH',
        b: 'MULLER',
        c: 'Miller',
        d: 'Straße',
        e: null,
        f: 'Crème brûlée',
        g: 'İstanbul',
        h: 'ΑΘΉΝΑ',
      };
      await replica(store, { order: Object.entries(names).map(([one, name]) => row(one, { name, notes: 'muller' })) });
      const found = async (search: string) => keysOf(await store.openView(query({ sortColumn: 'id', search })));
      equal(await found('müller'), 'a b', 'müller');
      equal(await found('ULLER g'), 'a', 'ULLER g');
      equal(await found('CREME BRULEE'), 'f', 'CREME BRULEE');
      equal(await found('istanbul'), 'g', 'istanbul');
      equal(await found('αθηνα'), 'h', 'αθηνα');
      equal(await found('nobody'), '', 'nobody');
      equal(await found(''), 'a b c d e f g h', 'nothing typed');
    },
  },
  {
    name: 'waiting changes are in the view: created rows there, changed rows in their new place, deleted rows not',
    run: async (open) => {
      const store = await open(freshName());
      await replica(store, { order: ['a', 'b', 'c', 'd'].map((one) => row(one, { name: one })) });
      await save(store, update(at('order', 'a'), { name: 'z' }));
      await save(store, create(at('order', 'n'), { name: 'aa' }));
      await save(store, remove(at('order', 'c')));
      const before = await store.openView(query());
      equal(await keysOf(before), 'n b d a', 'opened after');
      await save(store, update(at('order', 'b'), { name: 'y' }));
      await store.commitEdit(remove(at('order', 'n')));
      equal(await keysOf(before), 'd b a', 'the same view after more changes');
      equal((await before.window(1, 1))[0]?.mark, 'waiting', 'the mark');
      equal((await store.row(at('order', 'c')))?.isDeleteWaiting, true, 'the deleted row is still told of');
    },
  },
  {
    name: 'a view follows commits and edits of another context and tells of them',
    run: async (open) => {
      const name = freshName();
      const [store, other] = [await open(name), await open(name)];
      const stamp = await replica(store, { order: ['a', 'b', 'c'].map((one) => row(one, { name: one })) });
      const view = await other.openView(query());
      equal(await keysOf(view), 'a b c', 'at first');
      await store.commitPull(
        stamp,
        await portion(store, 'order', {
          rows: [row('a', { name: 'x' }, '2'), row('d', { name: 'aa' })],
          removals: [key('b')],
        }),
      );
      await shows(view, 'd c a', 'after a pull elsewhere');
      await save(store, update(at('order', 'c'), { name: 'zz' }));
      await shows(view, 'd a c', 'after an edit elsewhere');
      await save(store, remove(at('order', 'd')));
      await shows(view, 'a c', 'after a delete elsewhere');
      equal(view.total(), 2, 'total');
    },
  },
  {
    name: 'an acknowledged change never vanishes from view before its row appears',
    run: async (open) => {
      const name = freshName();
      const [store, other] = [await open(name), await open(name)];
      const stamp = await replica(store, { order: [row('a', { name: 'a' })] });
      const view = await other.openView(query());
      const seen: string[] = [];
      const look = async () => void seen.push(await keysOf(view));
      const change = await save(store, create(at('order', 'n'), { name: 'n' }));
      await shows(view, 'a n', 'the created row');
      view.subscribe(() => void look());
      const looks = [look(), acknowledge(store, stamp, change, row('n', { name: 'n' })), look(), look()];
      await Promise.all(looks);
      await look();
      equal(
        seen.filter((keys) => keys !== 'a n'),
        [],
        'every look',
      );
      equal((await view.window(1, 1))[0]?.mark, 'none', 'the mark in the end');
    },
  },
  {
    name: 'a view sorted by a lookup follows the names of its targets',
    run: async (open) => {
      const store = await open(freshName());
      const rows = [row('a', { name: 'a', customer: 'k1' }), row('b', { name: 'b', customer: 'k2' })];
      const stamp = await replica(store, {
        order: rows,
        customer: [row('k1', { name: 'A' }), row('k2', { name: 'B' })],
      });
      const view = await store.openView(query({ sortColumn: 'customer' }));
      equal(await keysOf(view), 'a b', 'at first');
      await store.commitPull(stamp, await portion(store, 'customer', { rows: [row('k1', { name: 'C' }, '2')] }));
      await shows(view, 'b a', 'after the target was renamed by a pull');
      await save(store, update(at('customer', 'k2'), { name: 'D' }));
      await shows(view, 'a b', 'after the target was renamed here');
      equal((await view.window(1, 1))[0]?.lookupNames, { customer: 'D' }, 'the name shown');
    },
  },
  {
    name: 'a view tells of commits that may have changed it, not of others, and not when closed',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'a' })], customer: [row('k1')] });
      const customersView = await store.openView(query({ table: 'customer' }));
      const ordersView = await store.openView(query());
      let told = 0;
      customersView.subscribe(() => told++);
      const stop = ordersView.subscribe(() => told++);
      await save(store, update(at('order', 'a'), { name: 'b' }));
      await shows(ordersView, 'a', 'settled');
      await new Promise((resolve) => setTimeout(resolve, 30));
      equal(told, 1, 'told once, of the changed table');
      stop();
      customersView.close();
      await store.commitPull(stamp, await portion(store, 'customer', { rows: [row('k2')] }));
      await new Promise((resolve) => setTimeout(resolve, 30));
      equal(told, 1, 'told after stopping');
    },
  },
  {
    name: 'views opened before there are definitions, and under changed definitions, come right',
    run: async (open) => {
      const store = await open(freshName());
      const early = await store.openView(query({ sortColumn: 'state' }));
      equal([early.total(), await early.window(0, 10)], [0, []], 'without a definition');
      const stamp = await replica(store, { order: [row('a', { state: 1 }), row('b', { state: 2 })] });
      await shows(early, 'b a', 'after the definition and the rows came');
      const options = [
        { value: 1, label: 'Anfang' },
        { value: 2, label: 'Ende' },
      ];
      const columns = orders.columns.map((one) =>
        one.name === 'state' ? { ...one, type: { kind: 'choice', options } as const } : one,
      );
      await store.commitTables(stamp, [{ ...orders, columns }, customers]);
      await shows(early, 'a b', 'after the labels changed');
    },
  },
  {
    name: 'a view that grows while it is read portion by portion ends with every row once',
    run: async (open) => {
      const name = freshName();
      const [store, other] = [await open(name), await open(name)];
      const stamp = await replica(store, { customer: [] });
      await store.beginRead(stamp, { table: 'order', strategy: 'full read', epoch: null });
      const view = await other.openView(query({ sortColumn: 'count' }));
      const all = Array.from({ length: 600 }, (_, index) => row(`r${index}`, { count: (index * 7_919) % 600 }));
      for (let from = 0; from < all.length; from += 100) {
        await store.commitPull(stamp, await portion(store, 'order', { rows: all.slice(from, from + 100) }));
        if (from === 200) ok((await view.window(0, 1_000)).length >= 100, 'rows are usable as they come');
      }
      const expected = all.toSorted((a, b) => Number(a.values.count) - Number(b.values.count)).map((one) => one.key);
      await shows(view, expected.join(' '), 'the whole');
    },
  },
];
