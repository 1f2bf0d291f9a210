import type { TableCheck } from '../../src/core/self-check.ts';
import { equal, rejects } from './assert.ts';
import { type ContractCase, freshName } from './contract.ts';
import { acknowledge, at, begin, key, keysOf, query, replica, row, save, shows, update } from './store-fixtures.ts';

const found: TableCheck = {
  table: 'order',
  at: 5,
  rowsCompared: 3,
  missing: [key('a')],
  excess: [],
  different: [key('b')],
  names: { a: 'A' },
  problem: null,
  isRepaired: false,
};

export const checkCases: readonly ContractCase[] = [
  {
    name: 'the outcome of a check is kept by table, the newest one',
    run: async (open) => {
      const name = freshName();
      const store = await open(name);
      const stamp = await begin(store);
      await store.commitCheck(stamp, found);
      await store.commitCheck(stamp, { ...found, table: 'customer', problem: 'No' });
      await store.commitCheck(stamp, { ...found, at: 6, isRepaired: true });
      const { checks } = await (await open(name)).facts();
      equal(
        [...checks].sort((a, b) => a.table.localeCompare(b.table)),
        [
          { ...found, table: 'customer', problem: 'No' },
          { ...found, at: 6, isRepaired: true },
        ],
        'the checks',
      );
    },
  },
  {
    name: 'base rows are read without what waits, in the order asked for',
    run: async (open) => {
      const store = await open(freshName());
      await replica(store, { order: [row('a', { name: 'base' }), row('b')] });
      await save(store, update(at('order', 'a'), { name: 'mine' }));
      equal(await store.baseRows('order', [key('c'), key('a')]), [null, row('a', { name: 'base' })], 'the rows');
      equal(await store.baseKeys('order'), ['a', 'b'], 'the keys');
      equal(await store.baseRows('order', []), [], 'no rows');
    },
  },
  {
    name: 'a repair puts rows in place whatever version is here, takes others away, and is seen in lists at once',
    run: async (open) => {
      const name = freshName();
      const [store, other] = [await open(name), await open(name)];
      const stamp = await replica(store, { order: [row('a', { name: 'damaged' }), row('b', { name: 'b' })] });
      const views = [await store.openView(query()), await other.openView(query())];
      await save(store, update(at('order', 'a'), { count: 7 }));
      const landing = await store.commitRepair(stamp, {
        table: 'order',
        rows: [row('a', { name: 'right' }), row('c', { name: 'c' })],
        removals: [key('b')],
        askedAt: await store.commitNumber(),
        epoch: null,
      });
      equal(landing, 'landed', 'the landing');
      for (const view of views) await shows(view, 'c a', 'the list');
      const opened = await store.row(at('order', 'a'));
      equal([opened?.seen.values.name, opened?.seen.values.count], ['right', 7], 'what is seen');
      equal(opened?.changes.length, 1, 'unsent work');
      equal((await keysOf(await store.openView(query()))).length, 3, 'a list opened later');
    },
  },
  {
    name: 'a repair never undoes a row acknowledged after it was asked for',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old' })] });
      const askedAt = await store.commitNumber();
      const change = await save(store, update(at('order', 'a'), { name: 'new' }));
      await acknowledge(store, stamp, change, row('a', { name: 'new' }, '2'));
      const repair = { table: 'order', rows: [row('a', { name: 'old' })], removals: [], askedAt, epoch: null };
      equal(await store.commitRepair(stamp, repair), 'stale', 'with the row');
      equal(await store.commitRepair(stamp, { ...repair, rows: [], removals: [key('a')] }), 'stale', 'as a removal');
      equal((await store.baseRow(at('order', 'a')))?.values.name, 'new', 'the row');
    },
  },
  {
    name: 'check and repair end with the fence',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a')] });
      await begin(store);
      const repair = { table: 'order', rows: [], removals: [key('a')], askedAt: 0, epoch: null };
      await rejects(store.commitRepair(stamp, repair), 'FenceLost', 'a repair');
      await rejects(store.commitCheck(stamp, found), 'FenceLost', 'a check');
      equal((await store.baseKeys('order')).length, 1, 'rows');
    },
  },
];
