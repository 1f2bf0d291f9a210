import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filtersOn, shapes, type World } from './filter-oracle.ts';
import { sampleData, sampleRow } from './sample-data.ts';
import { personId, units } from './sample-people.ts';
import {
  type Answered,
  errorOf,
  type Json,
  openService,
  readAll,
  rowsOf,
  type SignedIn,
  type TestService,
} from './service-fixture.ts';

let service: TestService;
let gwen: SignedIn;
const sets: Readonly<Record<string, string>> = {
  account: 'accounts',
  contact: 'contacts',
  annotation: 'annotations',
  salesorder: 'salesorders',
  territory: 'territories',
  systemuser: 'systemusers',
  team: 'teams',
  businessunit: 'businessunits',
};

const varied: readonly (readonly ['gwen' | 'lola' | 'basil' | 'nora', Json])[] = [
  ['gwen', { name: 'Öl & Gas 100%', description: 'A_b', rating: -2.5, lastvisit: '2024-02-29T12:00:00Z' }],
  ['lola', { name: 'öl & gas 100%', description: 'a b', donotemail: true, accountnumber: 'öl & gas 100%' }],
  ['basil', { name: "O'Brian İstanbul ıŞık", description: null, rating: 2.5, donotemail: false }],
  ['nora', { name: 'ΑΣ Straße [x]', emailaddress1: null, creditlimit: null, lastvisit: '2025-01-01T00:00:00Z' }],
];

