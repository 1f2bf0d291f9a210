import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { migrate } from '../../../server/database/migrate.ts';
import { openPostgres } from '../../../server/database/postgres.ts';
import { demoCounts } from '../../../server/demo/demo-counts.ts';
import { fillDemoData } from '../../../server/demo/fill.ts';
import { demoTables } from '../../../server/demo/tables/demo-tables.ts';
import { openTestDatabase, urlOf } from '../test-database.ts';

let empty: Database;
let instances: readonly Database[];
beforeAll(async () => {
  empty = await openTestDatabase('empty', async () => {});
  const [row] = await empty.query('select current_database() as name');
  const url = urlOf(String(inject('postgresUrl')), String(row?.name));
  const reportError = (error: unknown): void => console.error(error);
  instances = [1, 2, 3, 4].map(() => openPostgres({ url, poolSize: 2, reportError }));
});
afterAll(async () => {
  for (const instance of instances) await instance.close();
  await empty.close();
});

it('that start at once on an empty database: one makes the schema, one fills it, all share key and epoch', async () => {
  const started = await Promise.all(
    instances.map(async (instance) => {
      const identity = await migrate(instance, demoTables);
      return { identity, filled: await fillDemoData(instance, 0.002, () => {}) };
    }),
  );
  expect(started.filter(({ filled }) => filled)).toHaveLength(1);
  expect(new Set(started.map(({ identity }) => `${identity.epoch} ${identity.signingKey.toString('hex')}`)).size).toBe(
    1,
  );
  expect(await empty.query('select count(*)::int as rows from account')).toEqual([
    { rows: demoCounts(0.002).accounts },
  ]);
});
