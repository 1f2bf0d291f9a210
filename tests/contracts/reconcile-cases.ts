import type { Checkpoint, Watching } from '../../src/core/checkpoint.ts';
import type { RowKey } from '../../src/core/row.ts';
import type { CycleStamp, Store } from '../../src/storage/store.ts';
import { equal, ok, rejects } from './assert.ts';
import { type ContractCase, freshName } from './contract.ts';
import { acknowledge, at, begin, key, portion, remove, replica, row, save } from './store-fixtures.ts';

const watching: Watching = {
  kind: 'watching',
  watermark: { changedUpTo: 900, serviceAt: 950, deviceAt: 1_000 },
  seen: [],
  round: null,
  reconcile: null,
  reconcileDueAt: 5_000,
  upToDateAt: 2_000,
};

/** A table that is pulled by watermark, with these rows. */
async function watched(store: Store, keys: readonly string[]): Promise<CycleStamp> {
  const stamp = await replica(store, { order: keys.map((one) => row(one)) });
  await store.commitPull(stamp, await portion(store, 'order', { checkpoint: watching }));
  return stamp;
}

const reconcileOf = async (store: Store) => {
  const position = (await store.checkpoint('order'))?.position;
  return position?.kind === 'watching' ? position.reconcile : undefined;
};

const listing = (keys: readonly string[], next: string | null = null) => ({
  table: 'order',
  keys: keys.map(key),
  next: next as never,
});

