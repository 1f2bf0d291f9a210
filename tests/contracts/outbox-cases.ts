import { equal, ok, rejects } from './assert.ts';
import { type ContractCase, freshName } from './contract.ts';
import {
  ack,
  at,
  begin,
  changeOf,
  collide,
  create,
  etag,
  fallBack,
  park,
  remove,
  replica,
  row,
  save,
  sendOff,
  update,
} from './store-fixtures.ts';

const order1 = at('order', 'a');

export const outboxCases: readonly ContractCase[] = [
  {
    name: 'an edit is a pending change with an order that grows, and is there for other contexts and after reopening',
    run: async (open) => {
      const name = freshName();
      const [store, other] = [await open(name), await open(name)];
      const edit = update(order1, { name: 'new' }, { oldValues: { name: 'old' } });
      const first = await save(store, edit);
      const second = await save(other, update(at('order', 'b'), { name: 'x' }));
      ok(second.order > first.order, 'later edits have a higher order');
      const { references: _, ...rest } = edit;
      const made = { dependsOn: [], attempts: 0, state: { kind: 'pending' }, lastAnswer: null } as const;
      const expected = { ...rest, ...made, group: null, merge: null, origin: 'here' };
      equal(await store.outbox(), [{ ...expected, order: first.order }, second], 'the outbox in order');
      store.close();
      equal((await (await open(name)).outbox()).length, 2, 'the outbox after reopening');
    },
  },
  {
    name: 'an order number is never given twice, even when the last change is gone',
    run: async (open) => {
      const store = await open(freshName());
      const first = await save(store, create(order1, { name: 'a' }));
      equal(await store.commitEdit(remove(order1)), { kind: 'cancelled' }, 'the delete cancels');
      const next = await save(store, create(at('order', 'b'), {}));
      ok(next.order > first.order, 'the order grows on');
    },
  },
  {
    name: 'edits of one group are saved together or not at all, and go out all or none',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a'), row('b'), row('c')] });
      const [b, c] = [at('order', 'b'), at('order', 'c')];
      const together = { group: 'g' };
      const twice = [remove(order1, together), remove(order1, together)];
      await rejects(store.commitEdits(twice), 'Error', 'one row twice');
      await rejects(store.commitEdits([remove(order1, together), remove(b)]), 'Error', 'no group');
      await rejects(store.commitEdits([remove(order1, together), remove(b, { group: 'h' })]), 'Error', 'two groups');
      equal(await store.outbox(), [], 'the outbox after what was refused');

      const ahead = await save(store, update(b, { name: 'x' }));
      const edits = [remove(order1, together), remove(b, together)];
      const saved = await store.commitEdits(edits);
      equal(await store.commitEdits(edits), saved, 'said again');
      const behind = await save(store, update(c, { name: 'x' }));
      const outbox = await store.outbox();
      equal(
        outbox.map(({ kind, group }) => [kind, group]),
        [
          ['update', null],
          ['delete', 'g'],
          ['delete', 'g'],
          ['update', null],
        ],
        'nothing folds with a group',
      );
      const ids = outbox.map(({ id }) => id);
      const first = (await store.commitSending(stamp, ids)).map(({ id }) => id);
      equal(first, [ahead.id, behind.id], 'while one of its rows waits, nothing of the group goes');
      await ack(store, stamp, { changeId: ahead.id, row: row('b', {}, '2'), sentAt: 1 });
      equal(await store.commitSending(stamp, ids.slice(1, 2)), [], 'one of the group by itself');
      equal((await store.commitSending(stamp, ids)).length, 2, 'the group');
    },
  },
  {
    name: 'saying the same edit twice has the effect of once',
    run: async (open) => {
      const store = await open(freshName());
      const edit = update(order1, { name: 'x' });
      const [first, again] = [await save(store, edit), await save(store, edit)];
      equal(again, first, 'the second answer');
      equal((await store.outbox()).length, 1, 'changes');
    },
  },
  {
    name: 'two updates of a row fold into the first: new values win, the oldest old values and the base stay',
    run: async (open) => {
      const store = await open(freshName());
      const first = await save(store, update(order1, { name: 'b', count: 1 }, { oldValues: { name: 'a', count: 0 } }));
      const second = update(
        order1,
        { name: 'c', notes: 'n' },
        { oldValues: { name: 'b', notes: '' }, baseETag: etag('2') },
      );
      const folded = await save(store, second);
      equal([folded.id, folded.order, folded.kind], [first.id, first.order, 'update'], 'id, order and kind');
      equal(folded.values, { name: 'c', count: 1, notes: 'n' }, 'values');
      equal(folded.oldValues, { name: 'a', count: 0, notes: '' }, 'old values');
      equal(folded.baseETag, '1', 'base');
      equal(await store.outbox(), [folded], 'the outbox');
    },
  },
  {
    name: 'an update folds into a create',
    run: async (open) => {
      const store = await open(freshName());
      const first = await save(store, create(order1, { name: 'a', count: 1 }));
      const folded = await save(store, update(order1, { name: 'b' }, { oldValues: { name: 'a' }, baseETag: null }));
      equal([folded.id, folded.kind, folded.baseETag], [first.id, 'create', null], 'id, kind and base');
      equal([folded.values, folded.oldValues], [{ name: 'b', count: 1 }, {}], 'values');
      equal((await store.outbox()).length, 1, 'changes');
    },
  },
  {
    name: 'a delete cancels a create that was never sent, together with what folded into it',
    run: async (open) => {
      const store = await open(freshName());
      await save(store, create(order1, { name: 'a' }));
      await save(store, update(order1, { name: 'b' }));
      equal(await store.commitEdit(remove(order1)), { kind: 'cancelled' }, 'saved');
      equal(await store.outbox(), [], 'the outbox');
      equal(await store.row(order1), null, 'the row');
    },
  },
  {
    name: 'a delete takes an update in and goes in its own place',
    run: async (open) => {
      const store = await open(freshName());
      await save(store, update(order1, { name: 'b' }, { oldValues: { name: 'a' } }));
      const between = await save(store, update(at('order', 'b'), { customer: null }));
      const deleted = await save(store, remove(order1, { oldValues: { name: 'b', count: 1 } }));
      equal(deleted.oldValues, { name: 'a', count: 1 }, 'old values are those before the update');
      equal([deleted.kind, deleted.values, deleted.baseETag], ['delete', {}, '1'], 'kind, values and base');
      equal(
        (await store.outbox()).map(({ id }) => id),
        [between.id, deleted.id],
        'the outbox',
      );
    },
  },
  {
    name: 'changes of other rows and other tables never fold',
    run: async (open) => {
      const store = await open(freshName());
      await save(store, update(order1, { name: 'b' }));
      await save(store, update(at('customer', 'a'), { name: 'b' }));
      await save(store, update(at('order', 'b'), { name: 'b' }));
      equal((await store.outbox()).length, 3, 'changes');
    },
  },
  {
    name: 'nothing folds into a change that is sending, maybe sent, in conflict, parked or was ever sent',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a'), row('b'), row('c'), row('d'), row('e')] });
      const [sending, maybe, conflict, parked, retried] = [
        await save(store, update(at('order', 'a'), { name: '1' })),
        await save(store, update(at('order', 'b'), { name: '1' })),
        await save(store, update(at('order', 'c'), { name: '1' })),
        await save(store, update(at('order', 'd'), { name: '1' })),
        await save(store, update(at('order', 'e'), { name: '1' })),
      ];
      await sendOff(store, stamp, sending.id);
      await sendOff(store, stamp, maybe.id);
      await fallBack(store, stamp, { changeId: maybe.id, state: { kind: 'maybe sent' }, answer: null });
      await collide(store, stamp, conflict, row('c', {}, '2'));
      await park(store, stamp, parked);
      await sendOff(store, stamp, retried.id);
      await fallBack(store, stamp, { changeId: retried.id, state: { kind: 'pending' }, answer: null });
      for (const rowKey of ['a', 'b', 'c', 'd', 'e']) {
        const later = await save(store, update(at('order', rowKey), { name: '2' }));
        equal(later.values, { name: '2' }, `the later change of ${rowKey}`);
        const folded = await save(store, update(at('order', rowKey), { count: 2 }));
        equal([folded.id, folded.values], [later.id, { name: '2', count: 2 }], `two later changes of ${rowKey} fold`);
        equal((await store.row(at('order', rowKey)))?.seen.values.name, '2', `what is seen of ${rowKey}`);
      }
      equal((await store.outbox()).length, 10, 'changes');
      const states = (await store.outbox()).slice(0, 5).map(({ state }) => state.kind);
      equal(states, ['sending', 'maybe sent', 'conflict', 'parked', 'pending'], 'the first ones are untouched');
    },
  },
  {
    name: 'a delete behind a create that is being sent waits and does not cancel',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      const created = await save(store, create(order1, { name: 'a' }));
      await sendOff(store, stamp, created.id);
      const deleted = await save(store, remove(order1, { baseETag: null }));
      equal(
        (await store.outbox()).map(({ kind }) => kind),
        ['create', 'delete'],
        'the outbox',
      );
      equal(await sendOff(store, stamp, deleted.id), null, 'it cannot overtake');
    },
  },
  {
    name: 'a change depends on the creates in the outbox that its references name, until they are acknowledged',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { customer: [row('old')] });
      const created = await save(store, create(at('customer', 'new'), { name: 'N' }));
      await save(store, update(at('customer', 'old'), { name: 'O' }));
      const references = [at('customer', 'new'), at('customer', 'old'), at('customer', 'elsewhere')];
      const order = await save(store, create(order1, { customer: 'new' }, { references }));
      equal(order.dependsOn, [created.id], 'depends on');
      equal(await sendOff(store, stamp, order.id), null, 'sendable before');
      await sendOff(store, stamp, created.id);
      await ack(store, stamp, { changeId: created.id, row: row('new', { name: 'N' }), sentAt: 1 });
      ok(await sendOff(store, stamp, order.id), 'sendable after');
    },
  },
  {
    name: 'a change never waits for a later one: such an update stays apart from its create',
    run: async (open) => {
      const store = await open(freshName());
      const first = await save(store, create(order1, { name: 'a' }));
      const second = await save(store, create(at('order', 'b'), { customer: 'a' }, { references: [order1] }));
      const third = await save(store, update(order1, { customer: 'b' }, { references: [at('order', 'b')] }));
      equal([second.dependsOn, third.dependsOn], [[first.id], [second.id]], 'depends on');
      equal(
        (await store.outbox()).map(({ id }) => id),
        [first.id, second.id, third.id],
        'the outbox',
      );
      equal((await changeOf(store, first.id)).dependsOn, [], 'the first waits for nothing');
    },
  },
];
