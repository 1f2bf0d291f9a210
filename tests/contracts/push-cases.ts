import type { Change } from '../../src/core/change.ts';
import { equal, ok, rejects } from './assert.ts';
import { type ContractCase, freshName } from './contract.ts';
import {
  ack,
  acknowledge,
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

export const pushCases: readonly ContractCase[] = [
  {
    name: 'sending marks the change with the fence and counts the attempt; a second sending is refused',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      const change = await save(store, create(a, { name: 'a' }));
      const sending = await sendOff(store, stamp, change.id);
      const state = { kind: 'sending', fence: stamp.fence, isRepeat: false } as const;
      equal(sending, { ...change, state, attempts: 1 } satisfies Change, 'the change as it goes out');
      equal(await store.outbox(), [sending], 'the outbox');
      equal(await sendOff(store, stamp, change.id), null, 'again');
      equal(await sendOff(store, stamp, 'unknown' as Change['id']), null, 'one that is not there');
    },
  },
  {
    name: 'later changes of a row wait for the earlier one; parked and in conflict are not sendable',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a'), row('b')] });
      const first = await save(store, update(a, { name: '1' }));
      await park(store, stamp, first);
      const later = await save(store, update(a, { name: '2' }));
      const other = await save(store, update(at('order', 'b'), { name: '2' }));
      equal(await sendOff(store, stamp, first.id), null, 'the parked one');
      equal(await sendOff(store, stamp, later.id), null, 'the one behind it');
      ok(await sendOff(store, stamp, other.id), 'an unrelated one');
    },
  },
  {
    name: 'an acknowledgement removes the change, stores the answered row and writes the delivery',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old' })] });
      const change = await save(store, update(a, { name: 'new' }));
      await sendOff(store, stamp, change.id);
      const number = await store.commitNumber();
      const later = { ...stamp, now: 1_500 };
      await ack(store, later, { changeId: change.id, row: row('a', { name: 'New' }, '2'), sentAt: 1_400 });
      equal(await store.outbox(), [], 'the outbox');
      const seen = await store.row(a);
      equal([seen?.seen.values.name, seen?.baseETag, seen?.seen.mark], ['New', '2', 'none'], 'the row');
      const facts = await store.facts();
      const expected = {
        id: change.id,
        ...a,
        kind: 'update',
        values: change.values,
        oldValues: change.oldValues,
        origin: 'here',
        merge: null,
        end: 'applied',
        epoch: null,
        isMissing: false,
        baseETag: '1',
        etag: '2',
        savedAt: 500,
        sentAt: 1_400,
        appliedAt: 1_500,
      };
      equal(facts.deliveries, [{ ...expected, ackedAtCommit: number + 1, seenBackAt: null }], 'deliveries');
      equal(facts.wakes[0]?.changesSent, 1, 'changes sent in the wake log');
      equal(await store.commitNumber(), number + 1, 'the commit number');
      await ack(store, later, { changeId: change.id, row: row('a', { name: 'New' }, '2'), sentAt: 1_400 });
      equal((await store.facts()).deliveries.length, 1, 'deliveries when it is said again');
    },
  },
  {
    name: 'an acknowledged create is a base row; an acknowledged delete removes the base row',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('b')] });
      await acknowledge(store, stamp, await save(store, create(a, { name: 'a' })), row('a', { name: 'a' }));
      await acknowledge(store, stamp, await save(store, remove(at('order', 'b'))), null);
      equal([(await store.row(a))?.baseETag, await store.row(at('order', 'b'))], ['1', null], 'the rows');
      equal((await store.facts()).rowCounts.order, 1, 'base rows');
      equal(
        (await store.facts()).deliveries.map(({ kind }) => kind),
        ['delete', 'create'],
        'newest delivery first',
      );
    },
  },
  {
    name: 'later changes made against the acknowledged version get the answered one as base, others keep theirs',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a'), row('b')] });
      const first = await save(store, update(a, { name: '1' }));
      await sendOff(store, stamp, first.id);
      const second = await save(store, update(a, { name: '2' }));
      await ack(store, stamp, { changeId: first.id, row: row('a', {}, '7'), sentAt: 1 });
      equal((await changeOf(store, second.id)).baseETag, '7', 'made against the same version');

      const other = await save(store, update(at('order', 'b'), { name: '1' }));
      await sendOff(store, stamp, other.id);
      const newer = await save(store, update(at('order', 'b'), { name: '2' }, { baseETag: etag('5') }));
      await ack(store, stamp, { changeId: other.id, row: row('b', {}, '8'), sentAt: 1 });
      equal((await changeOf(store, newer.id)).baseETag, '5', 'made against another version');

      const created = await save(store, create(at('order', 'c'), { name: '1' }));
      await sendOff(store, stamp, created.id);
      const behind = await save(store, update(at('order', 'c'), { name: '2' }, { baseETag: null }));
      await ack(store, stamp, { changeId: created.id, row: row('c', {}, '9'), sentAt: 1 });
      equal((await changeOf(store, behind.id)).baseETag, '9', 'made behind a create');
    },
  },
  {
    name: 'only a change that is being sent can be acknowledged',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      const change = await save(store, create(a, { name: 'a' }));
      await rejects(ack(store, stamp, { changeId: change.id, row: null, sentAt: 1 }), 'Error', 'acknowledging');
      equal([(await store.outbox()).length, await store.commitNumber()], [1, 0], 'nothing was kept');
    },
  },
  {
    name: 'a setback moves the change, keeps the answer and keeps the older answer where there is no newer',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      const change = await save(store, create(a, { name: 'a' }));
      await sendOff(store, stamp, change.id);
      const answer = { status: 503, code: '', message: 'busy', at: 1_100 };
      await fallBack(store, stamp, { changeId: change.id, state: { kind: 'pending' }, answer });
      equal((await changeOf(store, change.id)).lastAnswer, answer, 'the answer');
      await sendOff(store, stamp, change.id);
      await fallBack(store, stamp, { changeId: change.id, state: { kind: 'maybe sent' }, answer: null });
      const maybe = await changeOf(store, change.id);
      equal([maybe.state.kind, maybe.lastAnswer, maybe.attempts], ['maybe sent', answer, 2], 'the change');
      const repeated = await sendOff(store, stamp, change.id);
      equal(repeated?.state, { kind: 'sending', fence: stamp.fence, isRepeat: true }, 'sent again');
      const theirs = { etag: etag('4'), values: { name: 'b' } };
      await fallBack(store, stamp, { changeId: change.id, state: { kind: 'conflict', theirs }, answer });
      const met = { at: stamp.now, base: null };
      equal((await changeOf(store, change.id)).state, { kind: 'conflict', theirs, met }, 'the conflict');
    },
  },
  {
    name: 'a merged change stays sending and goes out as it is now; later changes keep the base they were made against',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a')] });
      const change = await save(store, update(a, { name: 'mine' }, { oldValues: { name: 'old' } }));
      await rejects(store.commitMerge(stamp, change), 'Error', 'merging what is not being sent');
      const sending = await sendOff(store, stamp, change.id);
      const later = await save(store, update(a, { notes: '2' }));
      if (sending === null) return equal(sending, change, 'the change as it goes out');
      const merge = { theirs: ['notes'], mine: [], givenUp: [] };
      const merged = { ...sending, baseETag: etag('7'), oldValues: { name: 'theirs' }, merge };
      equal(await store.commitMerge(stamp, merged), { ...merged, attempts: 2 }, 'the merged change');
      equal(await store.outbox(), [{ ...merged, attempts: 2 }, later], 'the outbox');
      await ack(store, stamp, { changeId: change.id, row: row('a', {}, '8'), sentAt: 1 });
      equal((await changeOf(store, later.id)).baseETag, '1', 'the later change');
      const [delivery] = (await store.facts()).deliveries;
      equal([delivery?.merge, delivery?.baseETag, delivery?.end], [merge, '7', 'applied'], 'the delivery');
    },
  },
  {
    name: 'behind a row that is made anew later changes have no base, and get the one that its create made',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a')] });
      const change = await save(store, update(a, { name: 'mine' }));
      const sending = await sendOff(store, stamp, change.id);
      const later = await save(store, update(a, { notes: '2' }));
      if (sending === null) return equal(sending, change, 'the change as it goes out');
      await store.commitMerge(stamp, { ...sending, kind: 'create', baseETag: null, oldValues: {} });
      equal((await changeOf(store, later.id)).baseETag, null, 'before the answer');
      await ack(store, stamp, { changeId: change.id, row: row('a', {}, '9'), sentAt: 1 });
      equal((await changeOf(store, later.id)).baseETag, '9', 'after it');
    },
  },
  {
    name: 'a change that gave way leaves a delivery that says so; the newer row lands, later changes keep their base',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old' })] });
      const change = await save(store, update(a, { name: 'mine' }));
      await sendOff(store, stamp, change.id);
      const later = await save(store, update(a, { notes: '2' }));
      const note = { theirs: [], mine: [], givenUp: ['name'] };
      const newer = row('a', { name: 'theirs' }, '5');
      const said = { kind: 'given up', changeId: change.id, row: newer, note, sentAt: 1 } as const;
      await store.commitAnswers(stamp, [said]);
      equal(await store.outbox(), [later], 'the outbox');
      equal(await store.baseRow(a), newer, 'the row');
      const { deliveries, wakes } = await store.facts();
      equal([deliveries[0]?.end, deliveries[0]?.merge, wakes[0]?.changesSent], ['given up', note, 0], 'the log');
      await store.commitAnswers(stamp, [said]);
      equal((await store.facts()).deliveries.length, 1, 'deliveries when it is said again');
    },
  },
  {
    name: 'what became of several changes is kept whole or not at all',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      const one = await save(store, create(a, { name: 'a' }));
      const two = await save(store, create(at('order', 'b'), { name: 'b' }));
      const marked = await store.commitSending(stamp, [one.id, two.id, 'unknown' as Change['id']]);
      equal(
        marked.map(({ id }) => id),
        [one.id, two.id],
        'what is being sent',
      );
      const sent = { kind: 'acknowledged', changeId: one.id, row: row('a'), sentAt: 1 } as const;
      const unknown = { kind: 'acknowledged', changeId: 'unknown' as Change['id'], row: null, sentAt: 1 } as const;
      await rejects(store.commitAnswers(stamp, [sent, unknown]), 'Error', 'an answer to what was not sent');
      equal(await store.outbox(), marked, 'the outbox after it');
      const answer = { status: 503, code: '', message: 'busy', at: 1 };
      const back = { kind: 'set back', changeId: two.id, state: { kind: 'pending' }, answer } as const;
      await store.commitAnswers(stamp, [sent, back]);
      equal(
        (await store.outbox()).map(({ id, state }) => [id, state.kind]),
        [[two.id, 'pending']],
        'the outbox',
      );
    },
  },
  {
    name: 'an illegal move throws and keeps nothing',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      const change = await save(store, create(a, { name: 'a' }));
      const setback = { changeId: change.id, state: { kind: 'parked', why: 'refused' }, answer: null } as const;
      await rejects(fallBack(store, { ...stamp, now: 9_000 }, setback), 'Error', 'parking what was not sent');
      equal((await changeOf(store, change.id)).state.kind, 'pending', 'the change');
      equal((await store.lease())?.heartbeatAt, 1_000, 'the heartbeat of the transaction that failed');
    },
  },
  {
    name: 'retry of a parked change makes it pending; drop removes it; a second decision is refused',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old' })] });
      const change = await save(store, update(a, { name: 'new' }));
      await park(store, stamp, change);
      equal(
        (await store.row(a))?.seen,
        { key: 'a', values: { id: 'a', name: 'new' }, mark: 'needs you', lookupNames: {} },
        'seen',
      );
      await store.commitDecision(change.id, { kind: 'retry' });
      equal((await changeOf(store, change.id)).state, { kind: 'pending' }, 'after retry');
      await rejects(store.commitDecision(change.id, { kind: 'retry' }), 'Error', 'a decision on a pending change');
      await park(store, stamp, change);
      await store.commitDecision(change.id, { kind: 'drop' });
      equal(await store.outbox(), [], 'after drop');
      equal((await store.row(a))?.seen.values.name, 'old', 'seen after drop');
      await rejects(store.commitDecision(change.id, { kind: 'retry' }), 'Error', 'a decision on a change that is gone');
    },
  },
  {
    name: 'retry of a conflict takes the row that was shown as its base',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old' }), row('b')] });
      const updated = await save(store, update(a, { name: 'mine' }, { oldValues: { name: 'old' } }));
      await collide(store, stamp, updated, row('a', { name: 'theirs', count: 3 }, '2'));
      await store.commitDecision(updated.id, { kind: 'retry' });
      const again = await changeOf(store, updated.id);
      equal(
        [again.state.kind, again.kind, again.baseETag, again.oldValues, again.values],
        ['pending', 'update', '2', { name: 'theirs' }, { name: 'mine' }],
        'an update',
      );
      const removed = await save(store, remove(at('order', 'b')));
      await collide(store, stamp, removed, row('b', { name: 'theirs' }, '3'));
      await store.commitDecision(removed.id, { kind: 'retry' });
      const gone = await changeOf(store, removed.id);
      equal([gone.kind, gone.baseETag, gone.oldValues], ['delete', '3', { id: 'b', name: 'theirs' }], 'a delete');
      const created = await save(store, create(at('order', 'c'), { name: 'mine' }));
      await collide(store, stamp, created, row('c', { name: 'theirs' }, '4'));
      await store.commitDecision(created.id, { kind: 'retry' });
      const over = await changeOf(store, created.id);
      equal([over.kind, over.baseETag, over.oldValues], ['update', '4', { name: 'theirs' }], 'a create that met a row');
    },
  },
  {
    name: 'retry of an update whose row is gone creates the whole seen row; later changes stand behind that create',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old', count: 3, computed: 'x' })] });
      const change = await save(store, update(a, { name: 'mine' }));
      await sendOff(store, stamp, change.id);
      const later = await save(store, update(a, { count: 4 }));
      await fallBack(store, stamp, {
        changeId: change.id,
        state: { kind: 'conflict', theirs: null },
        answer: null,
      });
      await store.commitDecision(change.id, { kind: 'retry' });
      const create1 = await changeOf(store, change.id);
      equal([create1.kind, create1.baseETag, create1.oldValues], ['create', null, {}], 'kind, base, old values');
      equal(create1.values, { id: 'a', name: 'mine', count: 3 }, 'the whole row but what the service computes');
      equal((await changeOf(store, later.id)).baseETag, null, 'base of the later change');
      await acknowledge(store, stamp, create1, row('a', { name: 'mine', count: 3 }, '9'));
      equal((await changeOf(store, later.id)).baseETag, '9', 'base of the later change after the acknowledgement');
    },
  },
  {
    name: 'retry of a delete whose row is gone is done: neither the change nor the row is left',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a')] });
      const change = await save(store, remove(a));
      await collide(store, stamp, change, null);
      await store.commitDecision(change.id, { kind: 'retry' });
      equal([await store.outbox(), await store.row(a)], [[], null], 'outbox and row');
    },
  },
  {
    name: 'a change whose base row left the replica is still seen',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old' })] });
      await save(store, update(a, { count: 4 }, { oldValues: { count: 3 } }));
      await store.commitPull(stamp, await portion(store, 'order', { removals: [a.key] }));
      const opened = await store.row(a);
      equal([opened?.seen.values, opened?.baseETag], [{ count: 4 }, null], 'seen');
      equal(opened?.changes.length, 1, 'changes');
    },
  },
];
