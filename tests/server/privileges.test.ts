import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessOf, type Grant, reaches, widestDepth } from '../../server/identity/access.ts';
import { type Depth, depths, type PrivilegeType, privilegeTypes } from '../../server/identity/privileges.ts';
import { systemTables } from '../../server/identity/system-tables.ts';
import { sampleData, sampleRow } from './sample-data.ts';
import { crewId, type OwnerName, ownerOf, personId, units } from './sample-people.ts';
import { account, territory } from './sample-tables.ts';
import { type Answered, openService, rowsOf, type SignedIn, type TestService } from './service-fixture.ts';

let service: TestService;
let subject: SignedIn;

/**
 * The subject of every case is lola, in north. Her role is written anew for each: one privilege at one depth, and what
 * else the operation needs at full depth.
 */
beforeAll(async () => {
  service = await openService({ data: sampleData });
  subject = await service.as('lola');
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const roleId = '11111111-1111-4111-8111-111111111111';
type Holder = 'herself' | 'her team';
type Held = readonly (readonly [PrivilegeType, Depth])[];

async function hold(holder: Holder, held: Held): Promise<void> {
  const principal = holder === 'herself' ? personId('lola') : crewId;
  await service.database.tx(async (tx) => {
    await tx.query('delete from landfall_role_assignment where principal_id in ($1::uuid, $2::uuid)', [
      personId('lola'),
      crewId,
    ]);
    await tx.query('delete from landfall_role where id = $1::uuid', [roleId]);
    await tx.query('delete from teammembership where second_id = $1::uuid', [personId('lola')]);
    await tx.query("insert into landfall_role values ($1::uuid, 'of the test')", [roleId]);
    for (const [type, depth] of held) {
      await tx.query("insert into landfall_role_privilege values ($1::uuid, '*', $2, $3)", [roleId, type, depth]);
    }
    await tx.query('insert into landfall_role_assignment values ($1::uuid, $2::uuid)', [principal, roleId]);
    if (holder === 'herself') return;
    await tx.query('insert into teammembership (first_id, second_id) values ($1::uuid, $2::uuid)', [
      crewId,
      personId('lola'),
    ]);
  });
}

/** Where a row can lie as seen from lola, and whose row stands for it. */
const places = {
  own: 'lola',
  "the team's": 'crew',
  'of the same unit': 'basil',
  'of a unit below': 'nora',
  'of a unit beside': 'sam',
  'of the unit above': 'gwen',
} as const satisfies Readonly<Record<string, OwnerName>>;
type Place = keyof typeof places;

/** The oracle. The team is in north, as she is. */
const within: Readonly<Record<Depth, readonly Place[]>> = {
  Basic: ['own'],
  Local: ['own', "the team's", 'of the same unit'],
  Deep: ['own', "the team's", 'of the same unit', 'of a unit below'],
  Global: ['own', "the team's", 'of the same unit', 'of a unit below', 'of a unit beside', 'of the unit above'],
};
function isWithin(depth: Depth, place: Place, holder: Holder): boolean {
  return within[depth].includes(place) || (holder === 'her team' && place === "the team's");
}

const others = (type: PrivilegeType): Held => [
  ...(type === 'Read' ? [] : ([['Read', 'Global']] as const)),
  ...(type === 'Assign' ? ([['Write', 'Global']] as const) : []),
  ...(type === 'Create' ? ([['Assign', 'Global']] as const) : []),
  ...(type === 'Append' || type === 'AppendTo'
    ? []
    : ([
        ['Append', 'Global'],
        ['AppendTo', 'Global'],
      ] as const)),
];

const operations: Readonly<Record<'Read' | 'Write' | 'Delete' | 'Assign', (id: string) => Promise<Answered>>> = {
  Read: (id) => subject.get(`accounts(${id})`),
  Write: (id) => subject.send('PATCH', `accounts(${id})`, { body: { description: 'written' } }),
  Delete: (id) => subject.send('DELETE', `accounts(${id})`),
  Assign: (id) =>
    subject.send('PATCH', `accounts(${id})`, { body: { 'ownerid@odata.bind': `/systemusers(${personId('dave')})` } }),
};

/** A fresh row of its own for each case, so that one case takes nothing from another. */
async function freshRow(owner: OwnerName): Promise<string> {
  const { id: ownerid, unit } = ownerOf(owner);
  const [row] = await service.database.query(
    `insert into account (accountid, name, ownerid, owningbusinessunit)
     values (gen_random_uuid(), 'fresh', $1::uuid, $2::uuid) returning accountid`,
    [ownerid, unit],
  );
  return String(row?.accountid);
}

const holders: readonly Holder[] = ['herself', 'her team'];
const cases = holders.flatMap((holder) => depths.map((depth) => ({ holder, depth })));

describe.each(cases)('$depth, held by $holder', ({ holder, depth }) => {
  it.each(['Read', 'Write', 'Delete', 'Assign'] as const)(
    '%s reaches the rows it should, and no others',
    async (type) => {
      await hold(holder, [[type, depth], ...others(type)]);
      for (const [place, owner] of Object.entries(places) as [Place, OwnerName][]) {
        const id = await freshRow(owner);
        const { status } = await operations[type](id);
        const refusal = type === 'Read' ? 404 : 403;
        const done = type === 'Read' ? 200 : 204;
        expect([place, status]).toEqual([place, isWithin(depth, place, holder) ? done : refusal]);
        await service.database.query('delete from account where accountid = $1::uuid', [id]);
      }
    },
  );

  it('a list holds exactly the rows that can be read one by one', async () => {
    await hold(holder, [['Read', depth]]);
    const expected = (Object.entries(places) as [Place, OwnerName][])
      .filter(([place]) => isWithin(depth, place, holder))
      .map(([, owner]) => sampleRow('account', owner));
    const ids = new Set(rowsOf(await subject.get('accounts?$select=name')).map((row) => String(row.accountid)));
    for (const owner of Object.values(places)) {
      const id = sampleRow('account', owner);
      expect([owner, ids.has(id)]).toEqual([owner, expected.includes(id)]);
    }
  });

  it('§2.5 Create makes own rows at every depth', async () => {
    await hold(holder, [
      ['Create', depth],
      ['Read', 'Basic'],
    ]);
    const created = await subject.send('POST', 'accounts', {
      body: { name: 'made' },
      headers: { prefer: 'return=representation' },
    });
    expect([created.status, created.body._ownerid_value]).toEqual([201, personId('lola')]);
    await service.database.query("delete from account where name = 'made'");
  });

  it('lets alone everything that another privilege is for', async () => {
    for (const type of ['Read', 'Write', 'Delete'] as const) {
      const rest = privilegeTypes.filter((one) => one !== type).map((one) => [one, depth] as const);
      await hold(holder, rest);
      const id = await freshRow('lola');
      // Without Read a row is not there for her at all.
      expect([type, (await operations[type](id)).status]).toEqual([type, 403]);
      await service.database.query('delete from account where accountid = $1::uuid', [id]);
    }
    await hold(
      holder,
      privilegeTypes.filter((one) => one !== 'Create').map((one) => [one, depth] as const),
    );
    expect((await subject.send('POST', 'accounts', { body: { name: 'no' } })).status).toBe(403);
  });

  it('reaches every row of a table owned by the organisation', async () => {
    await hold(holder, [['Read', depth]]);
    expect(rowsOf(await subject.get('territories'))).toHaveLength(2);
  });
});

describe('access, as a rule', () => {
  const unitsBelow = { withBelow: (unit: string) => (unit === units.north ? [units.north, units.west] : [unit]) };
  const grant = (change: Partial<Grant>): Grant => ({
    table: '*',
    type: 'Read',
    depth: 'Basic',
    owners: ['me'],
    businessUnit: units.north,
    ...change,
  });
  const read = (...grants: readonly Grant[]) => accessOf(grants, unitsBelow, ['Read', account]);

  it('is the union of what all grants reach; the widest depth is told', () => {
    const both = [grant({ owners: ['me', 'team'], businessUnit: units.south, depth: 'Local' }), grant({})];
    expect(read(...both)).toEqual({ owners: new Set(['me', 'team']), businessUnits: new Set([units.south]) });
    expect(widestDepth(both, 'Read', account)).toBe('Local');
    expect(read(...both, grant({ depth: 'Global' }))).toBe('all');
    expect(read(grant({ depth: 'Deep' }))).toMatchObject({ businessUnits: new Set([units.north, units.west]) });
  });

  it('of one table is not that of another, nor of another privilege', () => {
    expect(read(grant({ table: 'contact' }), grant({ type: 'Write' }))).toBe('none');
    expect(read(grant({ table: 'account' }))).not.toBe('none');
    expect(widestDepth([grant({ table: 'contact' })], 'Read', account)).toBe(null);
  });

  it('to a table of the organisation is all or nothing; system tables are read by everyone, written by none', () => {
    expect(accessOf([grant({})], unitsBelow, ['Read', territory])).toBe('all');
    expect(accessOf([grant({})], unitsBelow, ['Write', territory])).toBe('none');
    for (const table of systemTables) {
      expect(accessOf([], unitsBelow, ['Read', table])).toBe('all');
      for (const type of privilegeTypes.filter((one) => one !== 'Read')) {
        expect(accessOf([grant({ type, depth: 'Global' })], unitsBelow, [type, table])).toBe('none');
      }
    }
  });

  it('reaches own rows in whatever unit they are', () => {
    const access = read(grant({ depth: 'Local' }));
    expect(reaches(access, { ownerId: 'me', businessUnitId: units.south })).toBe(true);
    expect(reaches(access, { ownerId: 'other', businessUnitId: units.south })).toBe(false);
    expect(reaches(access, { ownerId: 'other', businessUnitId: units.north })).toBe(true);
    expect(reaches('none', { ownerId: 'me', businessUnitId: units.north })).toBe(false);
  });
});
