import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database, Queryable } from '../../server/database/database.ts';
import { within } from '../../server/database/within.ts';
import { openTestDatabase } from './test-database.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase('within', async (fresh) => {
    await fresh.query('create table sample (n int primary key)');
  });
});
afterAll(() => database.close());
beforeEach(() => database.query('delete from sample'));

const insert = (db: Queryable, n: number) => db.query('insert into sample values ($1)', [n]);
const all = async (): Promise<readonly unknown[]> =>
  (await database.query('select n from sample order by n')).map(({ n }) => n);
const failing = async (db: Queryable, n: number): Promise<never> => {
  await insert(db, n);
  throw new Error(`after ${n}`);
};

describe('a transaction as a database', () => {
  it('keeps what its inner transactions did, and lets them nest', async () => {
    await database.tx(async (tx) => {
      const inside = within(database, tx);
      await inside.tx(async (inner) => {
        await insert(inner, 1);
        await within(inside, inner).tx((innermost) => insert(innermost, 2));
      });
      await insert(inside, 3);
    });
    expect(await all()).toEqual([1, 2, 3]);
  });

  it('undoes an inner transaction that failed, by an error of ours or of the database, and goes on', async () => {
    await database.tx(async (tx) => {
      const inside = within(database, tx);
      await insert(inside, 1);
      await expect(inside.tx((inner) => failing(inner, 2))).rejects.toThrow('after 2');
      await expect(inside.tx((inner) => insert(inner, 1))).rejects.toMatchObject({ code: '23505' });
      await inside.tx((inner) => insert(inner, 3));
    });
    expect(await all()).toEqual([1, 3]);
  });

  it('undoes everything if the whole fails', async () => {
    const whole = database.tx(async (tx) => {
      await within(database, tx).tx((inner) => insert(inner, 1));
      return failing(tx, 2);
    });
    await expect(whole).rejects.toThrow('after 2');
    expect(await all()).toEqual([]);
  });

  it('does not close the database', async () => {
    await database.tx((tx) => expect(within(database, tx).close()).rejects.toThrow());
    expect(await all()).toEqual([]);
  });
});
