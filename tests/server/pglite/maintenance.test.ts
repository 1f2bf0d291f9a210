import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { type MaintenanceClock, startMaintenance } from '../../../server/database/maintenance.ts';
import { openService, type TestService } from '../service-fixture.ts';

let service: TestService;
let watched: Database;
let statements: string[];
let errors: unknown[];
let now: Date;
let tick: () => void;
let end: () => Promise<void>;

const clock: MaintenanceClock = {
  now: () => now,
  every(_, run) {
    tick = run;
    return () => {
      tick = () => {};
    };
  },
};
const seen = (word: string): number => statements.filter((sql) => sql.startsWith(word)).length;

/** So many minutes pass, with a look in each. */
async function pass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    now = new Date(now.getTime() + 60_000);
    tick();
    // Ending waits for what runs; it is begun again at once.
    await settled();
  }
}
const settled = async (): Promise<void> => {
  const kept = tick;
  await end();
  tick = kept;
};

beforeAll(async () => {
  service = await openService({ scale: 0.002 });
});
afterAll(() => service.close());
beforeEach(() => {
  statements = [];
  errors = [];
  now = new Date(2026, 0, 15, 12, 0);
  watched = {
    ...service.database,
    query(sql, params) {
      statements.push(sql);
      return service.database.query(sql, params);
    },
  };
  end = startMaintenance({ database: watched, reportError: (error) => errors.push(error), clock });
});

const write = (rows: number): Promise<unknown> =>
  service.database.query(
    `insert into landfall_tombstone select 'account', gen_random_uuid(), '3', now() from generate_series(1, ${rows})`,
  );

it('§4.3.4 a checkpoint comes five minutes after something was written, and none where nothing was', async () => {
  await pass(20);
  const idle = seen('checkpoint');
  expect(idle).toBeLessThanOrEqual(1);
  await write(1);
  await pass(4);
  await pass(2);
  expect(seen('checkpoint')).toBe(idle + 1);
  await pass(30);
  expect(seen('checkpoint')).toBe(idle + 1);
});

it('§4.3.4 a checkpoint comes at once when much was written', async () => {
  await pass(1);
  const before = seen('checkpoint');
  await write(200_000);
  await pass(1);
  expect(seen('checkpoint')).toBe(before + 1);
  await service.database.query('truncate landfall_tombstone');
});

it('§4.3.4 once a night dead rows are vacuumed and removals older than any delta link go', async () => {
  await service.database.query(
    `insert into landfall_tombstone values
       ('account', gen_random_uuid(), '3', now() - interval '31 days'),
       ('account', gen_random_uuid(), '3', now() - interval '8 days')`,
  );
  await pass(14 * 60);
  expect(seen('vacuum')).toBe(0);
  await pass(3 * 60);
  expect(seen('vacuum')).toBe(1);
  expect(await service.database.query('select count(*)::int as rows from landfall_tombstone')).toEqual([{ rows: 1 }]);
  await pass(24 * 60);
  expect(seen('vacuum')).toBe(2);
  await service.database.query('truncate landfall_tombstone');
});

it('what fails is reported, and tried again; on PostgreSQL only removals are seen to', async () => {
  const failing = { ...watched, query: () => Promise.reject(new Error('busy')) };
  end = startMaintenance({ database: failing, reportError: (error) => errors.push(error), clock });
  await pass(2);
  expect(errors).toHaveLength(2);
  statements = [];
  end = startMaintenance({ database: { ...watched, engine: 'postgres' }, reportError: () => {}, clock });
  await pass(24 * 60);
  expect(statements.map((sql) => sql.split(' ')[0])).toEqual(['delete']);
});
