import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, sqlState } from '../../server/database/database.ts';
import { openTestDatabase } from './test-database.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase('one table', async (fresh) => {
    await fresh.query('create table t (id int primary key, other int references t deferrable initially deferred)');
  });
});
afterAll(() => database.close());

const stateOf = (doing: Promise<unknown>): Promise<string | null> => doing.then(() => null, sqlState);
const ids = async (): Promise<unknown> => (await database.query('select id from t order by id')).map((row) => row.id);

it('§4.4 cells of both drivers are the same values', async () => {
  const [row] = await database.query(`select 9007199254740993::bigint as int8, 1.50::numeric(9, 2) as numeric,
    date '2026-03-01' as date, timestamptz '2026-03-01 12:00:00.123456+02' as timestamptz,
    timestamp '2026-03-01 12:00:00' as timestamp, interval '1 day 02:00' as interval, 7::int as int4, true as bool,
    'é'::text as text, null::text as empty, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid as uuid, 0.5::float8 as float8`);
  expect(row).toEqual({
    int8: '9007199254740993',
    numeric: '1.50',
    date: '2026-03-01',
    timestamptz: '2026-03-01T10:00:00.123456Z',
    timestamp: '2026-03-01 12:00:00',
    interval: '1 day 02:00:00',
    int4: 7,
    bool: true,
    text: 'é',
    empty: null,
    uuid: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    float8: 0.5,
  });
});

it('parameters of every kind arrive', async () => {
  const sql = 'select $1::int + 1 as number, not $2::boolean as flag, $3::text as text, $4::text is null as empty';
  expect(await database.query(sql, [1, true, "'", null])).toEqual([{ number: 2, flag: false, text: "'", empty: true }]);
});

it('a transaction is whole or not at all, and its handle ends with it', async () => {
  let kept: unknown;
  const broken = database.tx(async (tx) => {
    kept = tx;
    await tx.query('insert into t values (1)');
    throw new Error('changed my mind');
  });
  await expect(broken).rejects.toThrow('changed my mind');
  expect(await ids()).toEqual([]);
  expect(await database.tx((tx) => tx.query('insert into t values (2) returning id'))).toEqual([{ id: 2 }]);
  expect(await ids()).toEqual([2]);
  await expect((kept as Database).query('insert into t values (3)')).rejects.toThrow();
  expect(await ids()).toEqual([2]);
});

it('failures carry the SQLSTATE, also those of the commit, and leave the database usable', async () => {
  expect(await stateOf(database.query('select nothing'))).toBe('42703');
  expect(await stateOf(database.query('insert into t values (2)'))).toBe('23505');
  expect(await stateOf(database.tx((tx) => tx.query('insert into t values (4, 99)')))).toBe('23503');
  expect(await stateOf(database.query("select 'x'::text::int"))).toBe('22P02');
  expect(await ids()).toEqual([2]);
});
