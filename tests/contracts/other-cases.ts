import type { TableDefinition } from '../../src/core/table.ts';
import { noFacts } from '../fixtures/no-facts.ts';
import { equal, ok, rejects } from './assert.ts';
import { type ContractCase, freshName } from './contract.ts';
import {
  at,
  begin,
  create,
  customers,
  orders,
  portion,
  remove,
  replica,
  row,
  save,
  sendOff,
  update,
} from './store-fixtures.ts';

export const otherCases: readonly ContractCase[] = [
  {
    name: 'a database has one identity, whoever asks and whenever',
    run: async (open) => {
      const name = freshName();
      const [store, other] = [await open(name), await open(name)];
      const { storeId } = await store.identity();
      ok(storeId !== '', 'there is one');
      equal(await other.identity(), { storeId }, 'in another context');
      store.close();
      equal(await (await open(name)).identity(), { storeId }, 'after reopening');
      ok((await (await open(freshName())).identity()).storeId !== storeId, 'another database has another');
      equal(store.name, name, 'the name');
    },
  },
  {
    name: 'commits of the base side are numbered, edits are not; hints reach every context',
    run: async (open) => {
      const name = freshName();
      const [store, other] = [await open(name), await open(name)];
      let heard = 0;
      const stop = other.onCommit(() => heard++);
      let own = 0;
      store.onCommit(() => own++);
      equal(await store.commitNumber(), 0, 'before the first');
      await save(store, create(at('order', 'a'), {}));
      equal(await store.commitNumber(), 0, 'after an edit');
      await new Promise((resolve) => setTimeout(resolve, 30));
      equal([heard, own], [1, 1], 'hints after an edit');
      const stamp = await begin(store);
      await store.commitPull(stamp, await portion(store, 'customer', { rows: [row('x')] }));
      equal(await other.commitNumber(), 1, 'after a pull');
      await new Promise((resolve) => setTimeout(resolve, 30));
      ok(heard > 1, 'hints after a pull');
      const before = heard;
      stop();
      await save(store, update(at('order', 'b'), {}));
      await new Promise((resolve) => setTimeout(resolve, 30));
      equal(heard, before, 'hints after stopping');
    },
  },
  {
    name: 'an opened row has what is seen, its base, its changes and its lookup names',
    run: async (open) => {
      const store = await open(freshName());
      equal(await store.row(at('order', 'a')), null, 'a row that is not there');
      const stamp = await replica(store, {
        order: [row('a', { name: 'a', customer: 'k' }, '3')],
        customer: [row('k', { name: 'K' })],
      });
      const first = await save(store, update(at('order', 'a'), { name: 'b' }));
      const sending = await sendOff(store, stamp, first.id);
      const second = await save(store, update(at('order', 'a'), { name: 'c' }));
      const opened = await store.row(at('order', 'a'));
      const seen = {
        key: 'a',
        values: { id: 'a', name: 'c', customer: 'k' },
        mark: 'sending',
        lookupNames: { customer: 'K' },
      };
      equal(
        opened,
        {
          address: at('order', 'a'),
          seen,
          baseETag: '3',
          base: { id: 'a', name: 'a', customer: 'k' },
          changes: [sending, second],
          isDeleteWaiting: false,
        },
        'the row',
      );
      const created = await save(store, create(at('customer', 'n'), { name: 'N' }));
      const fresh = await store.row(at('customer', 'n'));
      equal(
        [fresh?.seen.values, fresh?.baseETag, fresh?.changes],
        [{ name: 'N' }, null, [created]],
        'a row created here',
      );
      await save(store, update(at('order', 'a'), { customer: 'n' }));
      equal((await store.row(at('order', 'a')))?.seen.lookupNames, { customer: 'N' }, 'a name that is not sent yet');
    },
  },
  {
    name: 'a row whose delete waits is opened as it was before the delete',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'a' })] });
      const change = await save(store, remove(at('order', 'a'), { oldValues: { id: 'a', name: 'a' } }));
      const opened = await store.row(at('order', 'a'));
      equal([opened?.isDeleteWaiting, opened?.seen.values.name, opened?.changes], [true, 'a', [change]], 'with a base');
      await store.commitPull(stamp, await portion(store, 'order', { removals: [change.key] }));
      equal((await store.row(at('order', 'a')))?.seen.values.name, 'a', 'without a base');
    },
  },
  {
    name: 'related rows are those whose lookup points at the row, by name, changes included',
    run: async (open) => {
      const store = await open(freshName());
      const rows = [
        row('a', { name: 'z', customer: 'k' }),
        row('b', { name: 'y', customer: 'k' }),
        row('c', { name: 'x', customer: 'm' }),
      ];
      await replica(store, { order: rows, customer: [row('k', { name: 'K' }), row('m')] });
      const related = async () => {
        const found = await store.related(at('customer', 'k'), { table: 'order', lookupColumn: 'customer' });
        return found.map((seen) => `${seen.key} ${seen.values.name}`).join(', ');
      };
      equal(await related(), 'b y, a z', 'at first');
      await save(store, update(at('order', 'c'), { customer: 'k' }));
      await save(store, update(at('order', 'a'), { customer: null }));
      await save(store, create(at('order', 'n'), { name: 'yy', customer: 'k' }));
      equal(await related(), 'c x, b y, n yy', 'after changes');
    },
  },
  {
    name: 'search over tables finds by name, best order first, at most the limit',
    run: async (open) => {
      const store = await open(freshName());
      await replica(store, {
        order: [row('o1', { name: 'Ärger' }), row('o2', { name: 'Kaffee' }), row('o3', { name: null })],
        customer: [row('c1', { name: 'Arger & Söhne' }), row('c2', { name: 'arger' })],
      });
      await save(store, create(at('customer', 'c3'), { name: 'Neu ÄRGER' }));
      await save(store, remove(at('customer', 'c2')));
      const hits = await store.search('arger', ['order', 'customer', 'unknown'], 10);
      const expected = [
        { table: 'order', key: 'o1', name: 'Ärger' },
        { table: 'customer', key: 'c1', name: 'Arger & Söhne' },
        { table: 'customer', key: 'c3', name: 'Neu ÄRGER' },
      ];
      equal(hits, expected, 'hits');
      equal(await store.search('ÄRG', ['order', 'customer'], 2), expected.slice(0, 2), 'with a limit');
      equal((await store.search('arger', ['customer'], 10)).length, 2, 'in one table');
      equal(await store.search('nobody', ['order'], 10), [], 'nothing');
    },
  },
  {
    name: 'facts hold definitions, checkpoints, row counts, outbox, lease, wakes and deliveries',
    run: async (open) => {
      const store = await open(freshName());
      equal(await store.facts(), noFacts, 'empty');
      await replica(store, { order: [row('a'), row('b')] });
      const change = await save(store, create(at('order', 'c'), {}));
      const facts = await store.facts();
      equal(
        facts.tables.map(({ name }) => name),
        ['order', 'customer'],
        'tables in the order given',
      );
      equal(facts.tables, [orders, customers], 'definitions');
      equal(await store.tables(), [orders, customers], 'definitions by themselves');
      equal(facts.hasVersions, { order: true }, 'of rows that are here');
      equal(facts.rowCounts, { order: 2, customer: 0 }, 'base rows: what was only created here does not count');
      equal([facts.outbox, facts.checkpoints.length, facts.wakes.length], [[change], 1, 1], 'the rest');
      equal(facts.lease, await store.lease(), 'the lease');
    },
  },
  {
    name: 'table definitions are replaced as a whole; rows of tables that are gone stay',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a')] });
      const choice = { kind: 'choice', options: [{ value: 'Red', label: 'Red' }] } as const;
      const lookup = { kind: 'lookup', targets: ['order'], navigation: 'order', valueKind: 'integer' } as const;
      const columns = [...customers.columns, { ...customers.columns[0], name: 'c', type: choice }];
      const full: TableDefinition = {
        ...customers,
        keyKind: 'integer',
        noCreate: 'keys are made by the service',
        columns: [...columns, { ...customers.columns[0], name: 'l', type: lookup }] as TableDefinition['columns'],
      };
      const leftOut = [{ name: 'lines', label: 'Lines', why: 'several key columns' }] as const;
      await store.commitTables(stamp, [full], leftOut);
      equal(await store.tables(), [full], 'every kind of definition');
      equal((await store.facts()).leftOut, leftOut, 'what cannot be kept');
      await store.commitTables(stamp, [customers]);
      equal(await store.tables(), [customers], 'definitions');
      equal((await store.facts()).leftOut, [], 'all can be kept');
      equal((await store.row(at('order', 'a')))?.baseETag, '1', 'a row of the other table');
    },
  },
  {
    name: 'drafts are kept by row, replaced and deleted',
    run: async (open) => {
      const name = freshName();
      const store = await open(name);
      const draft = {
        ...at('order', 'a'),
        isNew: true,
        baseETag: null,
        base: null,
        values: { name: 'half' },
        savedAt: 1,
      };
      equal(await store.draft(draft), null, 'before');
      await store.saveDraft(draft);
      await store.saveDraft({ ...draft, values: { name: 'more' } });
      equal(
        await (await open(name)).draft(at('order', 'a')),
        { ...draft, values: { name: 'more' } },
        'in another context',
      );
      equal(await store.draft(at('customer', 'a')), null, 'of another table');
      await store.deleteDraft(draft);
      equal(await store.draft(draft), null, 'after');
    },
  },
  {
    name: 'the session is kept, replaced and deleted',
    run: async (open) => {
      const store = await open(freshName());
      equal(await store.session(), null, 'before');
      await store.saveSession({ token: 'one', expiresAt: 1 });
      await store.saveSession({ token: 'two', expiresAt: 2 });
      equal(await store.session(), { token: 'two', expiresAt: 2 }, 'kept');
      await store.deleteSession();
      equal(await store.session(), null, 'after');
    },
  },
  {
    name: 'what is given out and taken in is a copy',
    run: async (open) => {
      const store = await open(freshName());
      const values = { name: 'a' };
      await save(store, create(at('order', 'a'), values));
      values.name = 'b';
      const [first] = await store.outbox();
      (first?.values as { name: string }).name = 'c';
      equal((await store.outbox())[0]?.values, { name: 'a' }, 'the stored change');
    },
  },
  {
    name: 'a closed store refuses with a StoreFailure',
    run: async (open) => {
      const store = await open(freshName());
      store.close();
      await rejects(store.outbox(), 'StoreFailure', 'reading');
      await rejects(store.commitEdit(create(at('order', 'a'), {})), 'StoreFailure', 'saving');
    },
  },
  {
    name: 'edits of many contexts at once all arrive, each with its own place',
    run: async (open) => {
      const name = freshName();
      const stores = [await open(name), await open(name), await open(name)];
      const edits = stores.flatMap((store, which) =>
        Array.from({ length: 10 }, (_, index) => save(store, create(at('order', `${which}-${index}`), {}))),
      );
      const orders = (await Promise.all(edits)).map(({ order }) => order);
      equal(new Set(orders).size, 30, 'places');
      equal((await stores[0]?.outbox())?.length, 30, 'changes');
    },
  },
];
