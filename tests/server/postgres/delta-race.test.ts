import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Database, text } from '../../../server/database/database.ts';
import { openPostgres } from '../../../server/database/postgres.ts';
import { documentedLimits } from '../../../server/protection/protection-limits.ts';
import { openService, rowsOf, type SignedIn, type TestService } from '../service-fixture.ts';
import { urlOf } from '../test-database.ts';
import { type Feed, type Models, type Outcome, type Race, runRace } from './delta-race.ts';

/** A longer campaign: LANDFALL_RACES=200. */
const runs = Number(process.env.LANDFALL_RACES ?? '20');
const rowsPerPortion = 7;
const seed = process.env.LANDFALL_SEED ?? String(Date.now());

let service: TestService;
let dana: SignedIn;
/** The writers' own connections; a deadlock among them ends soon. */
let writing: Database;
let models: Models;
beforeAll(async () => {
  // Two readers ask more than a person may.
  const protection = { ...documentedLimits, requests: 10_000_000, seconds: 10_000_000 };
  service = await openService({ scale: 0.01, protection });
  dana = await service.as('dana');
  const [row] = await service.database.query('select current_database() as name');
  const url = urlOf(String(inject('postgresUrl')), String(row?.name));
  writing = openPostgres({
    url: `${url}?options=-c%20deadlock_timeout%3D20ms`,
    poolSize: 8,
    reportError: (error) => console.error(error),
  });
  const [first] = await service.database.query(
    'select (select accountid from account limit 1) as account, (select contactid from contact limit 1) as contact',
  );
  models = { account: text(first?.account), contact: text(first?.contact) };
});
afterAll(async () => {
  await writing.close();
  await service.close();
});

/** Portions, next links and delta links of the service, as a client follows them. */
function serviceFeed(): Feed {
  const prefer = `odata.track-changes, odata.maxpagesize=${rowsPerPortion}`;
  let link = 'accounts?$select=name';
  return async (replica) => {
    const answered = await dana.get(link, { prefer });
    for (const row of rowsOf(answered)) {
      if (row.reason === 'deleted') replica.delete(String(row.id));
      else {
        const version = /^W\/"(\d+)"$/.exec(String(row['@odata.etag']))?.[1];
        replica.set(String(row.accountid), `${version} ${row.name}`);
      }
    }
    const next = answered.body['@odata.nextLink'];
    link = String(next ?? answered.body['@odata.deltaLink']);
    return next === undefined ? 'caught up' : 'more';
  };
}

/** The naive design: rows and tombstones numbered by the sequence, the token is the highest number seen. */
function sequenceFeed(): Feed {
  let token = '0';
  return async (replica) => {
    const rows = await service.database.query(
      `select ver, accountid as id, name from account where ver > $1::bigint
       union all select ver, id, null from naive_tombstone where ver > $1::bigint
       order by ver limit ${rowsPerPortion}`,
      [token],
    );
    for (const { ver, id, name } of rows) {
      token = text(ver);
      if (name === null) replica.delete(text(id));
      else replica.set(text(id), `${ver} ${name}`);
    }
    return rows.length < rowsPerPortion ? 'caught up' : 'more';
  };
}

const isEqual = ({ stale, missing, ghosts }: Outcome): boolean => stale + missing + ghosts === 0;

async function raceAll(
  openFeed: () => Feed,
  afterRun: () => Promise<unknown> = () => Promise.resolve(),
): Promise<readonly Outcome[]> {
  const race: Race = { database: writing, models, openFeed };
  const outcomes: Outcome[] = [];
  for (let run = 0; run < runs; run++) {
    outcomes.push(...(await runRace(race, `${seed} ${run}`)));
    await afterRun();
  }
  return outcomes;
}

describe(`§5.1 eight writers, readers that follow portion by portion (LANDFALL_SEED=${seed})`, () => {
  it('delta links: every replica equals the table, in every run', { timeout: runs * 12_000 }, async () => {
    const outcomes = await raceAll(serviceFeed);
    expect(outcomes.length).toBe(runs * 2);
    expect(outcomes.filter((outcome) => !isEqual(outcome))).toEqual([]);
    expect(outcomes.reduce((all, one) => all + one.overtaken, 0)).toBeGreaterThan(outcomes.length);
    expect(service.errors).toEqual([]);
  });

  it('the control, highest number of a sequence seen: replicas differ', { timeout: runs * 12_000 }, async () => {
    for (const statement of [
      'create table naive_tombstone (id uuid primary key, ver bigint not null)',
      `create function naive_gone() returns trigger language plpgsql as $$ begin
         insert into naive_tombstone values (old.accountid, nextval('landfall_row_version'))
         on conflict (id) do update set ver = excluded.ver;
         return null; end $$`,
      `create function naive_born() returns trigger language plpgsql as $$ begin
         delete from naive_tombstone where id = new.accountid; return null; end $$`,
      'create trigger naive_gone after delete on account for each row execute function naive_gone()',
      'create trigger naive_born after insert on account for each row execute function naive_born()',
    ]) {
      await service.database.query(statement);
    }
    const outcomes = await raceAll(sequenceFeed, () => service.database.query('delete from naive_tombstone'));
    expect(outcomes.some((outcome) => !isEqual(outcome))).toBe(true);
    const sum = (pick: (outcome: Outcome) => number): number => outcomes.reduce((all, one) => all + pick(one), 0);
    const wrong = outcomes.filter((outcome) => !isEqual(outcome)).length;
    const rows = `${sum((one) => one.stale)} stale, ${sum((one) => one.missing)} missing, ${sum((one) => one.ghosts)} ghosts`;
    console.log(`control: ${wrong} of ${outcomes.length} replicas differ (${rows})`);
  });
});
