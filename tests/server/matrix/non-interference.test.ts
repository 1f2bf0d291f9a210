import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sent } from '../batch-fixture.ts';
import { rowOwners } from '../sample-data.ts';
import { ownerOf } from '../sample-people.ts';
import { type MatrixName, matrixNames, may, type Table } from './oracle.ts';
import { questionsAbout, questionsAboutAll } from './questions.ts';
import { keyOf, openStage, type Said, type Stage, setOf } from './stage.ts';

/**
 * What a person is told does not depend on rows that they may not see: whatever happens to those, every question has
 * the same answer as before. So no filter, path, lambda, order, count, expansion, annotation or error gives away what a
 * row out of sight holds, nor that it is there.
 */
let stage: Stage;
let compared = 0;
beforeAll(async () => {
  stage = await openStage();
  questions.push(...(await questionsByView()));
});
afterAll(async () => {
  console.log(`authorisation matrix, questions: ${compared} answers compared, ${stage.requests()} requests`);
  expect(stage.service.errors).toEqual([]);
  await stage.service.close();
});

const owned = ['account', 'contact', 'annotation', 'salesorder'] as const;
const tables = Object.keys(setOf) as readonly Table[];
const questions: Sent[] = [...tables.flatMap(questionsAbout), ...questionsAboutAll];

/** Every view that there is, asked for by `savedQuery`. */
async function questionsByView(): Promise<readonly Sent[]> {
  const said = await stage.send('gwen', { method: 'GET', url: 'savedqueries' });
  if (said.status !== 200) return [];
  const views = JSON.parse(said.text).value as { savedqueryid: string; returnedtypecode: string }[];
  return views.flatMap(({ savedqueryid, returnedtypecode }) => {
    const set = tables.find((table) => table === returnedtypecode);
    return set === undefined ? [] : [{ method: 'GET', url: `${setOf[set]}?savedQuery=${savedqueryid}` }];
  });
}

async function answers(name: MatrixName): Promise<readonly Said[]> {
  const all: Said[] = [];
  for (let from = 0; from < questions.length; from += 200) {
    all.push(...(await stage.sendAll(name, questions.slice(from, from + 200))));
  }
  return all;
}

/** What is sealed into links is of the moment. */
const steady = ({ status, text }: Said): string =>
  `${status} ${text.replace(/\$(skip|delta)token=[\w.%-]+/g, 'TOKEN')}`;

/** Owners whose rows of a table the person does not see. */
const hidden = (name: MatrixName, table: Table) => rowOwners.filter((owner) => !may(name, 'Read', { table, owner }));

const changes: Readonly<Record<(typeof owned)[number], string>> = {
  account: `name = 'sam ' || name, accountnumber = null, numberofemployees = numberofemployees + 7, creditlimit = 900,
    description = 'b', parentaccountid = accountid, territoryid = null`,
  contact:
    "fullname = 'sam ' || fullname, emailaddress1 = 'sam', birthdate = null, statecode = 1, parentaccountid = null",
  annotation: "subject = 'sam ' || subject, notetext = null, replytoid = annotationid",
  salesorder: "name = 'sam ' || name, totalamount = 77",
};

/** Changes every row that the person does not see, and makes more of them that point to rows that they do see. */
async function disturb(name: MatrixName): Promise<number> {
  let touched = 0;
  for (const table of owned) {
    for (const owner of hidden(name, table)) {
      const { id, unit } = ownerOf(owner);
      const rows = await stage.service.database.query(
        `update ${table} set ${changes[table]} where ownerid = $1::uuid returning 1`,
        [id],
      );
      touched += rows.length;
      for (const seen of rowOwners) touched += await pointAt(table, seen, [id, unit]);
    }
  }
  return touched;
}

async function pointAt(
  table: (typeof owned)[number],
  seen: (typeof rowOwners)[number],
  [ownerid, unit]: readonly [string, string],
): Promise<number> {
  const target = (of: Table) => keyOf({ table: of, owner: seen, at: 1 });
  const columns = {
    account: `name, primarycontactid) values ('sam more', '${target('contact')}'`,
    contact: `fullname, parentaccountid) values ('sam more', '${target('account')}'`,
    annotation: `subject, objectid, objectid_target) values ('sam more', '${target('account')}', 'account'`,
    salesorder: `name, customerid) values ('sam more', '${target('account')}'`,
  } as const;
  const rows = await stage.service.database.query(
    `insert into ${table} (${table}id, ownerid, owningbusinessunit, ${columns[table].replace('values (', 'values (gen_random_uuid(), $1::uuid, $2::uuid, ')}) returning ${table}id as id`,
    [ownerid, unit],
  );
  const pair = { contact: ['salesorder_contact', 'salesorder'], account: ['account_competitor', 'account'] } as const;
  if (table !== 'contact' && table !== 'account') return 1;
  const [relation, near] = pair[table];
  await stage.service.database.query(`insert into ${relation} (first_id, second_id) values ($1::uuid, $2::uuid)`, [
    target(near),
    String(rows[0]?.id),
  ]);
  return 1;
}

