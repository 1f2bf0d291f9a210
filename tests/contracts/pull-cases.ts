import type { Checkpoint } from '../../src/core/checkpoint.ts';
import type { DeltaLink, NextLink } from '../../src/core/row.ts';
import { equal, ok } from './assert.ts';
import { type ContractCase, freshName } from './contract.ts';
import {
  acknowledge,
  at,
  begin,
  complete,
  create,
  key,
  keysOf,
  portion,
  query,
  remove,
  replica,
  row,
  save,
  update,
} from './store-fixtures.ts';

const following: Checkpoint = { kind: 'following', link: 'delta-1' as DeltaLink, upToDateAt: 2_000 };

export const pullCases: readonly ContractCase[] = [
  {
    name: 'a read begins with an empty position that carries store id and epoch; it is initial until one came to its end',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      equal(await store.checkpoint('order'), null, 'before');
      const { storeId } = await store.identity();
      const begun = await store.beginRead(stamp, { table: 'order', strategy: 'delta link', epoch: 'epoch-7' });
      const position: Checkpoint = {
        kind: 'reading',
        strategy: 'delta link',
        next: null,
        beganAt: 0,
        startedAt: 1_000,
        rowsRead: 0,
        bytesRead: 0,
        rowsExpected: null,
        isInitial: true,
        upToDateAt: null,
        isRewriting: false,
        reach: null,
      };
      const unasked = { scope: null, best: 'delta link', quietPulls: 0 } as const;
      equal(begun, { table: 'order', position, storeId, epoch: 'epoch-7', ...unasked }, 'begun');
      equal(await store.checkpoint('order'), begun, 'stored');
      const again = await store.beginRead(stamp, { table: 'order', strategy: 'full read', epoch: null });
      ok(
        again.position.kind === 'reading' && again.position.isInitial,
        'broken off and begun again it is still initial',
      );
      await store.commitPull(stamp, await portion(store, 'order', { rows: [row('a')], checkpoint: following }));
      equal((await store.checkpoint('order'))?.position, following, 'the end');
      const resync = await store.beginRead(stamp, { table: 'order', strategy: 'full read', epoch: null });
      ok(resync.position.kind === 'reading' && !resync.position.isInitial, 'a resync is not initial');
      equal(resync.position.kind === 'reading' && resync.position.beganAt, await store.commitNumber(), 'began at');
    },
  },
  {
    name: 'slices land rows without moving the checkpoint; the last one moves it with its rows',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      const begun = await store.beginRead(stamp, { table: 'order', strategy: 'full read', epoch: null });
      const askedAt = await store.commitNumber();
      equal(
        await store.commitPull(stamp, {
          table: 'order',
          rows: [row('a'), row('b')],
          removals: [],
          askedAt,
          checkpoint: null,
          epoch: null,
        }),
        'landed',
        'a slice',
      );
      equal(await store.checkpoint('order'), begun, 'the checkpoint after a slice');
      const position = { ...begun.position, next: 'next-2' as NextLink, rowsRead: 3 } as Checkpoint;
      await store.commitPull(stamp, {
        table: 'order',
        rows: [row('c')],
        removals: [],
        askedAt,
        checkpoint: position,
        epoch: null,
      });
      equal((await store.checkpoint('order'))?.position, position, 'the checkpoint after the portion');
      const facts = await store.facts();
      equal([facts.rowCounts.order, facts.wakes[0]?.rowsReceived], [3, 3], 'rows here and received');
    },
  },
  {
    name: 'the end of a full read removes what it never brought, over all its slices and after a break',
    run: async (open) => {
      const name = freshName();
      const store = await open(name);
      const stamp = await replica(store, {
        order: [row('a'), row('b'), row('c'), row('d')],
        customer: [row('a'), row('z')],
      });
      await store.beginRead(stamp, { table: 'order', strategy: 'full read', epoch: null });
      await store.commitPull(stamp, await portion(store, 'order', { rows: [row('a')] }));
      equal((await store.facts()).rowCounts.order, 4, 'rows stay usable while it reads');
      store.close();
      const reopened = await open(name);
      const next = await begin(reopened, 50_000);
      await reopened.commitPull(next, await portion(reopened, 'order', { rows: [row('c')] }));
      await reopened.commitPull(next, await portion(reopened, 'order', { rows: [row('e')], checkpoint: complete }));
      const view = await reopened.openView(query({ sortColumn: 'id' }));
      equal(await keysOf(view), 'a c e', 'rows');
      equal((await reopened.facts()).rowCounts.customer, 2, 'rows of another table');
    },
  },
  {
    name: 'a read that is begun again forgets the keys of the broken one',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      await store.beginRead(stamp, { table: 'order', strategy: 'full read', epoch: null });
      await store.commitPull(stamp, await portion(store, 'order', { rows: [row('a')] }));
      await store.beginRead(stamp, { table: 'order', strategy: 'full read', epoch: null });
      await store.commitPull(stamp, await portion(store, 'order', { rows: [row('b')], checkpoint: complete }));
      equal([await store.row(at('order', 'a')), (await store.facts()).rowCounts.order], [null, 1], 'rows');
    },
  },
  {
    name: 'the end of a full read spares rows acknowledged since it began',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a'), row('b')] });
      await acknowledge(store, stamp, await save(store, create(at('order', 'old'), {})), row('old'));
      await store.beginRead(stamp, { table: 'order', strategy: 'full read', epoch: null });
      await store.commitPull(stamp, await portion(store, 'order', { rows: [row('a')] }));
      await acknowledge(store, stamp, await save(store, create(at('order', 'new'), {})), row('new'));
      await store.commitPull(stamp, await portion(store, 'order', { rows: [row('b')], checkpoint: complete }));
      const rows = ['a', 'b', 'old', 'new'].map(async (one) => (await store.row(at('order', one))) !== null);
      equal(await Promise.all(rows), [true, true, false, true], 'a, b, acknowledged before, acknowledged since');
    },
  },
  {
    name: 'what a full read would remove if it ended now can be asked before it ends',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a'), row('b'), row('c')] });
      equal(await store.notBrought('order', []), [], 'no read runs');
      await store.beginRead(stamp, { table: 'order', strategy: 'full read', epoch: null });
      await store.commitPull(stamp, await portion(store, 'order', { rows: [row('a')] }));
      await acknowledge(store, stamp, await save(store, create(at('order', 'new'), {})), row('new'));
      equal(
        [...(await store.notBrought('order', [key('c'), key('d')]))],
        ['b'],
        'neither brought nor acknowledged since',
      );
    },
  },
  {
    name: 'removals remove, of this table only',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a'), row('b')], customer: [row('a')] });
      await store.commitPull(
        stamp,
        await portion(store, 'order', { removals: [key('a'), key('unknown')], checkpoint: following }),
      );
      equal(
        [await store.row(at('order', 'a')), (await store.facts()).rowCounts],
        [null, { order: 1, customer: 1 }],
        'rows',
      );
    },
  },
  {
    name: 'a portion asked for before one of its rows was acknowledged is stale and lands nothing',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old' }), row('b')] });
      const askedAt = await store.commitNumber();
      await acknowledge(
        store,
        stamp,
        await save(store, update(at('order', 'a'), { name: 'mine' })),
        row('a', { name: 'mine' }, '2'),
      );
      const number = await store.commitNumber();
      const late = {
        table: 'order',
        rows: [row('z'), row('a', { name: 'old' })],
        removals: [],
        askedAt,
        checkpoint: following,
        epoch: null,
      };
      equal(await store.commitPull(stamp, late), 'stale', 'the landing');
      equal((await store.row(at('order', 'a')))?.seen.values.name, 'mine', 'the acknowledged row');
      equal([await store.row(at('order', 'z')), await store.commitNumber()], [null, number], 'nothing landed');
      equal((await store.checkpoint('order'))?.position, complete, 'the checkpoint');
      equal((await store.facts()).deliveries[0]?.seenBackAt, null, 'not seen back');
      equal(await store.commitPull(stamp, { ...late, rows: [], removals: [key('a')] }), 'stale', 'a removal of it');
      equal(await store.commitPull(stamp, { ...late, rows: [row('z')] }), 'landed', 'a portion without it');
      const again = { ...late, askedAt: await store.commitNumber(), rows: [row('a', { name: 'mine' }, '2')] };
      equal(await store.commitPull({ ...stamp, now: 7_000 }, again), 'landed', 'asked for again');
      equal((await store.facts()).deliveries[0]?.seenBackAt, 7_000, 'seen back');
    },
  },
  {
    name: 'an acknowledged delete is seen back when a pull names it as gone, or a full read begun after it does not bring it',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a'), row('b')], customer: [row('c')] });
      await acknowledge(store, stamp, await save(store, remove(at('order', 'a'))), null);
      await acknowledge(store, stamp, await save(store, remove(at('customer', 'c'))), null);
      const seenBack = async () => (await store.facts()).deliveries.map(({ table, seenBackAt }) => [table, seenBackAt]);
      await store.commitPull(
        { ...stamp, now: 3_000 },
        await portion(store, 'order', { removals: [key('a')], checkpoint: following }),
      );
      equal(
        await seenBack(),
        [
          ['customer', null],
          ['order', 3_000],
        ],
        'named as gone',
      );
      await store.beginRead(stamp, { table: 'customer', strategy: 'full read', epoch: null });
      await store.commitPull({ ...stamp, now: 4_000 }, await portion(store, 'customer', { checkpoint: complete }));
      equal(
        await seenBack(),
        [
          ['customer', 4_000],
          ['order', 3_000],
        ],
        'not brought',
      );
    },
  },
  {
    name: 'a pull never touches what the person changed: the base moves under it',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a', { name: 'old', count: 1 })] });
      const change = await save(store, update(at('order', 'a'), { name: 'mine' }, { oldValues: { name: 'old' } }));
      await store.commitPull(
        stamp,
        await portion(store, 'order', { rows: [row('a', { name: 'theirs', count: 2 }, '2')] }),
      );
      const opened = await store.row(at('order', 'a'));
      equal(opened?.seen.values, { id: 'a', name: 'mine', count: 2 }, 'seen');
      equal([opened?.baseETag, opened?.seen.mark], ['2', 'waiting'], 'base and mark');
      equal(await store.outbox(), [change], 'the change, with the base it was made against');
    },
  },
  {
    name: 'rows that are here as they are make no commit; rows without ETag are compared by content',
    run: async (open) => {
      const store = await open(freshName());
      const bare = { ...row('b', { name: 'x', list: [1, { deep: true }] }), etag: null };
      const stamp = await replica(store, { order: [row('a', { name: 'a' }), bare] });
      const number = await store.commitNumber();
      await store.commitPull(
        stamp,
        await portion(store, 'order', { rows: [row('a', { name: 'a' }), bare], checkpoint: following }),
      );
      equal(await store.commitNumber(), number, 'the commit number');
      equal((await store.checkpoint('order'))?.position, following, 'the checkpoint moved all the same');
      const newer = { ...bare, values: { ...bare.values, list: [1, { deep: false }] } };
      await store.commitPull(stamp, await portion(store, 'order', { rows: [row('a', { name: 'b' }, '2'), newer] }));
      const [a, b] = [await store.row(at('order', 'a')), await store.row(at('order', 'b'))];
      equal([a?.seen.values.name, b?.seen.values.list], ['b', [1, { deep: false }]], 'rows');
    },
  },
  {
    name: 'a portion that names an epoch stamps the checkpoint with it; one that names none keeps the known one',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      await store.beginRead(stamp, { table: 'customer', strategy: 'delta link', epoch: null });
      await store.commitPull(stamp, await portion(store, 'customer', { checkpoint: following, epoch: 'e1' }));
      equal((await store.checkpoint('customer'))?.epoch, 'e1', 'named');
      await store.commitPull(stamp, await portion(store, 'customer', { checkpoint: following }));
      equal((await store.checkpoint('customer'))?.epoch, 'e1', 'not named');
    },
  },
  {
    name: 'a portion with neither rows nor removals only moves the checkpoint',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      await store.beginRead(stamp, { table: 'customer', strategy: 'delta link', epoch: null });
      equal(
        await store.commitPull(stamp, await portion(store, 'customer', { checkpoint: following })),
        'landed',
        'landing',
      );
      equal((await store.checkpoint('customer'))?.position, following, 'the checkpoint');
    },
  },
];
