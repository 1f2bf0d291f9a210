import { equal, rejects } from './assert.ts';
import { type ContractCase, freshName } from './contract.ts';
import {
  at,
  begin,
  changeOf,
  collide,
  create,
  etag,
  fallBack,
  park,
  portion,
  remove,
  replica,
  row,
  save,
  sendOff,
  update,
} from './store-fixtures.ts';

const a = at('order', 'a');

export const decisionCases: readonly ContractCase[] = [
  {
    name: 'dropping a change whose row was gone leaves alone the row that others have made anew since',
    run: async (open) => {
      for (const kind of ['update', 'delete'] as const) {
        const store = await open(freshName());
        const stamp = await replica(store, { order: [row('a', { name: 'old' }, '1')] });
        const edit = kind === 'update' ? update(a, { name: 'mine' }) : remove(a);
        const change = await save(store, { ...edit, baseETag: etag('1') });
        await collide(store, stamp, change, null);
        await store.commitPull(stamp, await portion(store, 'order', { rows: [row('a', { name: 'anew' }, '9')] }));
        await store.commitDecision(change.id, { kind: kind === 'update' ? 'drop' : 'retry' });
        equal(await store.outbox(), [], `the outbox after a ${kind}`);
        equal((await store.baseRow(a))?.etag, '9', `the row after a ${kind}`);
      }
    },
  },
  {
    name: 'nor one that a restored service brought back since in the version it had',
    run: async (open) => {
      for (const theirs of [null, row('a', { name: 'theirs' }, '2')]) {
        const store = await open(freshName());
        const stamp = await replica(store, { order: [row('a', { name: 'old' }, '1')] });
        const change = await save(store, update(a, { name: 'mine' }, { baseETag: etag('1') }));
        await collide(store, stamp, change, theirs);
        const checkpoint = { kind: 'complete', upToDateAt: 5_000 } as const;
        await store.commitPull(
          stamp,
          await portion(store, 'order', { rows: [row('a', { name: 'old' }, '1')], checkpoint }),
        );
        await store.commitDecision(change.id, { kind: 'drop' });
        equal((await store.baseRow(a))?.etag, '1', 'the row');
      }
    },
  },
  {
    name: 'changes that point to a row wait for it when it has to be made anew, and it for those it points to',
    run: async (open) => {
      const store = await open(freshName());
      const c = at('customer', 'c');
      const stamp = await replica(store, { order: [row('a')], customer: [row('c', { city: 'Ulm' })] });
      const customer = await save(store, update(c, { city: 'Mine' }));
      const order = await save(store, update(a, { customer: 'c' }));
      const lost = await save(store, update(at('order', 'l'), { customer: 'c' }));
      await sendOff(store, stamp, lost.id);
      await fallBack(store, stamp, { changeId: lost.id, state: { kind: 'maybe sent' }, answer: null });
      await collide(store, stamp, customer, null);
      await store.commitDecision(customer.id, { kind: 'retry' });
      equal((await changeOf(store, order.id)).dependsOn, [customer.id], 'what the order waits for');
      equal((await changeOf(store, lost.id)).dependsOn, [customer.id], 'and one whose answer was lost');
      equal(await sendOff(store, stamp, order.id), null, 'the order before the customer');
      const other = await save(store, create(at('customer', 'd'), {}));
      const moved = await save(store, update(at('order', 'b'), { customer: 'd' }));
      await collide(store, stamp, moved, null);
      await store.commitDecision(moved.id, { kind: 'retry' });
      equal((await changeOf(store, moved.id)).dependsOn, [other.id], 'what the new order waits for');
    },
  },
  {
    name: 'a conflict keeps when it was met, and the row it was made against',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old', count: 1 })] });
      const change = await save(store, update(a, { name: 'mine' }, { oldValues: { name: 'old' } }));
      const theirs = row('a', { name: 'theirs', count: 2 }, '2');
      await collide(store, { ...stamp, now: 3_000 }, change, theirs);
      const { state } = await changeOf(store, change.id);
      const met = { at: 3_000, base: { id: 'a', name: 'old', count: 1 } };
      equal(state, { kind: 'conflict', theirs, met }, 'the state');
      const newer = await save(store, update(at('order', 'b'), { name: 'x' }, { baseETag: etag('0') }));
      await collide(store, { ...stamp, now: 4_000 }, newer, row('b', {}, '2'));
      const other = (await changeOf(store, newer.id)).state;
      equal(other.kind === 'conflict' && other.met, { at: 4_000, base: null }, 'of a row that is not here');
    },
  },
  {
    name: 'a mix goes over theirs and says in the log what went over what',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old', notes: 'old', count: 1 })] });
      const old = { name: 'old', notes: 'old' };
      const change = await save(store, update(a, { name: 'mine', notes: 'mine' }, { oldValues: old }));
      await collide(store, stamp, change, row('a', { name: 'theirs', notes: 'theirs', count: 2 }, '2'));
      await store.commitDecision(change.id, { kind: 'revise', values: { name: 'mine' } });
      const next = await changeOf(store, change.id);
      equal(
        [next.state.kind, next.values, next.oldValues, next.baseETag],
        ['pending', { name: 'mine' }, { name: 'theirs' }, '2'],
        'the change',
      );
      equal(next.merge, { theirs: ['count'], mine: ['name'], givenUp: ['notes'] }, 'the note');
    },
  },
  {
    name: 'taking theirs shows theirs at once; where theirs is gone, so is the row, with its later changes',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old' }), row('b', { name: 'old' })] });
      const change = await save(store, update(a, { name: 'mine' }));
      await collide(store, stamp, change, row('a', { name: 'theirs' }, '2'));
      await store.commitDecision(change.id, { kind: 'drop' });
      const opened = await store.row(a);
      equal([opened?.seen.values.name, opened?.baseETag], ['theirs', '2'], 'the row');
      const gone = await save(store, update(at('order', 'b'), { name: 'mine' }));
      await collide(store, stamp, gone, null);
      await save(store, update(at('order', 'b'), { count: 4 }));
      await store.commitDecision(gone.id, { kind: 'drop' });
      equal([await store.outbox(), await store.row(at('order', 'b'))], [[], null], 'outbox and row');
    },
  },
  {
    name: 'a row that was pulled since the conflict is not set back to theirs',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old' })] });
      const change = await save(store, update(a, { name: 'mine' }));
      await collide(store, stamp, change, row('a', { name: 'theirs' }, '2'));
      await store.commitPull(stamp, await portion(store, 'order', { rows: [row('a', { name: 'newer' }, '3')] }));
      await store.commitDecision(change.id, { kind: 'drop' });
      equal((await store.row(a))?.seen.values.name, 'newer', 'the row');
    },
  },
  {
    name: 'a row that a pull took away since is created again as a whole',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old', count: 3, computed: 'x' })] });
      const change = await save(store, update(a, { name: 'mine' }, { oldValues: { name: 'old' } }));
      await collide(store, stamp, change, null);
      await store.commitPull(stamp, await portion(store, 'order', { removals: [a.key] }));
      await store.commitDecision(change.id, { kind: 'retry' });
      equal((await changeOf(store, change.id)).values, { id: 'a', name: 'mine', count: 3 }, 'values');
    },
  },
  {
    name: 'a parked change is revised over the row that was shown, and waits for the new rows it points to',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old' }, '1')] });
      const change = await save(store, update(a, { name: 'bad' }, { oldValues: { name: 'old' } }));
      await park(store, stamp, change);
      const created = await save(store, create(at('customer', 'n'), { name: 'N' }));
      await store.commitDecision(change.id, {
        kind: 'revise',
        values: { name: 'good', customer: 'n' },
        shown: { oldValues: { name: 'newer', customer: null }, baseETag: etag('2') },
        references: [at('customer', 'n')],
      });
      const next = await changeOf(store, change.id);
      equal([next.id, next.order, next.state.kind], [change.id, change.order, 'pending'], 'the same change');
      equal(
        [next.values, next.oldValues, next.baseETag, next.dependsOn],
        [{ name: 'good', customer: 'n' }, { name: 'newer', customer: null }, '2', [created.id]],
        'what goes out',
      );
    },
  },
  {
    name: 'what waits for a change is not awaited by its revision',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      const change = await save(store, create(a, { name: 'bad' }));
      await park(store, stamp, change);
      await save(store, create(at('customer', 'n'), { home: 'a' }, { references: [a] }));
      const values = { name: 'good', customer: 'n' };
      await store.commitDecision(change.id, { kind: 'revise', values, references: [at('customer', 'n')] });
      equal((await changeOf(store, change.id)).dependsOn, [], 'it would wait for ever');
    },
  },
  {
    name: 'a change that was never sent is undone: gone, and the row is seen as before; one that was is not',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old' }), row('b'), row('c')] });
      const change = await save(store, update(a, { name: 'new' }));
      await store.commitDecision(change.id, { kind: 'drop' });
      equal([await store.outbox(), (await store.row(a))?.seen.values.name], [[], 'old'], 'an update');
      const removed = await save(store, remove(a));
      await store.commitDecision(removed.id, { kind: 'drop' });
      equal((await store.row(a))?.isDeleteWaiting, false, 'a delete');

      const sending = await save(store, update(at('order', 'b'), { name: 'x' }));
      await sendOff(store, stamp, sending.id);
      await rejects(store.commitDecision(sending.id, { kind: 'drop' }), 'Error', 'one that is on its way');
      await fallBack(store, stamp, { changeId: sending.id, state: { kind: 'pending' }, answer: null });
      await rejects(store.commitDecision(sending.id, { kind: 'drop' }), 'Error', 'one that was tried');
      const pending = await save(store, update(at('order', 'c'), { name: 'x' }));
      await rejects(store.commitDecision(pending.id, { kind: 'retry' }), 'Error', 'a retry of a pending change');
    },
  },
  {
    name: 'dropping a create takes what cannot be without it along, and the link from what can',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old' })] });
      const created = await save(store, create(at('customer', 'n'), { name: 'N' }));
      await sendOff(store, stamp, created.id);
      const answer = { status: 400, code: '', message: 'no', at: 1 };
      await save(store, update(at('customer', 'n'), { city: 'Kiel' }));
      await fallBack(store, stamp, { changeId: created.id, state: { kind: 'parked', why: 'refused' }, answer });
      const references = [at('customer', 'n')];
      const linked = await save(store, update(a, { customer: 'n', name: 'new' }, { references }));
      await save(store, update(at('order', 'b'), { customer: 'n' }, { references }));
      await store.commitDecision(created.id, { kind: 'drop' });
      const outbox = await store.outbox();
      equal(
        outbox.map(({ id, values, dependsOn }) => [id, values, dependsOn]),
        [[linked.id, { name: 'new' }, []]],
        'what is left',
      );
    },
  },
];