const seers: readonly MatrixName[] = ['gwen', 'rita', 'ed', 'mix'];
const others = matrixNames.filter((name) => !seers.includes(name));

describe('rows out of sight', () => {
  it.each(others)('change no answer that %s gets', async (name) => {
    const before = await answers(name);
    expect(await disturb(name)).toBeGreaterThan(50);
    const after = await answers(name);
    for (const [at, question] of questions.entries()) {
      compared += 1;
      const [was, is] = [before[at] as Said, after[at] as Said];
      expect(is.status, JSON.stringify(question)).toBeLessThan(500);
      expect(steady(is), `${name} ${decodeURIComponent(question.url)} ${JSON.stringify(question.headers)}`).toBe(
        steady(was),
      );
    }
  });

  it('change the answers to most of these questions for who sees them: they are able to tell', async () => {
    const before = await answers('gwen');
    await disturb('solo');
    const after = await answers('gwen');
    const answered = questions.filter((_, at) => before[at]?.status === 200);
    const moved = questions.filter((_, at) => steady(before[at] as Said) !== steady(after[at] as Said));
    console.log(`${questions.length} questions, ${answered.length} answered, ${moved.length} of them differently`);
    expect(answered.length).toBeGreaterThan(questions.length / 2);
    expect(moved.length).toBeGreaterThan(answered.length / 3);
  });
});

describe('links of somebody else', () => {
  it.each(others)('lead %s no further than their own sight', async (name) => {
    for (const table of tables) {
      const first = await stage.send('gwen', {
        method: 'GET',
        url: setOf[table],
        headers: { prefer: 'odata.maxpagesize=1' },
      });
      let next: unknown = JSON.parse(first.text)['@odata.nextLink'];
      for (let steps = 0; typeof next === 'string' && steps < 5; steps++) {
        // What it holds is judged by its words, in `send`.
        const said = await stage.send(name, { method: 'GET', url: next });
        expect([200, 403]).toContain(said.status);
        next = said.status === 200 ? JSON.parse(said.text)['@odata.nextLink'] : undefined;
      }
      const tracked = await stage.send('gwen', {
        method: 'GET',
        url: setOf[table],
        headers: { prefer: 'odata.track-changes' },
      });
      const delta = String(JSON.parse(tracked.text)['@odata.deltaLink']);
      const seesAll = table === 'territory' && may(name, 'Read', { table, owner: 'gwen' });
      expect((await stage.send(name, { method: 'GET', url: delta })).status).toBe(seesAll ? 200 : 403);
    }
  });
});

describe('lists and counts', () => {
  it.each(matrixNames)('hold for %s what the roles reach, however they are asked for', async (name) => {
    stage.mode.isDry = true;
    for (const table of owned) {
      const seen = rowOwners.filter((owner) => may(name, 'Read', { table, owner }));
      const keys = new Set(seen.flatMap((owner) => [0, 1].map((at) => keyOf({ table, owner, at }))));
      const all = new Set(rowOwners.flatMap((owner) => [0, 1].map((at) => keyOf({ table, owner, at }))));
      const asked = [
        setOf[table],
        `${setOf[table]}?$filter=${table}id ne null&$count=true`,
        `${setOf[table]}?$orderby=createdon desc&$count=true`,
        `${setOf[table]}?$filter=owninguser/fullname ne 'x' or owningteam/name ne 'x'`,
      ];
      for (const url of asked) {
        const said = await stage.send(name, { method: 'GET', url });
        if (seen.length === 0 && said.status === 403) continue;
        expect(said.status, url).toBe(200);
        const body = JSON.parse(said.text) as { value: Record<string, string>[]; '@odata.count'?: number };
        const found = body.value.map((row) => String(row[`${table}id`])).filter((key) => all.has(key));
        expect(new Set(found), `${name} ${url}`).toEqual(keys);
        if (body['@odata.count'] !== undefined) expect(body['@odata.count']).toBe(body.value.length);
      }
      const total = await stage.send(name, {
        method: 'GET',
        url: `RetrieveTotalRecordCount(EntityNames=['${table}'])`,
      });
      expect(total.status).toBe(seen.length === rowOwners.length ? 200 : 403);
    }
    stage.mode.isDry = false;
  });
});

describe('a disabled person', () => {
  it('is told the same by every question: to sign in', async () => {
    const { database } = stage.service;
    await database.query("update systemuser set isdisabled = true where domainname = 'lola'");
    const said = new Set<string>();
    for (const url of [
      ...tables.map((table) => setOf[table]),
      'WhoAmI',
      'nothing',
      `accounts(${keyOf({ table: 'account', owner: 'lola', at: 0 })})`,
    ]) {
      const { status, text } = await stage.send('lola', { method: 'GET', url });
      said.add(`${status} ${text}`);
    }
    expect([...said]).toEqual([expect.stringMatching(/^401 /)]);
    await database.query("update systemuser set isdisabled = false where domainname = 'lola'");
  });
});
