import type { BaseRow } from '../../src/core/row.ts';
import type { CycleStamp, Store } from '../../src/storage/store.ts';
import { equal } from './assert.ts';
import { type ContractCase, freshName } from './contract.ts';
import {
  ack,
  acknowledge,
  at,
  begin,
  changeOf,
  collide,
  complete,
  create,
  customers,
  etag,
  orders,
  portion,
  remove,
  row,
  save,
  sendOff,
  update,
} from './store-fixtures.ts';

const a = at('order', 'a');
const b = at('order', 'b');
const c = at('customer', 'c');

/** Reads both tables to their ends, as a service of this generation has them. */
async function read(
  store: Store,
  stamp: CycleStamp,
  epoch: string,
  rows: { readonly [table: string]: readonly BaseRow[] },
) {
  for (const name of ['order', 'customer']) {
    await store.beginRead(stamp, { table: name, strategy: 'full read', epoch: epoch });
    await store.commitPull(stamp, await portion(store, name, { rows: rows[name] ?? [], checkpoint: complete, epoch }));
  }
}

async function replicaOf(store: Store, rows: { readonly [table: string]: readonly BaseRow[] }): Promise<CycleStamp> {
  const stamp = await begin(store);
  await store.commitTables(stamp, [orders, customers]);
  await read(store, stamp, 'e1', rows);
  return stamp;
}

const ids = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id);
const missing = { kind: 'parked', why: 'missing after restore' } as const;

