import type { Change } from '../../src/core/change.ts';
import { equal } from './assert.ts';
import { type ContractCase, freshName } from './contract.ts';
import {
  acknowledge,
  at,
  changeOf,
  collide,
  create,
  etag,
  park,
  remove,
  replica,
  row,
  save,
  update,
} from './store-fixtures.ts';

const order = (key: string) => at('order', key);

export const importCases: readonly ContractCase[] = [
  {
    name: 'an imported change keeps what it is, is maybe sent, and goes behind those of this device in its own order',
    run: async (open) => {
      const [from, to] = [await open(freshName()), await open(freshName())];
      const stamp = await replica(from, { order: [row('b'), row('c'), row('d')] });
      const customer = await save(from, create(at('customer', 'k'), { name: 'K' }));
      const first = await save(
        from,
        create(order('a'), { customer: 'k' }, { references: [at('customer', 'k')], group: 'g' }),
      );
      const conflict = await save(from, update(order('b'), { name: 'b' }));
      await collide(from, stamp, conflict, row('b', { name: 'theirs' }, '2'));
      const parked = await save(from, update(order('c'), { name: 'c' }));
      await park(from, stamp, parked);
      const sending = await save(from, remove(order('d')));
      await from.commitSending(stamp, [sending.id]);

      const own = await save(to, create(order('z'), { name: 'own' }));
      const written = await from.outbox();
      equal(
        await to.commitImport([...written].reverse()),
        { added: 5, alreadyHere: 0, alreadyDelivered: 0 },
        'the count',
      );
      const outbox = await to.outbox();
      equal(
        outbox.map(({ id }) => id),
        [own.id, customer.id, first.id, conflict.id, parked.id, sending.id],
        'the order',
      );
      for (const [index, before] of written.entries()) {
        const { order: _a, state, origin, ...rest } = outbox[index + 1] ?? own;
        const { order: _b, state: stateBefore, origin: _c, ...restBefore } = before;
        equal(rest, restBefore, `all of ${before.kind} ${before.key}`);
        const isHeld = stateBefore.kind === 'conflict' || stateBefore.kind === 'parked';
        equal(state, isHeld ? stateBefore : { kind: 'maybe sent' }, `the state of ${before.key}`);
        equal(origin, 'escrow file', 'the origin');
      }
      equal(await from.outbox(), written, 'the file is a copy');
    },
  },
  {
    name: 'a change that is in the outbox or was delivered is not imported, however often the file is',
    run: async (open) => {
      const [from, to] = [await open(freshName()), await open(freshName())];
      await replica(from, { order: [row('a'), row('b')] });
      await save(from, update(order('a'), { name: '1' }));
      await save(from, update(order('b'), { name: '1' }));
      const [one, other] = await from.outbox();
      if (!one || !other) throw new Error('two changes were saved');
      equal(await to.commitImport([one]), { added: 1, alreadyHere: 0, alreadyDelivered: 0 }, 'the first time');
      const stamp = await replica(to, { order: [row('a'), row('b')] });
      await acknowledge(to, stamp, one, row('a', { name: '1' }, '2'));
      const again = { added: 1, alreadyHere: 0, alreadyDelivered: 1 };
      equal(await to.commitImport([one, other]), again, 'after it was delivered');
      const third = { added: 0, alreadyHere: 1, alreadyDelivered: 1 };
      equal(await to.commitImport([one, other]), third, 'the third time');
      equal((await to.outbox()).length, 1, 'changes');
    },
  },
  {
    name: 'nothing folds into an imported change, and an edit of its row waits behind it',
    run: async (open) => {
      const [from, to] = [await open(freshName()), await open(freshName())];
      const stamp = await replica(to, { order: [row('a', { name: 'old' })] });
      await save(from, create(order('a'), { name: 'imported' }));
      const [imported] = await from.outbox();
      if (!imported) throw new Error('a change was saved');
      await to.commitImport([imported]);
      equal((await to.row(order('a')))?.seen.values.name, 'imported', 'what is seen');
      const later = await save(to, update(order('a'), { name: 'later' }));
      equal((await to.outbox()).length, 2, 'changes');
      equal(await to.commitSending(stamp, [later.id]), [], 'it cannot overtake');
    },
  },
  {
    name: 'the acknowledgement of one imported change gives no later one a base that it was not made against',
    run: async (open) => {
      const [from, to] = [await open(freshName()), await open(freshName())];
      const stamp = await replica(to, { order: [row('a')] });
      const fromStamp = await replica(from, { order: [row('a')] });
      const first = await save(from, update(order('a'), { name: '1' }));
      await from.commitSending(fromStamp, [first.id]);
      const second = await save(from, update(order('a'), { count: 2 }));
      await to.commitImport(await from.outbox());
      await acknowledge(to, stamp, first, row('a', { name: '1', count: 9 }, '7'));
      equal((await changeOf(to, second.id)).baseETag, etag('1'), 'the base of the second');
    },
  },
  {
    name: 'whoever decides about an imported change makes it one of this device',
    run: async (open) => {
      const [from, to] = [await open(freshName()), await open(freshName())];
      const created = await save(from, create(order('a'), { name: '1' }));
      await to.commitImport(await from.outbox());
      const stamp = await replica(to, {});
      await to.commitSending(stamp, [created.id]);
      await to.commitAnswers(stamp, [
        {
          kind: 'set back',
          changeId: created.id,
          state: { kind: 'parked', why: 'imported' },
          answer: null,
        },
      ]);
      equal((await changeOf(to, created.id)).origin, 'escrow file', 'while it waits for a person');
      await to.commitDecision(created.id, { kind: 'retry' });
      const decided = await changeOf(to, created.id);
      equal([decided.state.kind, decided.origin], ['pending', 'here'], 'after');
    },
  },
  {
    name: 'a row that was read afterwards rebases only changes that find their columns as the person saw them',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old', count: 1 }), row('b', { count: 1 })] });
      const shown = { oldValues: { count: 1 } };
      const laters: Change[] = [];
      for (const key of ['a', 'b']) {
        const first = await save(store, update(order(key), { name: 'new' }));
        await store.commitSending(stamp, [first.id]);
        laters.push(await save(store, update(order(key), { count: 5 }, shown)));
        // Others wrote into a, and not into b.
        const there = row(key, { name: 'new', count: key === 'a' ? 3 : 1 }, '7');
        const ack = { kind: 'acknowledged', changeId: first.id, row: there, sentAt: 1, isReadAfter: true } as const;
        await store.commitAnswers(stamp, [ack]);
      }
      const bases = await Promise.all(laters.map(async ({ id }) => (await changeOf(store, id)).baseETag));
      equal(bases, ['1', '7'], 'the bases of the later changes');
      const { deliveries } = await store.facts();
      equal(
        deliveries.map(({ etag: made }) => made),
        [null, null],
        'no version is known as its own',
      );
    },
  },
  {
    name: 'dropping an imported new row takes along what stands behind it, though the other device may have sent that',
    run: async (open) => {
      const [from, to] = [await open(freshName()), await open(freshName())];
      const fromStamp = await replica(from, {});
      const created = await save(from, create(order('a'), { name: '1' }));
      await from.commitSending(fromStamp, [created.id]);
      await save(from, update(order('a'), { name: '2' }, { baseETag: null }));
      await to.commitImport(await from.outbox());
      const stamp = await replica(to, {});
      await to.commitSending(stamp, [created.id]);
      const state = { kind: 'parked', why: 'imported' } as const;
      await to.commitAnswers(stamp, [{ kind: 'set back', changeId: created.id, state, answer: null }]);
      await to.commitDecision(created.id, { kind: 'drop' });
      equal(await to.outbox(), [], 'the outbox');
    },
  },
];