export const reconcileCases: readonly ContractCase[] = [
  {
    name: 'a list of keys ends with those of one side alone, to be asked for by name; rows stay until then',
    run: async (open) => {
      const name = freshName();
      const store = await open(name);
      const stamp = await watched(store, ['a', 'b', 'c']);
      await store.beginReconcile(stamp, 'order');
      const first = await store.commitKeys(stamp, listing(['a'], 'next'));
      equal([first.missing, (await reconcileOf(store))?.kind], [0, 'listing'], 'the first portion');
      store.close();
      const again = await open(name);
      const next = await begin(again, 50_000);
      const last = await again.commitKeys(next, listing(['c', 'd']));
      equal(last.missing, 1, 'missing here');
      equal(await reconcileOf(again), { kind: 'asking', keys: [key('b'), key('d')] }, 'asked for by name');
      equal((await again.facts()).rowCounts.order, 3, 'rows');
    },
  },
  {
    name: 'rows that came or were acknowledged while keys were listed are not doubted',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await watched(store, ['a', 'b', 'gone']);
      await store.beginReconcile(stamp, 'order');
      await store.commitKeys(stamp, listing(['a'], 'next'));
      const position = (await store.checkpoint('order'))?.position as Checkpoint;
      await store.commitPull(stamp, await portion(store, 'order', { rows: [row('new')], checkpoint: position }));
      await acknowledge(store, stamp, await save(store, remove(at('order', 'gone'))), null);
      await store.commitKeys(stamp, listing(['b', 'gone']));
      equal(await reconcileOf(store), null, 'nothing to ask for');
      equal((await store.facts()).rowCounts.order, 3, 'rows');
    },
  },
  {
    name: 'very many rows that are here alone are believed to be gone',
    run: async (open) => {
      const store = await open(freshName());
      const many = Array.from({ length: 600 }, (_, n) => `row-${n}`);
      const stamp = await watched(store, [...many, 'kept']);
      await store.beginReconcile(stamp, 'order');
      await store.commitKeys(stamp, listing(['kept']));
      equal([await reconcileOf(store), (await store.facts()).rowCounts.order], [null, 1], 'what is left');
    },
  },
  {
    name: 'an acknowledged delete is seen back when a list of keys begun after it does not have it',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await watched(store, ['a', 'b']);
      await acknowledge(store, stamp, await save(store, remove(at('order', 'a'))), null);
      equal([...(await store.unseenSince())], [['order', stamp.now]], 'not seen back yet');
      await store.beginReconcile(stamp, 'order');
      await store.commitKeys({ ...stamp, now: 9_000 }, listing(['b']));
      equal((await store.facts()).deliveries[0]?.seenBackAt, 9_000, 'seen back');
      equal([...(await store.unseenSince())], [], 'nothing is waited for');
    },
  },
  {
    name: 'keys are listed under the lease',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await watched(store, ['a']);
      await store.beginReconcile(stamp, 'order');
      await begin(store, 60_000);
      await rejects(store.commitKeys(stamp, listing([])), 'FenceLost', 'listing by an old fence');
      await rejects(store.beginReconcile(stamp, 'order'), 'FenceLost', 'beginning by an old fence');
    },
  },
  {
    name: 'the end of a pull counts how often in a row nothing was new',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await watched(store, ['a']);
      const quiet = async () => (await store.checkpoint('order'))?.quietPulls;
      const before = (await quiet()) ?? 0;
      const later = (upToDateAt: number): Watching => ({ ...watching, upToDateAt });
      await store.commitPull(stamp, await portion(store, 'order', { checkpoint: later(3_000) }));
      equal(await quiet(), before + 1, 'nothing new');
      await store.commitPull(stamp, await portion(store, 'order', { rows: [row('a')], checkpoint: later(4_000) }));
      equal(await quiet(), before + 2, 'a row that is here as it is');
      await store.commitPull(stamp, await portion(store, 'order', { rows: [row('b')], checkpoint: later(5_000) }));
      equal(await quiet(), 0, 'a new row');
    },
  },
  {
    name: 'what is behind a delta link is not compared, and a read with other columns replaces rows of the same version',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await begin(store);
      await store.beginRead(stamp, { table: 'order', strategy: 'full read', epoch: null, scope: 'columns 1' });
      const complete: Checkpoint = { kind: 'complete', upToDateAt: 1_000 };
      await store.commitPull(
        stamp,
        await portion(store, 'order', { rows: [row('a', { name: 'x' })], checkpoint: complete }),
      );
      const again = await store.beginRead(stamp, {
        table: 'order',
        strategy: 'full read',
        epoch: null,
        scope: 'columns 2',
      });
      ok(again.position.kind === 'reading' && again.position.isRewriting, 'it rewrites');
      const whole = row('a' as RowKey, { name: 'x', city: 'Bern' });
      await store.commitPull(stamp, await portion(store, 'order', { rows: [whole], checkpoint: complete }));
      equal((await store.row(at('order', 'a')))?.seen.values.city, 'Bern', 'the new column');
      equal((await store.checkpoint('order'))?.scope, 'columns 2', 'what it was pulled with');
    },
  },
  {
    name: 'a table out of the profile is forgotten, but not while changes of it are unsent',
    run: async (open) => {
      const store = await open(freshName());
      const stamp = await replica(store, { order: [row('a'), row('b')], customer: [row('c')] });
      const change = await save(store, remove(at('customer', 'c')));
      await store.dropTable(stamp, 'order');
      await store.dropTable(stamp, 'customer');
      equal([await store.checkpoint('order'), (await store.facts()).rowCounts.order], [null, 0], 'forgotten');
      equal((await store.facts()).rowCounts.customer, 1, 'kept');
      await acknowledge(store, stamp, change, null);
      await store.dropTable(stamp, 'customer');
      equal(await store.checkpoint('customer'), null, 'forgotten later');
    },
  },
  {
    name: 'what is known of the definitions is kept beside them',
    run: async (open) => {
      const name = freshName();
      const store = await open(name);
      const stamp = await replica(store, {});
      equal(await store.definitionsKnown(), null, 'before');
      const known = { version: '7', profile: '{}', checkedAt: 5_000 };
      await store.commitDefinitionsKnown(stamp, known);
      equal(
        (await store.tables()).map((table) => table.name),
        ['order', 'customer'],
        'the definitions',
      );
      store.close();
      equal(await (await open(name)).definitionsKnown(), known, 'kept');
    },
  },
];