export const restoreCases: readonly ContractCase[] = [
  {
    name: 'a change that points to a row whose create is offered again waits with it for the person',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replicaOf(store, { order: [row('a', { name: 'old' })] });
      const made = await save(store, create(c, { name: 'new' }));
      await acknowledge(store, stamp, made, row('c', { name: 'new' }));
      const pointing = await save(store, update(a, { customer: 'c' }));
      equal(pointing.dependsOn, [], 'while the row is there');
      await read(store, stamp, 'e2', { order: [row('a', { name: 'old' })] });
      equal(await store.commitOffers(stamp), 1, 'offered');
      equal((await changeOf(store, pointing.id)).dependsOn, [made.id], 'what it waits for');
      equal(await sendOff(store, stamp, pointing.id), null, 'before the person has decided');
    },
  },
  {
    name: 'a restored service: what had been acknowledged and is missing is offered again, parked, in its order',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replicaOf(store, { order: [row('a', { name: 'old' }), row('b')] });
      const made = await save(store, create(c, { name: 'new' }));
      await acknowledge(store, stamp, made, row('c', { name: 'new' }));
      const renamed = await save(store, update(a, { name: 'new' }, { oldValues: { name: 'old' } }));
      await acknowledge(store, stamp, renamed, row('a', { name: 'new' }, '2'));
      const deleted = await save(store, remove(b));
      await acknowledge(store, stamp, deleted, null);
      equal(await store.commitOffers(stamp), 0, 'while nothing is missing');

      const back = { order: [row('a', { name: 'old' }, '1'), row('b', { name: 'b' }, '7')] };
      await read(store, stamp, 'e2', back);
      equal(await store.commitOffers({ ...stamp, now: 9_000 }), 3, 'offered');
      const outbox = await store.outbox();
      equal(ids(outbox), [made.id, renamed.id, deleted.id], 'the same ids in the order acknowledged');
      for (const change of outbox) equal(change.state, missing, 'parked');
      const shown = await changeOf(store, renamed.id);
      equal([shown.oldValues, shown.baseETag], [{ name: 'old' }, '1'], 'made against the row as it is now');
      equal((await changeOf(store, deleted.id)).baseETag, '7', 'the delete too');
      for (const { id } of outbox) equal(await sendOff(store, stamp, id), null, 'nothing goes by itself');

      const { notices, deliveries } = await store.facts();
      const notice = {
        kind: 'service restored',
        id: 'service restored e2',
        at: 9_000,
        missing: 3,
        missingSince: 1_000,
      };
      equal(notices, [notice], 'the notice');
      equal(deliveries, [], 'no delivery is left that would make the next acknowledgement a repeat');
      equal(await store.commitOffers(stamp), 0, 'not twice');
    },
  },
  {
    name: 'an offered change that the person retries is acknowledged like any other, once',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replicaOf(store, { order: [row('a', { name: 'old' })] });
      const renamed = await save(store, update(a, { name: 'new' }, { oldValues: { name: 'old' } }));
      await acknowledge(store, stamp, renamed, row('a', { name: 'new' }, '2'));
      await read(store, stamp, 'e2', { order: [row('a', { name: 'old' }, '1')] });
      await store.commitOffers(stamp);
      await store.commitDecision(renamed.id, { kind: 'retry' });
      await acknowledge(store, stamp, await changeOf(store, renamed.id), row('a', { name: 'new' }, '9'));
      equal(await store.outbox(), [], 'the outbox');
      const [delivery, ...others] = (await store.facts()).deliveries;
      equal([delivery?.id, delivery?.epoch, others], [renamed.id, 'e2', []], 'one delivery, of the new generation');
    },
  },
  {
    name: 'what others had overwritten before the restore, and what is still there, is not offered',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replicaOf(store, { order: [row('a', { name: 'old' }), row('b', { name: 'old' })] });
      const overwritten = await save(store, update(a, { name: 'mine' }));
      await acknowledge(store, stamp, overwritten, row('a', { name: 'mine' }, '2'));
      const kept = await save(store, update(b, { name: 'mine' }));
      await acknowledge(store, stamp, kept, row('b', { name: 'mine' }, '3'));
      await store.commitPull(
        stamp,
        await portion(store, 'order', { rows: [row('a', { name: 'theirs' }, '4')], epoch: 'e1' }),
      );
      await read(store, stamp, 'e2', { order: [row('a', { name: 'old' }), row('b', { name: 'mine' }, '3')] });
      equal(await store.commitOffers(stamp), 0, 'offered');
      equal((await store.facts()).notices, [], 'nothing to tell');
      equal(
        (await store.facts()).deliveries.map(({ epoch }) => epoch),
        ['e2', 'e2'],
        'both moved on',
      );
    },
  },
  {
    name: 'a read that is begun again forgets nothing of what its first portions showed to be missing',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replicaOf(store, { order: [row('a', { name: 'old' })] });
      const renamed = await save(store, update(a, { name: 'new' }));
      await acknowledge(store, stamp, renamed, row('a', { name: 'new' }, '2'));
      const reading = await store.beginRead(stamp, { table: 'order', strategy: 'full read', epoch: 'e2' });
      const first = { rows: [row('a', { name: 'old' }, '1')], checkpoint: reading.position, epoch: 'e2' };
      await store.commitPull(stamp, await portion(store, 'order', first));
      equal(await store.commitOffers(stamp), 0, 'while the table is read');
      await read(store, stamp, 'e2', { order: [row('a', { name: 'old' }, '1')] });
      equal(await store.commitOffers(stamp), 1, 'offered');
      equal((await changeOf(store, renamed.id)).values, { name: 'new' }, 'its values');
    },
  },
  {
    name: 'several changes of one row: the last of each column is offered, behind the create of the row',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replicaOf(store, { order: [row('b', { name: '0', count: 0 })] });
      const made = await save(store, create(a, { name: '1', customer: 'c' }));
      await acknowledge(store, stamp, made, row('a', { name: '1', customer: 'c' }, '2'));
      const changed = await save(store, update(a, { name: '2' }, { baseETag: etag('2') }));
      await acknowledge(store, stamp, changed, row('a', { name: '2', customer: 'c' }, '3'));
      const both = await save(store, update(b, { name: '1', count: 1 }));
      await acknowledge(store, stamp, both, row('b', { name: '1', count: 1 }, '4'));
      const one = await save(store, update(b, { name: '2' }, { baseETag: etag('4') }));
      await acknowledge(store, stamp, one, row('b', { name: '2', count: 1 }, '5'));
      const maker = await save(store, create(c, { name: 'C' }));
      await acknowledge(store, stamp, maker, row('c', { name: 'C' }));
      await read(store, stamp, 'e2', { order: [row('b', { name: '0', count: 0 })] });
      equal(await store.commitOffers(stamp), 5, 'offered');
      equal(ids(await store.outbox()), [made.id, changed.id, both.id, one.id, maker.id], 'in order');
      equal((await changeOf(store, both.id)).values, { count: 1 }, 'without the column that a later one wrote');
      equal((await changeOf(store, made.id)).dependsOn, [maker.id], 'behind the row that it points to');
      await store.commitDecision(changed.id, { kind: 'retry' });
      equal(await sendOff(store, stamp, changed.id), null, 'an update whose create waits');
    },
  },
  {
    name: 'an update of a row that is gone whole keeps what was known of the row',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replicaOf(store, { order: [row('a', { name: 'old', count: 3 })] });
      const renamed = await save(store, update(a, { name: 'new' }, { oldValues: { name: 'old' } }));
      await acknowledge(store, stamp, renamed, row('a', { name: 'new', count: 3 }, '2'));
      await read(store, stamp, 'e2', {});
      equal(await store.commitOffers(stamp), 1, 'offered');
      const offered = await changeOf(store, renamed.id);
      equal(offered.oldValues, { id: 'a', name: 'old', count: 3 }, 'the row');
      const seen = await store.row(a);
      equal(seen?.seen.values, { id: 'a', name: 'new', count: 3 }, 'what is seen');
    },
  },
  {
    name: 'a change acknowledged on top of a restored row, before that is read, hides nothing that is missing in it',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replicaOf(store, { order: [row('a', { name: 'old', count: 0 })] });
      const renamed = await save(store, update(a, { name: 'new', count: 1 }));
      await acknowledge(store, stamp, renamed, row('a', { name: 'new', count: 1 }, '2'));
      const later = await save(store, update(a, { count: 2 }, { baseETag: etag('2') }));
      await sendOff(store, stamp, later.id);
      const answered = row('a', { name: 'old', count: 2 }, '8');
      await ack(store, stamp, { changeId: later.id, row: answered, sentAt: 1, epoch: 'e2' });
      await read(store, stamp, 'e2', { order: [answered] });
      equal(await store.commitOffers(stamp), 1, 'offered');
      equal((await changeOf(store, renamed.id)).values, { name: 'new' }, 'what was lost, and not what we wrote since');
    },
  },
  {
    name: 'a repair with rows of a restored service, before that is read, hides nothing that is missing in it',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replicaOf(store, { order: [row('a', { name: 'old' })] });
      const renamed = await save(store, update(a, { name: 'new' }));
      await acknowledge(store, stamp, renamed, row('a', { name: 'new' }, '2'));
      const askedAt = await store.commitNumber();
      const back = [row('a', { name: 'old' }, '1')];
      await store.commitRepair(stamp, { table: 'order', rows: back, removals: [], askedAt, epoch: 'e2' });
      await read(store, stamp, 'e2', { order: back });
      equal(await store.commitOffers(stamp), 1, 'offered');
    },
  },
  {
    name: 'a change that gives way to a row which a restored service has no more hides nothing that is missing',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replicaOf(store, {});
      const made = await save(store, create(a, { name: 'new' }));
      await acknowledge(store, stamp, made, row('a', { name: 'new' }, '2'));
      const later = await save(store, update(a, { count: 2 }, { baseETag: etag('2') }));
      await sendOff(store, stamp, later.id);
      const note = { theirs: [], mine: [], givenUp: ['count'] };
      const gaveWay = { kind: 'given up', changeId: later.id, row: null, note, sentAt: 1, epoch: 'e2' } as const;
      await store.commitAnswers(stamp, [gaveWay]);
      await read(store, stamp, 'e2', {});
      equal(await store.commitOffers(stamp), 1, 'offered');
      equal((await changeOf(store, made.id)).kind, 'create', 'the row');
    },
  },
  {
    name: 'taking theirs while a restored service is read hides nothing that is missing in it',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replicaOf(store, { order: [row('a', { name: 'old', count: 0 })] });
      const renamed = await save(store, update(a, { name: 'new' }));
      await acknowledge(store, stamp, renamed, row('a', { name: 'new', count: 0 }, '2'));
      const made = await save(store, create(b, { name: 'made' }));
      await acknowledge(store, stamp, made, row('b', { name: 'made' }, '3'));
      const back = row('a', { name: 'old', count: 5 }, '9');
      const contested = await save(store, update(a, { count: 1 }, { baseETag: etag('2') }));
      await collide(store, stamp, contested, back);
      const ofNone = await save(store, update(b, { count: 1 }, { baseETag: etag('3') }));
      await collide(store, stamp, ofNone, null);
      await store.beginRead(stamp, { table: 'order', strategy: 'full read', epoch: 'e2' });
      await store.commitDecision(contested.id, { kind: 'drop' });
      await store.commitDecision(ofNone.id, { kind: 'drop' });
      await read(store, stamp, 'e2', { order: [back] });
      equal(await store.commitOffers(stamp), 2, 'offered');
      equal(ids(await store.outbox()), [renamed.id, made.id], 'what was lost');
    },
  },
  {
    name: 'what is offered again is not taken for something made on top of a change that goes before it',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replicaOf(store, { order: [row('a', { name: 'old' })] });
      const first = await save(store, update(a, { name: 'first' }));
      await acknowledge(store, stamp, first, row('a', { name: 'first' }, '2'));
      const second = await save(store, update(a, { name: 'second' }, { baseETag: etag('2') }));
      const back = row('a', { name: 'old' }, '9');
      await collide(store, stamp, second, back);
      await read(store, stamp, 'e2', { order: [back] });
      equal(await store.commitOffers(stamp), 1, 'offered');
      await store.commitDecision(second.id, { kind: 'retry' });
      await acknowledge(store, stamp, await changeOf(store, second.id), row('a', { name: 'second' }, '10'));
      equal((await changeOf(store, first.id)).baseETag, '9', 'the version that it is measured against');
    },
  },
  {
    name: 'a notice stays until it is dismissed, in every context; one of the same id is replaced',
    run: async (open) => {
      const name = freshName();
      const store = await open(name);
      const notice = { kind: 'evicted', id: 'evicted 1', at: 2, unsent: 3, lastReportAt: 1 } as const;
      await store.addNotice(notice);
      await store.addNotice({ ...notice, unsent: 4 });
      await store.addNotice({ ...notice, id: 'evicted 0', at: 1 });
      const other = await open(name);
      equal(ids((await other.facts()).notices), ['evicted 0', 'evicted 1'], 'oldest first');
      equal((await other.facts()).notices[1], { ...notice, unsent: 4 }, 'the later one');
      await other.dismissNotice('evicted 1');
      equal(ids((await store.facts()).notices), ['evicted 0'], 'what is left');
    },
  },
];
