import type { ChangeId } from '../../src/core/change.ts';
import type { RowKey } from '../../src/core/row.ts';
import type { Store } from '../../src/storage/store.ts';
import version1 from '../fixtures/client-version-1.json' with { type: 'json' };
import { loadDatabase, type StoredDatabase } from '../fixtures/stored-database.ts';
import { equal, ok } from './assert.ts';
import { type ContractCase, freshName, type OpenStore } from './contract.ts';
import { sendOff } from './store-fixtures.ts';

/** The database of each released version, as that version's own code left it: docs of how in tests/fixtures/databases.md. */
const oldDatabases: readonly StoredDatabase[] = [version1];

/** Each of them begins its life with these; which state a change was left in its id says. */
const outboxThen = [
  'parked-refused parked',
  'conflict-both conflict',
  'conflict-gone conflict',
  'maybe-sent maybe sent',
  'pending-behind pending',
  'pending-create pending',
  'pending-pointing pending',
  'pending-update pending',
  'pending-delete pending',
  'sending sending',
];

const begun = { trigger: 'opened', host: 'data worker', isLastChance: false, now: 1_795_200_000_000 } as const;

async function openOld(open: OpenStore, stored: StoredDatabase): Promise<Store> {
  const name = freshName();
  await loadDatabase(stored, name);
  return await open(name);
}

function recordsOf(stored: StoredDatabase, store: string): readonly Record<string, unknown>[] {
  const found = stored.stores.find(({ name }) => name === store);
  return (found?.records ?? []).map(({ value }) => value as Record<string, unknown>);
}

async function statesOf(store: Store): Promise<readonly string[]> {
  return (await store.outbox()).map(({ id, state }) => `${id} ${state.kind}`);
}

function casesOf(stored: StoredDatabase): readonly ContractCase[] {
  const version = stored.version / 10;
  return [
    {
      name: `a database of version ${version} is opened with everything a person made in it`,
      run: async (open) => {
        const store = await openOld(open, stored);
        equal(await statesOf(store), outboxThen, 'the outbox');
        const byId = new Map((await store.outbox()).map((change) => [change.id, change]));
        for (const { state: _, ...change } of recordsOf(stored, 'outbox')) {
          const now = byId.get(change['id'] as ChangeId);
          equal(
            Object.fromEntries(Object.keys(change).map((key) => [key, now?.[key as keyof typeof now]])),
            change,
            'a change',
          );
        }
        const draft = await store.draft({ table: 'account', key: 'a5' as RowKey });
        equal([draft?.values, draft?.baseETag], [{ city: 'Half typ' }, 'W/"105"'], 'a draft');
        const other = await store.draft({ table: 'contact', key: 'c-draft' as RowKey });
        equal([other?.values, other?.isNew], [{ fullname: 'Not yet saved' }, true], 'a draft of a new row');
        equal((await store.session())?.token, 'a token of version 1', 'the session');
      },
    },
    {
      name: `a database of version ${version} is opened with every row, checkpoint, delivery and wake`,
      run: async (open) => {
        const store = await openOld(open, stored);
        const facts = await store.facts();
        equal(facts.rowCounts, { account: 12, contact: 8, note: 4, order: 10 }, 'rows');
        const row = await store.row({ table: 'account', key: 'a0' as RowKey });
        equal([row?.baseETag, row?.seen.values['city']], ['W/"120"', 'Husum'], 'a row');
        equal(
          facts.tables.map(({ name }) => name),
          ['account', 'contact', 'order', 'note'],
          'tables',
        );
        const positions = facts.checkpoints.map(({ table, position }) => `${table} ${position.kind}`);
        equal(positions, ['account following', 'contact complete', 'note reading', 'order reading'], 'checkpoints');
        const { storeId } = await store.identity();
        equal(new Set(facts.checkpoints.map((checkpoint) => checkpoint.storeId)), new Set([storeId]), 'the store id');
        const links = recordsOf(stored, 'checkpoints').map(({ position }) => position as Record<string, unknown>);
        equal(
          facts.checkpoints.map(({ position }) => (position.kind === 'following' ? position.link : undefined)),
          links.map(({ link }) => link),
          'delta links',
        );
        equal(facts.deliveries.length, recordsOf(stored, 'deliveries').length, 'deliveries');
        equal(
          facts.wakes.map(({ end }) => end),
          [null, 'handed over', 'failed', 'time box'],
          'wakes',
        );
      },
    },
    {
      name: `in a database of version ${version} cycles go on: what a dead holder was sending is maybe sent`,
      run: async (open) => {
        const store = await openOld(open, stored);
        const before = await store.lease();
        ok(before, 'a lease');
        const { fence } = await store.beginWake(begun);
        equal(fence, before.fence + 1, 'the fence');
        equal((await statesOf(store)).at(-1), 'sending maybe sent', 'what was being sent');
        equal((await store.facts()).wakes[1]?.end, 'cut off', 'the wake of the dead holder');
        const stamp = { fence, now: begun.now + 1 };
        ok(await sendOff(store, stamp, 'pending-update' as ChangeId), 'a change goes out');
        const retried = 'parked-refused' as ChangeId;
        await store.commitDecision(retried, { kind: 'retry' });
        equal((await statesOf(store))[0], 'parked-refused pending', 'a person decides');
        const view = await store.openView({
          table: 'contact',
          sortColumn: 'fullname',
          direction: 'ascending',
          search: '',
        });
        equal(view.total(), 8, 'contacts: eight, one deleted and one new among them');
        view.close();
      },
    },
    {
      name: `in a database of version ${version} what cannot be read stays, and takes nothing with it`,
      run: async (open) => {
        const strange = (store: string): readonly unknown[] =>
          store === 'outbox'
            ? [
                { order: 900, id: 'no-state', table: 'account', key: 'a9' },
                { order: 901, id: 'odd-state', table: 'account', key: 'a9', state: 'lost' },
              ]
            : store === 'checkpoints'
              ? [{ table: 'strange', position: null }]
              : store === 'drafts'
                ? [{ table: 'account', key: 'strange', values: 7 }]
                : [];
        const damaged: StoredDatabase = {
          ...stored,
          stores: stored.stores.map((store) => ({
            ...store,
            records: [...store.records, ...strange(store.name).map((value) => ({ value }))],
          })),
        };
        const store = await openOld(open, damaged);
        equal(await statesOf(store), outboxThen, 'the outbox');
        const counted = await countOf(store.name, 'outbox');
        equal(counted, outboxThen.length + 2, 'records of the outbox');
        equal(await countOf(store.name, 'checkpoints'), 5, 'records of checkpoints');
      },
    },
  ];
}

/** Counts behind the store's back. */
function countOf(name: string, store: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('error', () => reject(opening.error));
    opening.addEventListener('success', () => {
      const counting = opening.result.transaction(store).objectStore(store).count();
      counting.addEventListener('success', () => {
        opening.result.close();
        resolve(counting.result);
      });
    });
  });
}

/** What today's code does with databases that earlier versions left. Of IndexedDB alone: memory has no yesterday. */
export const oldDatabaseContract: readonly ContractCase[] = oldDatabases.flatMap(casesOf);
