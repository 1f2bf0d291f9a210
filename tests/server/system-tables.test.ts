import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleData } from './sample-data.ts';
import { crewId, personId, type SampleName, units } from './sample-people.ts';
import { errorOf, type Json, openService, rowsOf, type SignedIn, type TestService } from './service-fixture.ts';

let service: TestService;
const signedIn = new Map<string, SignedIn>();
const as = (name: SampleName): SignedIn => {
  const found = signedIn.get(name);
  if (found === undefined) throw new Error(`${name} is not signed in`);
  return found;
};
beforeAll(async () => {
  service = await openService({ data: sampleData });
  for (const name of ['gwen', 'basil', 'tia', 'nemo', 'dave', 'lola'] as const) {
    signedIn.set(name, await service.as(name));
  }
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

describe('WhoAmI', () => {
  it.each(['WhoAmI', 'WhoAmI()'])('%s tells user, business unit and organisation', async (path) => {
    const answered = await as('basil').get(path);
    expect(answered.status).toBe(200);
    expect(answered.body).toEqual({
      '@odata.context': 'http://service.test/api/data/v9.2/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse',
      BusinessUnitId: units.north,
      UserId: personId('basil'),
      OrganizationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect((await as('gwen').get(path)).body.OrganizationId).toBe(answered.body.OrganizationId);
    expect((await as('nemo').get(path)).body.UserId).toBe(personId('nemo'));
    expect((await as('basil').send('POST', path, { body: {} })).status).toBe(405);
  });
});

describe('RetrieveUserPrivileges', () => {
  const held = async (name: SampleName) => {
    const path = `systemusers(${personId(name)})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`;
    const privileges = (await as(name).get(path)).body.RolePrivileges as readonly Json[];
    return new Map(privileges.map((one) => [String(one.PrivilegeName), one.Depth]));
  };

  it.each([
    ['gwen', 'Global'],
    ['dave', 'Deep'],
    ['lola', 'Local'],
    ['basil', 'Basic'],
    ['tia', 'Basic'],
  ] as const)('of %s tells the depth %s, also where it comes from a team', async (name, depth) => {
    const found = await held(name);
    for (const type of ['Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo', 'Assign']) {
      expect(found.get(`prv${type}Account`)).toBe(depth);
    }
  });

  it('of somebody without a role tells the system tables alone', async () => {
    expect([...(await held('nemo')).keys()].sort()).toEqual([
      'prvReadBusinessUnit',
      'prvReadSystemUser',
      'prvReadTeam',
    ]);
  });
});

describe('people, teams and business units', () => {
  it('are read by everybody, without passwords', async () => {
    for (const name of ['gwen', 'basil', 'nemo'] as const) {
      const people = rowsOf(await as(name).get('systemusers?$orderby=domainname'));
      expect(people).toHaveLength(11);
      expect(people[0]).toMatchObject({ domainname: 'basil', fullname: 'basil sample', isdisabled: false });
      expect(people[0]?._businessunitid_value).toBe(units.north);
      expect(JSON.stringify(people)).not.toMatch(/scrypt|hash|password|generation/i);
      expect(rowsOf(await as(name).get('teams')).map((row) => row.teamid)).toEqual([crewId]);
      expect(rowsOf(await as(name).get('businessunits'))).toHaveLength(4);
      expect((await as(name).get(`systemusers(${personId('sam')})`)).body.fullname).toBe('sam sample');
    }
    const asked = await as('gwen').get('systemusers?$select=hash');
    expect(asked.status).toBe(400);
  });

  it('are written by nobody: 403 that says who does it (inferred)', async () => {
    const tries: readonly (readonly [string, string, Json?])[] = [
      ['POST', 'systemusers', { fullname: 'x', domainname: 'x' }],
      ['PATCH', `systemusers(${personId('gwen')})`, { isdisabled: true }],
      ['DELETE', `systemusers(${personId('sam')})`],
      ['POST', 'teams', { name: 'x' }],
      ['POST', `teams(${crewId})/teammembership_association/$ref`, { '@odata.id': `systemusers(${personId('gwen')})` }],
      ['DELETE', `systemusers(${personId('tia')})/teammembership_association(${crewId})/$ref`],
      ['PUT', `systemusers(${personId('gwen')})/fullname`, { value: 'x' }],
      ['PUT', `systemusers(${personId('gwen')})/businessunitid/$ref`, { '@odata.id': `businessunits(${units.west})` }],
      ['PATCH', `teams(${crewId})`, { name: 'x' }],
      ['DELETE', `businessunits(${units.west})`],
      ['PATCH', 'businessunits(11111111-1111-4111-8111-111111111111)', { name: 'x' }],
    ];
    for (const [method, path, body] of tries) {
      const refused = errorOf(await as('gwen').send(method, path, body === undefined ? {} : { body }));
      expect(refused).toMatchObject({ status: 403, code: '0x80040220' });
      expect(refused.message).toMatch(/ cannot be changed here: .* "landfall" command\.$/);
    }
  });
});
