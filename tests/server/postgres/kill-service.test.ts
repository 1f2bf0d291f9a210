import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { lastingPort } from '../../browsers/free-port.ts';
import { signInAt } from '../crash/data-client.ts';
import { createFollower } from '../crash/follower.ts';
import { expectNothingLost, killRounds } from '../crash/kill-rounds.ts';
import { createLoad, writers } from '../crash/load.ts';
import { buildService, type ProcessOptions, startProcess } from '../crash/service-process.ts';
import { openTestDatabase, urlOf } from '../test-database.ts';

const seed = process.env.LANDFALL_SEED ?? String(Date.now());
const server = String(inject('postgresUrl'));
let built: ReturnType<typeof buildService>;
let database: Database;
let url: string;
beforeAll(() => {
  built = buildService();
}, 120_000);
afterAll(() => built.remove());
beforeEach(async () => {
  database = await openTestDatabase('empty', async () => {});
  const [row] = await database.query('select current_database() as name');
  url = urlOf(server, String(row?.name));
  return () => database.close();
});

const instance = async (databaseUrl = url): Promise<ProcessOptions> => ({
  main: built.main,
  port: await lastingPort(),
  env: { DATABASE_URL: databaseUrl },
});

describe(`kill -9 of the service under load on PostgreSQL (LANDFALL_SEED=${seed})`, { timeout: 300_000 }, () => {
  it('loses nothing acknowledged, and links and tokens stay right', async () => {
    expect(await killRounds([await instance()], 5, seed)).toBeGreaterThan(75);
  });

  it('nor with three instances that start at once on an empty database, each of them killed in turn', async () => {
    const instances = [await instance(), await instance(), await instance()];
    expect(await killRounds(instances, 6, seed)).toBeGreaterThan(90);
  });
});

describe('two instances on one database', { timeout: 120_000 }, () => {
  it('serve one client: token, next links, delta links and writes of one count at the other', async () => {
    const both = await Promise.all([startProcess(await instance()), startProcess(await instance())]);
    const [a = '', b = ''] = both.map((one) => one.url);
    const client = await signInAt(a, 'dana');
    const load = createLoad(client, seed);
    const follower = createFollower(client);
    for (let turn = 0; turn < 60; turn++) {
      expect(await load.write(turn % writers, turn % 2 === 0 ? a : b)).toBe('acknowledged');
      await follower.step(turn % 3 === 0 ? a : b);
    }
    await expectNothingLost({ url: b, client, load, followers: [follower] });
    const path = 'accounts(11111111-2222-4333-8444-555555555555)';
    expect((await client.send(a, 'PATCH', path, { body: { name: 'written at A' } })).status).toBe(204);
    await follower.step(b);
    expect(follower.rows.get('11111111-2222-4333-8444-555555555555')).toMatch(/ written at A$/);
    for (const one of both) expect(await one.stop()).toBe(0);
  });
});

describe('a start that fails', { timeout: 60_000 }, () => {
  it.each([
    [
      'password',
      'not-the-password',
      /^Landfall cannot start\. PostgreSQL at \S+ does not let the user "landfall" in: .*$/,
    ],
    [
      'pathname',
      '/nowhere',
      /^Landfall cannot start\. PostgreSQL at \S+ has no database "nowhere": create it first\.$/,
    ],
    ['port', '1', /^Landfall cannot start\. PostgreSQL at 127\.0\.0\.1:1 cannot be used \(ECONNREFUSED\)\. .*$/],
  ] as const)('for a wrong %s says so in one line without the password', async (part, value, line) => {
    const wrong = new URL(url);
    wrong[part] = value;
    const failure: unknown = await startProcess(await instance(wrong.href)).catch((error: unknown) => error);
    const [, output = ''] = String(failure).split('the service ended with 1: ');
    expect(output.trim()).toMatch(line);
    expect(output).not.toContain(decodeURIComponent(wrong.password));
  });

  it('for a user who may not create tables says so', async () => {
    await database.query('drop role if exists guest');
    await database.query("create role guest login password 'of-a-guest'");
    // As every database has it since PostgreSQL 15.
    await database.query('revoke create on schema public from public');
    const guest = new URL(url);
    [guest.username, guest.password] = ['guest', 'of-a-guest'];
    const failure: unknown = await startProcess(await instance(guest.href)).catch((error: unknown) => error);
    await database.query('drop role guest');
    expect(String(failure)).toMatch(
      /ended with 1: Landfall cannot start\. The user of DATABASE_URL lacks a right in .*\n$/,
    );
  });
});