beforeAll(async () => {
  service = await openService({ data: sampleData });
  gwen = await service.as('gwen');
  for (const [owner, body] of varied) {
    const { status } = await gwen.send('PATCH', `accounts(${sampleRow('account', owner)})`, { body });
    expect(status).toBe(204);
  }
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const ask = (person: SignedIn, set: string, filter: string): Promise<Answered> =>
  person.get(`${set}?$filter=${encodeURIComponent(filter)}`);
const idsOf = (answered: Answered, key: string): readonly unknown[] => rowsOf(answered).map((row) => row[key]);

async function namesOf(filter: string, person = gwen): Promise<readonly unknown[]> {
  const answered = await person.get(`accounts?$select=name&$orderby=name&$filter=${encodeURIComponent(filter)}`);
  return rowsOf(answered).map((row) => row.name);
}

async function worldOf(person: SignedIn): Promise<World> {
  const rows: Record<string, readonly Json[]> = {};
  for (const [table, set] of Object.entries(sets)) rows[table] = (await readAll(person, set)).rows;
  const pairs: Record<string, readonly (readonly [string, string])[]> = {};
  for (const name of ['salesorder_contact', 'account_territory', 'account_competitor']) {
    const found = await service.database.query(`select first_id, second_id from ${name}`);
    pairs[name] = found.map((row) => [String(row.first_id), String(row.second_id)] as const);
  }
  return { rows, pairs };
}

describe('§2.2 a filter finds what it means in the rows that the person sees, on every path', () => {
  it.each(['gwen', 'dave', 'lola', 'basil', 'tia'])('asked by %s', async (name) => {
    const person = await service.as(name);
    const world = await worldOf(person);
    for (const table of ['account', 'contact', 'annotation', 'salesorder']) {
      const key = shapes[table]?.key ?? '';
      await fc.assert(
        fc.asyncProperty(filtersOn(world, table, { prefix: '', depth: 2 }), async ({ text, matches }) => {
          const answered = await ask(person, sets[table] ?? '', text);
          const expected = (world.rows[table] ?? []).filter((row) => matches(row) === true).map((row) => row[key]);
          expect(idsOf(answered, key)).toEqual(expected);
        }),
        { numRuns: 60 },
      );
    }
  });
});

describe('text', () => {
  it.each([
    ["name eq 'ÖL & GAS 100%'", ['Öl & Gas 100%', 'öl & gas 100%']],
    ["startswith(name,'öl')", ['Öl & Gas 100%', 'öl & gas 100%']],
    ["contains(name,'straße')", ['ΑΣ Straße [x]']],
    ["contains(name,'ας')", ['ΑΣ Straße [x]']],
    ["contains(name,'o''brian i')", []],
    ["contains(name,'O''BRIAN İ')", ["O'Brian İstanbul ıŞık"]],
    ["endswith(name,'IŞIK')", ["O'Brian İstanbul ıŞık"]],
    ["accountnumber in ('ÖL & GAS 100%')", ['öl & gas 100%']],
    ['name eq accountnumber', ['öl & gas 100%']],
  ])('§2.2 compares without case, of every script: %s', async (filter, names) => {
    expect(await namesOf(filter)).toEqual(names);
  });

  it.each([
    ["contains(name,'100[%]')", ['Öl & Gas 100%', 'öl & gas 100%']],
    ["contains(name,'1_0')", ['Öl & Gas 100%', 'öl & gas 100%']],
    ["contains(name,'l%gas')", ['Öl & Gas 100%', 'öl & gas 100%']],
    ["startswith(name,'_L &')", ['Öl & Gas 100%', 'öl & gas 100%']],
    ["contains(description,'a[_]b')", ['Öl & Gas 100%']],
    ["contains(description,'a[^_]b')", ['öl & gas 100%']],
    ["contains(name,'[k-m] & [g]as')", ['Öl & Gas 100%', 'öl & gas 100%']],
    ["contains(name,'[[]x]')", ['ΑΣ Straße [x]']],
    ["endswith(name,'[')", []],
    ["contains(name,'.*')", []],
    ["contains(name,'\\')", []],
  ])('§2.2 knows the wildcards of Dataverse: %s', async (filter, names) => {
    expect(await namesOf(filter)).toEqual(names);
  });

  it.each([
    ["startswith(name,'%x')", 'not supported: use contains'],
    ["endswith(name,'x%')", 'not supported: use contains'],
    ["contains(name,'[z-a]')", 'begins at its lower end'],
    [`contains(name,'${'%a'.repeat(11)}')`, 'at most 10'],
    [`contains(name,'${'a'.repeat(1001)}')`, 'at most 1000 characters'],
    ["contains(creditlimit,'1')", "'creditlimit' is none"],
  ])('§2.2 refuses %$', async (filter, message) => {
    expect(errorOf(await ask(gwen, 'accounts', filter))).toMatchObject({
      status: 400,
      message: expect.stringContaining(message),
    });
  });
});

describe('columns of one row', () => {
  it.each([
    ['createdon le modifiedon', null],
    ['numberofemployees gt creditlimit', null],
    ['primarycontactid/birthdate eq primarycontactid/birthdate', null],
    ['name eq creditlimit', 'of different types: text and money'],
    ['name eq primarycontactid/fullname', 'only columns of the same row'],
    ["'a' eq 'a'", 'needs a column on one side'],
    ['null gt name', 'null can be compared by eq and ne only'],
  ])('§2.2 compare if their types match: %s', async (filter, message) => {
    const answered = await ask(gwen, 'accounts', filter);
    if (message === null) expect(answered.status).toBe(200);
    else expect(errorOf(answered)).toMatchObject({ status: 400, message: expect.stringContaining(message) });
  });
});

describe('what a filter may not name is refused', () => {
  it.each([
    ['nme eq 1', "position 1: Could not find a property named 'nme'"],
    ['primarycontactid/nme eq 1', "named 'nme' on type 'Microsoft.Dynamics.CRM.contact'"],
    ['nowhere/name eq 1', "named 'nowhere' on type 'Microsoft.Dynamics.CRM.account'"],
    ['primarycontactid eq null', "named 'primarycontactid'"],
    ['contact_parentaccountid/fullname eq 1', 'leads to many rows: ask by contact_parentaccountid/any(…)'],
    ['primarycontactid/any(c:c/fullname eq null)', 'leads to one row'],
    ['primarycontactid/account_primarycontactid/any()', 'not supported behind a lookup'],
    ['nothing/any()', "named 'nothing'"],
    [Array(16).fill('contact_parentaccountid/any()').join(' and '), 'more than 15 related tables'],
    ['industrycode eq 1', "named 'industrycode'"],
    ["creditlimit eq 'x'", "'creditlimit' (money) cannot be compared with a string"],
    ['name in (1)', "'name' (text) cannot be compared with a number"],
    ['landfall_password eq null', "named 'landfall_password'"],
    ['ver eq 1', "named 'ver'"],
  ])('§2.2 %$', async (filter, message) => {
    expect(errorOf(await ask(gwen, 'accounts', filter))).toMatchObject({
      status: 400,
      message: expect.stringContaining(message),
    });
  });
});

describe("Dataverse's own functions", () => {
  const call = (name: string, property: string, value?: string): string =>
    `Microsoft.Dynamics.CRM.${name}(PropertyName='${property}'${value === undefined ? '' : `,${value}`})`;
  const same = async (name: string, own: string, plain: string): Promise<void> => {
    const person = await service.as(name);
    const [left, right] = [await ask(person, 'accounts', own), await ask(person, 'accounts', plain)];
    expect(idsOf(left, 'accountid')).toEqual(idsOf(right, 'accountid'));
    expect(idsOf(left, 'accountid').length).toBeGreaterThan(0);
  };
  const crew = "owningteam/name eq 'crew'";

  it.each([
    ['gwen', call('EqualUserId', 'ownerid'), `_ownerid_value eq ${personId('gwen')}`],
    ['gwen', call('NotEqualUserId', '_ownerid_value'), `_ownerid_value ne ${personId('gwen')}`],
    ['tia', call('EqualUserTeams', 'ownerid'), crew],
    ['tia', call('EqualUserOrUserTeams', 'ownerid'), `_ownerid_value eq ${personId('tia')} or ${crew}`],
    ['gwen', call('EqualBusinessId', 'owningbusinessunit'), `_owningbusinessunit_value eq ${units.root}`],
    ['gwen', call('NotEqualBusinessId', 'owningbusinessunit'), `_owningbusinessunit_value ne ${units.root}`],
    ['gwen', call('In', 'name', `PropertyValues=['ACCOUNT sam 0','x']`), "name eq 'account sam 0'"],
    ['gwen', call('In', 'numberofemployees', `PropertyValues=["1",'7']`), 'numberofemployees eq 1'],
    ['gwen', call('NotIn', 'numberofemployees', 'PropertyValues=["1"]'), 'numberofemployees eq 2'],
    ['gwen', call('Between', 'creditlimit', `PropertyValues=["5","2000"]`), 'creditlimit ge 5 and creditlimit le 2000'],
    ['gwen', call('NotBetween', 'numberofemployees', 'PropertyValues=[2,3]'), 'numberofemployees eq 1'],
    [
      'gwen',
      call('Between', 'lastvisit', `PropertyValues=["2024-02-29","2024-03-01"]`),
      'lastvisit eq 2024-02-29T12:00:00Z',
    ],
    [
      'gwen',
      `primarycontactid/${call('EqualUserId', 'ownerid')}`,
      `primarycontactid/_ownerid_value eq ${personId('gwen')}`,
    ],
    [
      'gwen',
      `contact_parentaccountid/any(c:c/${call('On', 'birthdate', "PropertyValue='1980-02-03'")})`,
      'contact_parentaccountid/any(c:c/birthdate eq 1980-02-03)',
    ],
  ])('§2.2 as %s: %s', async (name, own, plain) => {
    await same(name, own, plain);
  });

  it('§2.2 EqualUserTeams finds nothing for who is in no team', async () => {
    expect(await namesOf(call('EqualUserTeams', 'ownerid'))).toEqual([]);
  });

  it('§2.2 takes values from options beside the filter, and next links keep them', async () => {
    const filter = 'Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)';
    const path = `accounts?$select=name&$filter=${filter}&@p1='name'&@p2=["account sam 0","account sam 1"]`;
    const { rows, portions } = await readAll(gwen, path, { prefer: 'odata.maxpagesize=1' });
    expect([rows.map((row) => row.name).sort(), portions]).toEqual([['account sam 0', 'account sam 1'], 2]);
    const first = await gwen.get(path, { prefer: 'odata.maxpagesize=1' });
    const moved = String(first.body['@odata.nextLink']).replace('account+sam+0', 'account+gwen+0');
    expect(errorOf(await gwen.get(moved)).status).toBe(400);
    expect(errorOf(await gwen.get(`${path}&@p1='name'`)).message).toContain('twice');
  });

  const days = (count: number): string => `PropertyValue=${count}`;
  // Of a Wednesday, 2024-05-15T10:30:00Z.
  const windows: readonly (readonly [string, string | undefined, string, string])[] = [
    ['Today', undefined, '2024-05-15T00:00:00Z', '2024-05-16T00:00:00Z'],
    ['Yesterday', undefined, '2024-05-14T00:00:00Z', '2024-05-15T00:00:00Z'],
    ['Tomorrow', undefined, '2024-05-16T00:00:00Z', '2024-05-17T00:00:00Z'],
    ['ThisWeek', undefined, '2024-05-12T00:00:00Z', '2024-05-19T00:00:00Z'],
    ['LastWeek', undefined, '2024-05-05T00:00:00Z', '2024-05-12T00:00:00Z'],
    ['NextMonth', undefined, '2024-06-01T00:00:00Z', '2024-07-01T00:00:00Z'],
    ['LastYear', undefined, '2023-01-01T00:00:00Z', '2024-01-01T00:00:00Z'],
    ['LastXDays', days(3), '2024-05-12T00:00:00Z', '2024-05-15T10:30:00Z'],
    ['NextXDays', days(3), '2024-05-15T10:30:00Z', '2024-05-19T00:00:00Z'],
    ['Last7Days', undefined, '2024-05-08T00:00:00Z', '2024-05-15T10:30:00Z'],
    ['LastXHours', days(2), '2024-05-15T08:00:00Z', '2024-05-15T10:30:00Z'],
    ['NextXHours', "PropertyValue='2'", '2024-05-15T10:30:00Z', '2024-05-15T13:00:00Z'],
    ['LastXWeeks', days(1), '2024-05-08T00:00:00Z', '2024-05-15T10:30:00Z'],
    ['LastXMonths', days(3), '2024-02-15T00:00:00Z', '2024-05-15T10:30:00Z'],
    ['NextXMonths', days(1), '2024-05-15T10:30:00Z', '2024-06-16T00:00:00Z'],
    ['LastXYears', days(1), '2023-05-15T00:00:00Z', '2024-05-15T10:30:00Z'],
    ['OlderThanXMonths', days(3), '1753-01-01T00:00:00Z', '2024-02-15T00:00:00Z'],
    ['OlderThanXMinutes', days(31), '1753-01-01T00:00:00Z', '2024-05-15T09:59:00Z'],
    ['LastXYears', days(999_999), '1753-01-01T00:00:00Z', '2024-05-15T10:30:00Z'],
    ['On', "PropertyValue='2024-05-15T23:00:00Z'", '2024-05-15T00:00:00Z', '2024-05-16T00:00:00Z'],
    ['OnOrBefore', 'PropertyValue=2024-05-15', '1753-01-01T00:00:00Z', '2024-05-16T00:00:00Z'],
    ['OnOrAfter', "PropertyValue='2024-05-15'", '2024-05-15T00:00:00Z', '9999-12-31T23:59:59Z'],
  ];

  it('§2.2 those of dates, in UTC and weeks from Sunday on (inferred)', async () => {
    const now = service.clock.ms;
    service.clock.ms = Date.parse('2024-05-15T10:30:00Z');
    const late = await service.as('gwen');
    const id = sampleRow('account', 'sam');
    const isFound = async (at: number, filter: string): Promise<boolean> => {
      await service.database.query('update account set lastvisit = $1::timestamptz where accountid = $2::uuid', [
        new Date(at).toISOString(),
        id,
      ]);
      return idsOf(await ask(late, 'accounts', `accountid eq ${id} and ${filter}`), 'accountid').length === 1;
    };
    for (const [name, value, from, to] of windows) {
      const filter = call(name, 'lastvisit', value);
      const [first, end] = [Date.parse(from), Date.parse(to)];
      const found = await Promise.all([isFound(first, filter)]);
      expect([name, ...found, await isFound(end - 1000, filter)]).toEqual([name, true, true]);
      if (!from.startsWith('1753')) expect([name, await isFound(first - 1000, filter)]).toEqual([name, false]);
      if (!to.startsWith('9999')) expect([name, await isFound(end, filter)]).toEqual([name, false]);
    }
    service.clock.ms = now;
  });

  it('§2.2 those of dates on columns of days', async () => {
    const now = service.clock.ms;
    service.clock.ms = Date.parse('1981-02-03T10:30:00Z');
    const early = await service.as('gwen');
    const found = async (filter: string): Promise<number> => rowsOf(await ask(early, 'contacts', filter)).length;
    const born = await found('birthdate eq 1981-02-03');
    expect(born).toBeGreaterThan(0);
    expect(await found(call('Today', 'birthdate'))).toBe(born);
    expect(await found(call('LastXDays', 'birthdate', days(1)))).toBe(born);
    expect(await found(call('Yesterday', 'birthdate'))).toBe(0);
    service.clock.ms = now;
  });

  it.each([
    [call('EqualUserId', 'name'), "EqualUserId takes a lookup, and 'name' is none"],
    [call('Today', 'name'), "Today takes a column of dates, and 'name' is none"],
    [call('LastXDays', 'createdon', days(0)), 'a whole number from 1 to 1000000'],
    [call('LastXDays', 'createdon', "PropertyValue='x'"), 'a whole number from 1'],
    [call('On', 'createdon', "PropertyValue='x'"), 'PropertyValue is a date'],
    [call('In', 'creditlimit', "PropertyValues=['x']"), "'creditlimit' (money) cannot be compared with this string"],
    [call('In', 'nme', "PropertyValues=['x']"), "named 'nme'"],
    [call('EqualUserLanguage', 'name'), "'EqualUserLanguage' is not supported"],
  ])('§2.2 refuses %$', async (filter, message) => {
    expect(errorOf(await ask(gwen, 'accounts', filter))).toMatchObject({
      status: 400,
      message: expect.stringContaining(message),
    });
  });
});

describe('a filter leads nowhere that the person may not go', () => {
  it('§2.8 403 where the person may read nothing of a table on the way (inferred)', async () => {
    const role = (await service.database.query("select id from landfall_role where name = 'Local'"))[0]?.id ?? null;
    await service.database.query(
      `insert into landfall_role_privilege
       select $1::uuid, t.name, 'Read', 'Local' from (values ('account'), ('salesorder')) t (name)`,
      [role],
    );
    await service.database.query("delete from landfall_role_privilege where role_id = $1::uuid and table_name = '*'", [
      role,
    ]);
    const lola = await service.as('lola');
    for (const filter of [
      "primarycontactid/fullname eq 'x'",
      'contact_parentaccountid/any()',
      "salesorder_customerid/any(o:o/salesorder_contacts/any(c:c/fullname eq 'x'))",
      "salesorder_customerid/all(o:o/billtoid_contact/fullname ne 'x')",
    ]) {
      const refused = errorOf(await ask(lola, 'accounts', filter));
      expect(refused).toMatchObject({ status: 403, message: expect.stringContaining('prvReadContact') });
    }
    expect((await ask(lola, 'accounts', 'salesorder_customerid/any()')).status).toBe(200);
  });
});
