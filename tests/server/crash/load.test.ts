import { expect, it } from 'vitest';
import type { DataClient, Reply, Row } from './data-client.ts';
import { createLoad, type Load, writers } from './load.ts';

// What the tests with kills rest on: that a loss would be seen.

const reply = (status: number): Reply => ({ status, headers: new Headers(), body: {} });

type Fake = { readonly client: DataClient; readonly table: Map<string, Row>; breaks: 'never' | 'after' | 'half way' };

/** Keeps rows in memory as the service would; when it breaks, no answer comes though all, or half, was done. */
function fakeService(): Fake {
  const fake: Fake = {
    table: new Map(),
    breaks: 'never',
    client: {
      async send(_: string, method: string, path: string, sent: { body?: unknown; text?: string } = {}) {
        const writes =
          sent.text === undefined
            ? [[path, JSON.stringify(sent.body ?? null)] as const]
            : [...sent.text.matchAll(/PATCH (\S+) HTTP.*?(\{.*?\})\r\n/gs)].map(
                ([, at = '', body = '']) => [at, body] as const,
              );
        const done = fake.breaks === 'half way' ? writes.slice(0, -1) : writes;
        for (const [at, body] of done) {
          const key = at.slice('accounts('.length, -1);
          if (method === 'DELETE') fake.table.delete(key);
          else fake.table.set(key, { accountid: key, ...(JSON.parse(body) as Row) });
        }
        if (fake.breaks !== 'never') throw new Error('no answer');
        return reply(sent.text === undefined ? 204 : 200);
      },
    },
  };
  return fake;
}

async function writeMany(load: Load, count: number): Promise<void> {
  for (let at = 0; at < count; at++) await load.write(at % writers, '');
}
const rowsIn = (table: ReadonlyMap<string, Row>): readonly Row[] => [...table.values()];

it('nothing is wrong where all is kept, answered or not', async () => {
  const fake = fakeService();
  const load = createLoad(fake.client, 'seed');
  await writeMany(load, 80);
  fake.breaks = 'after';
  await writeMany(load, writers);
  expect(load.acknowledged()).toBe(80);
  expect(load.wrong(rowsIn(fake.table))).toEqual([]);
});

it.each([
  ['a lost row', (now: readonly Row[]) => now.slice(1), /holds absent instead of \d+/],
  ['an older state', (_: readonly Row[], before: readonly Row[]) => before, /holds \w+ instead of \w+/],
  [
    'a row half written',
    ([first, ...others]: readonly Row[]) => [{ ...first, name: 'row 1' }, ...others],
    /holds half written/,
  ],
] as const)('%s is seen', async (_, damage, sentence) => {
  const fake = fakeService();
  const load = createLoad(fake.client, 'seed');
  await writeMany(load, 40);
  const before = rowsIn(fake.table);
  await writeMany(load, 80);
  expect(load.wrong(damage(rowsIn(fake.table), before)).join()).toMatch(sentence);
});

it('a change set half done is seen', async () => {
  const fake = fakeService();
  const load = createLoad(fake.client, 'seed');
  await writeMany(load, 40);
  fake.breaks = 'half way';
  await writeMany(load, writers);
  expect(load.wrong(rowsIn(fake.table)).join()).toMatch(/2 of 3 changes of one change set are there/);
});
