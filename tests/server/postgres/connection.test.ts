import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Database, DatabaseUnavailable } from '../../../server/database/database.ts';
import { openPostgres } from '../../../server/database/postgres.ts';
import { openPostgresServer, unfitness } from '../../../server/open-postgres-server.ts';
import { StartFailure } from '../../../server/start-failure.ts';
import { freePort } from '../../browsers/free-port.ts';
import { openTestDatabase, urlOf } from '../test-database.ts';

const server = String(inject('postgresUrl'));
const reportError = (): void => {};
const changed = (change: (url: URL) => void): string => {
  const url = new URL(server);
  change(url);
  return url.href;
};

describe('a PostgreSQL that cannot be used is one clear line, without the password', () => {
  const lineOf = async (url: string): Promise<string> => {
    const failure = await openPostgresServer({ url, poolSize: 2, reportError }).then(
      () => null,
      (error: unknown) => error,
    );
    if (!(failure instanceof StartFailure)) throw new Error(`no clear line but ${failure}`);
    expect(failure.message).not.toMatch(/secret|\n/);
    return failure.message;
  };

  it('not there', async () => {
    const port = String(await freePort());
    expect(await lineOf(changed((url) => Object.assign(url, { port })))).toMatch(
      new RegExp(`^PostgreSQL at 127.0.0.1:${port} cannot be used \\(ECONNREFUSED\\)\\. Check DATABASE_URL`),
    );
    expect(await lineOf(changed((url) => Object.assign(url, { hostname: 'no-such-host.invalid' })))).toMatch(
      /^PostgreSQL at no-such-host\.invalid:\d+ cannot be used \((ENOTFOUND|EAI_AGAIN)\)/,
    );
  });

  it('another program on that port', async () => {
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    expect(await lineOf(`postgres://a:secret@127.0.0.1:${port}/b`)).toMatch(/cannot be used/);
    other.close();
  });

  it('wrong password, none, unknown person', async () => {
    const refused = /does not let the user "\w+" in: check DATABASE_URL\.$/;
    expect(await lineOf(changed((url) => Object.assign(url, { password: 'another-secret' })))).toMatch(refused);
    expect(await lineOf(changed((url) => Object.assign(url, { password: '' })))).toMatch(refused);
    expect(await lineOf(changed((url) => Object.assign(url, { username: 'nobody' })))).toMatch(refused);
  });

  it('no such database', async () => {
    expect(await lineOf(urlOf(server, 'missing'))).toMatch(/has no database "missing": create it first\.$/);
  });

  it('an address that is none', async () => {
    expect(await lineOf('postgres://a:secret@:x:/b')).toMatch(/^DATABASE_URL must be an address like/);
  });

  it('too old, or with another encoding', async () => {
    expect(unfitness({ version: 120_018, encoding: 'UTF8' })).toBe('is version 12; Landfall needs 13 or newer');
    expect(unfitness({ version: 130_000, encoding: 'UTF8' })).toBe(null);
    const maintenance = openPostgres({ url: server, poolSize: 1, reportError });
    await maintenance.query("create database latin encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0");
    expect(await lineOf(urlOf(server, 'latin'))).toMatch(/keeps text as LATIN1; Landfall needs .* UTF8\.$/);
    await maintenance.query('drop database latin with (force)');
    await maintenance.close();
  });
});

describe('a connection to PostgreSQL', () => {
  let database: Database;
  let small: Database;
  const reported: unknown[] = [];
  const idle = (): Promise<unknown> => database.query('select 1');
  beforeAll(async () => {
    database = await openTestDatabase('counters', (fresh) =>
      fresh.query('create table t (id int primary key, n int not null)').then(() => undefined),
    );
    const [row] = await database.query('select current_database() as name');
    await database.query('insert into t values (1, 0), (2, 0)');
    small = openPostgres({
      url: `${urlOf(server, String(row?.name))}?options=-c%20timezone%3DAsia/Tokyo&application_name=landfall-small`,
      poolSize: 1,
      statementTimeoutMs: 500,
      reportError: (error) => reported.push(error),
    });
  });
  afterAll(async () => {
    await small.close();
    await database.close();
  });

  const unavailable = async (doing: Promise<unknown>): Promise<string> => {
    const error = await doing.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof DatabaseUnavailable)) throw new Error(`not unavailable but ${error}`);
    return error.kind;
  };

  it('is in UTC and read committed whatever the address or the server prefers', async () => {
    expect(
      await small.query("select current_setting('timezone') as a, current_setting('transaction_isolation') as b"),
    ).toEqual([{ a: 'UTC', b: 'read committed' }]);
  });

  it('that breaks in a statement or a transaction is unavailable, nothing is committed, and the next one works', async () => {
    const suicide = 'select pg_terminate_backend(pg_backend_pid())';
    expect(await unavailable(small.query(suicide))).toBe('lost');
    const cutOff = small.tx(async (tx) => {
      await tx.query('update t set n = 99');
      await tx.query(suicide);
    });
    expect(await unavailable(cutOff)).toBe('lost');
    expect(await small.query('select n from t order by id')).toEqual([{ n: 0 }, { n: 0 }]);
  });

  it('that breaks while nobody uses it is reported and replaced', async () => {
    await small.query('select 1');
    const seen = new Promise<void>((resolve) => {
      const push = reported.push.bind(reported);
      reported.push = (...errors) => {
        resolve();
        return push(...errors);
      };
    });
    await database.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'landfall-small'",
    );
    await seen;
    expect(reported.at(-1)).toBeInstanceOf(DatabaseUnavailable);
    expect(await small.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('ends a statement that takes too long, and stays', async () => {
    const [before] = await small.query('select pg_backend_pid() as pid');
    expect(await unavailable(small.query('select pg_sleep(20)'))).toBe('busy');
    expect(await small.query('select pg_backend_pid() as pid')).toEqual([before]);
  });

  it('runs a transaction again after a deadlock: both come through', async () => {
    let tries = 0;
    let arrived = 0;
    let open = (): void => {};
    const bothHoldOne = new Promise<void>((resolve) => {
      open = resolve;
    });
    const cross = (first: number, second: number): Promise<void> =>
      database.tx(async (tx) => {
        tries += 1;
        await tx.query('update t set n = n + 1 where id = $1::int', [first]);
        arrived += 1;
        if (arrived >= 2) open();
        await bothHoldOne;
        await tx.query('update t set n = n + 1 where id = $1::int', [second]);
      });
    await Promise.all([cross(1, 2), cross(2, 1)]);
    expect(tries).toBe(3);
    expect(await database.query('select n from t order by id')).toEqual([{ n: 2 }, { n: 2 }]);
  });

  it('gives up on a transaction that contends for ever', async () => {
    let tries = 0;
    const hopeless = database.tx(async (tx) => {
      tries += 1;
      await tx.query("do $$ begin raise exception 'again' using errcode = '40001'; end $$");
    });
    expect(await unavailable(hopeless)).toBe('busy');
    expect(tries).toBe(5);
  });

  it('never takes a commit that rolled back for one that did not', async () => {
    const careless = database.tx(async (tx) => {
      await tx.query('update t set n = 77');
      await tx.query('select nothing').catch(() => {});
    });
    await expect(careless).rejects.toThrow('nothing was committed');
    await idle();
    expect(await database.query('select n from t where n = 77')).toEqual([]);
  });
});
