import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { migrate } from '../../server/database/migrate.ts';
import { fillDemoData } from '../../server/demo/fill.ts';
import { keepDemoDataOut } from '../../server/demo/keep-demo-data-out.ts';
import { refuseOpenDemo } from '../../server/demo/refuse-open-demo.ts';
import { demoTables } from '../../server/demo/tables/demo-tables.ts';
import { readSettings } from '../../server/settings.ts';
import { StartFailure } from '../../server/start-failure.ts';
import { openTestDatabase } from './test-database.ts';

const empty = async (database: Database): Promise<void> => void (await migrate(database, demoTables));
const filled = async (database: Database): Promise<void> => {
  await empty(database);
  await fillDemoData(database, 0.002, () => {});
};
const own = async (database: Database): Promise<void> => {
  await empty(database);
  await keepDemoDataOut(database);
};

const databases: Database[] = [];
beforeAll(async () => {
  databases.push(await openTestDatabase('demo to come', empty));
  databases.push(await openTestDatabase('demo made', filled));
  databases.push(await openTestDatabase('own people', own));
}, 120_000);
afterAll(async () => {
  for (const database of databases) await database.close();
});

async function outcomes(env: Record<string, string>): Promise<readonly unknown[]> {
  const settings = readSettings(env, [], '/app');
  const one = (database: Database) =>
    refuseOpenDemo(database, settings).then(
      () => 'served',
      (error: unknown) => error,
    );
  return Promise.all(databases.map(one));
}

it.each([
  { HOST: '0.0.0.0' },
  { HOST: '::' },
  { HOST: '192.168.1.2' },
  { HOST: 'a.example' },
  { LANDFALL_TRUST_PROXY: '1' },
])('the demo’s people are not served to others: %j', async (env) => {
  const [toCome, made, mine] = await outcomes(env);
  for (const refused of [toCome, made]) {
    expect(refused).toBeInstanceOf(StartFailure);
    expect(String(refused)).toMatch(/passwords of the demo's people.*LANDFALL_TABLES.*LANDFALL_DEMO=open\.$/);
    expect(String(refused)).not.toContain('\n');
  }
  expect(mine).toBe('served');
  expect(await outcomes({ ...env, LANDFALL_DEMO: 'open' })).toEqual(['served', 'served', 'served']);
  expect(await outcomes({ ...env, LANDFALL_TABLES: '/tables.json' })).toEqual(['served', 'served', 'served']);
});

it.each([{}, { HOST: 'localhost' }, { HOST: '127.1.2.3' }, { HOST: '::1' }])(
  'on this machine they are: %j',
  async (env) => {
    expect(await outcomes(env)).toEqual(['served', 'served', 'served']);
  },
);
