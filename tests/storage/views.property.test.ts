import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import type { Values } from '../../src/core/row.ts';
import type { Direction } from '../../src/core/view.ts';
import type { Store, View } from '../../src/storage/store.ts';
import { freshName } from '../contracts/contract.ts';
import { memoryOpener } from '../contracts/openers.ts';
import * as fixtures from '../contracts/store-fixtures.ts';

/** FAST_CHECK_SEED replays; FAST_CHECK_RUNS lengthens. fast-check prints the seed of a failure. */
const seed = Number(process.env.FAST_CHECK_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 60);

interface Step {
  readonly what: 'pull' | 'remove' | 'edit' | 'delete' | 'push' | 'full read';
  readonly row: number;
  readonly values: Values;
  readonly isCustomer: boolean;
}

const names = ['Zoe', 'zoe', 'Ärger', 'arger', 'Äpfel', '10', '9', '', null];
const values = fc.record(
  {
    name: fc.constantFrom(...names),
    count: fc.constantFrom(1, 2, 10, null),
    customer: fc.constantFrom('r0', 'r1', 'r2', null),
  },
  { requiredKeys: [] },
);
const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom('pull', 'pull', 'remove', 'edit', 'edit', 'delete', 'push', 'full read'),
    row: fc.nat(7),
    values,
    isCustomer: fc.boolean(),
  }),
  { maxLength: 20 },
);

type Rows = Map<string, Values>;

/** What is to be seen of a table: an account of its own, kept by reading every row one by one. */
async function truth(store: Store, table: string): Promise<Rows> {
  const rows: Rows = new Map();
  for (let index = 0; index < 8; index++) {
    const opened = await store.row(fixtures.at(table, `r${index}`));
    if (opened && !opened.isDeleteWaiting) rows.set(`r${index}`, opened.seen.values);
  }
  return rows;
}

function naive(orders: Rows, customers: Rows, sortColumn: string, direction: Direction, search: string): string {
  const sortedBy = (row: Values) => {
    const value = sortColumn === 'customer' ? customers.get(String(row.customer))?.name : row[sortColumn];
    return value === undefined || value === '' ? null : value;
  };
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const found = [...orders].filter(([, row]) => plain(String(row.name ?? '')).includes(plain(search)));
  const language = new Intl.Collator('de');
  return found
    .sort(([aKey, a], [bKey, b]) => {
      const [left, right] = [sortedBy(a), sortedBy(b)];
      const byKey = aKey < bKey ? -1 : 1;
      if (left === null || right === null) return left === right ? byKey : left === null ? 1 : -1;
      const order = typeof left === 'number' ? left - Number(right) : language.compare(String(left), String(right));
      return (direction === 'ascending' ? order : -order) || byKey;
    })
    .map(([key]) => key)
    .join(' ');
}

const queries = [
  ['name', 'ascending', ''],
  ['count', 'descending', ''],
  ['customer', 'ascending', ''],
  ['name', 'descending', 'ar'],
] as const;

test(`views equal a naive sort after random commits of two contexts (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      const opener = memoryOpener();
      const name = freshName();
      const [store, other] = [await opener.open(name), await opener.open(name)];
      const stamp = await fixtures.replica(store, { order: [fixtures.row('r0', { name: 'Zoe' })], customer: [] });
      const views: View[] = [];
      for (const [sortColumn, direction, search] of queries) {
        views.push(await other.openView(fixtures.query({ sortColumn, direction, search })));
      }
      let version = 1;
      for (const step of history) {
        version++;
        await take(step, version);
        const [orders, customers] = [await truth(store, 'order'), await truth(store, 'customer')];
        for (const [index, [sortColumn, direction, search]] of queries.entries()) {
          const shown = await fixtures.keysOf(views[index] as View);
          expect(shown).toBe(naive(orders, customers, sortColumn, direction, search));
        }
      }
      await opener.clear();

      async function take({ what, row, values: some, isCustomer }: Step, etag: number): Promise<void> {
        const address = fixtures.at(isCustomer ? 'customer' : 'order', `r${row}`);
        const base = fixtures.row(address.key, some, String(etag));
        const opened = await store.row(address);
        switch (what) {
          case 'pull':
            await store.commitPull(stamp, await fixtures.portion(store, address.table, { rows: [base] }));
            return;
          case 'remove':
            await store.commitPull(stamp, await fixtures.portion(store, address.table, { removals: [address.key] }));
            return;
          case 'full read':
            await store.beginRead(stamp, { table: address.table, strategy: 'full read', epoch: null });
            await store.commitPull(
              stamp,
              await fixtures.portion(store, address.table, { rows: [base], checkpoint: fixtures.complete }),
            );
            return;
          case 'edit':
            if (opened?.isDeleteWaiting) return;
            await other.commitEdit(opened ? fixtures.update(address, some) : fixtures.create(address, some));
            return;
          case 'delete':
            if (opened && !opened.isDeleteWaiting) await other.commitEdit(fixtures.remove(address));
            return;
          case 'push': {
            const change: Change | undefined = (await store.outbox())[0];
            if (!change) return;
            const answer = fixtures.row(change.key, change.values, String(etag));
            await fixtures.acknowledge(store, stamp, change, change.kind === 'delete' ? null : answer);
          }
        }
      }
    }),
    { seed, numRuns },
  );
}, 60_000);
