import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleData, sampleRow } from './sample-data.ts';
import { crewId, personId, type SampleName, units } from './sample-people.ts';
import { errorOf, openService, readAll, type SignedIn, type TestService } from './service-fixture.ts';

let service: TestService;
const signedIn = new Map<SampleName, SignedIn>();
const by = (name: SampleName): SignedIn => signedIn.get(name) as SignedIn;
beforeAll(async () => {
  service = await openService({ data: sampleData });
  for (const name of ['gwen', 'dave', 'lola', 'basil', 'tia', 'nora', 'sam', 'ed'] as const) {
    signedIn.set(name, await service.as(name));
  }
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const returnRow = { prefer: 'return=representation' };
const toUser = (name: SampleName) => ({ 'ownerid@odata.bind': `/systemusers(${personId(name)})` });
const toCrew = { 'ownerid@odata.bind': `teams(${crewId})` };

async function newAccount(name: SampleName): Promise<string> {
  const created = await by(name).send('POST', 'accounts', { headers: returnRow, body: { name: 'mine' } });
  expect(created.status).toBe(201);
  return `accounts(${created.body.accountid})`;
}

describe('a row that is assigned', () => {
  it('leaves the sight of who gave it away, everywhere, and comes into the new one’s', async () => {
    const path = await newAccount('basil');
    const given = await by('basil').send('PATCH', path, {
      headers: returnRow,
      body: { ...toUser('sam'), name: 'given' },
    });
    // No body for who does not see the row any more (inferred).
    expect([given.status, given.body]).toEqual([204, { text: '' }]);
    const id = path.slice('accounts('.length, -1);
    expect(errorOf(await by('basil').get(path))).toMatchObject({ status: 404, code: '0x80040217' });
    for (const change of [
      by('basil').send('PATCH', path, { body: { name: 'back' } }),
      by('basil').send('DELETE', path),
      by('basil').send('PATCH', path, { headers: { 'if-match': '*' }, body: toUser('basil') }),
      by('basil').send('PUT', `${path}/name`, { body: { value: 'back' } }),
      by('basil').send('DELETE', `${path}/primarycontactid/$ref`),
    ]) {
      expect((await change).status).toBe(404);
    }
    // Without If-Match it is an upsert, and refused for what an absent row would be: here the missing name.
    expect((await by('basil').send('PATCH', path, { body: toUser('basil') })).status).toBe(400);
    expect((await readAll(by('basil'), 'accounts')).rows.map((row) => row.accountid)).not.toContain(id);
    const seen = (await by('sam').get(path)).body;
    expect(seen).toMatchObject({ name: 'given', _ownerid_value: personId('sam') });
    expect(seen._owningbusinessunit_value).toBe(units.south);
  });

  it('§2.4 gets a new ETag, and its body is answered to who still sees it (inferred)', async () => {
    const path = await newAccount('gwen');
    const before = (await by('gwen').get(path)).body;
    const assigned = await by('gwen').send('PATCH', path, { headers: returnRow, body: toCrew });
    expect(assigned.status).toBe(200);
    expect(assigned.body).toMatchObject({ _ownerid_value: crewId, _owningbusinessunit_value: units.north });
    expect(assigned.body['@odata.etag']).not.toBe(before['@odata.etag']);
    expect((await by('tia').get(path)).status).toBe(200);
  });

  it('may be given by $ref as well, and under If-Match', async () => {
    const path = await newAccount('basil');
    const reference = { '@odata.id': `systemusers(${personId('lola')})` };
    const stale = { headers: { 'if-match': 'W/"1"' }, body: reference };
    expect((await by('basil').send('PUT', `${path}/ownerid/$ref`, stale)).status).toBe(412);
    expect((await by('basil').send('PUT', `${path}/ownerid/$ref`, { body: reference })).status).toBe(204);
    expect((await by('lola').get(path)).body._ownerid_value).toBe(personId('lola'));
    expect((await by('lola').send('DELETE', `${path}/ownerid/$ref`)).status).toBe(400);
  });

  it('a team’s member gives the team’s row to themselves', async () => {
    const path = `accounts(${sampleRow('account', 'crew')})`;
    const taken = await by('tia').send('PATCH', path, { headers: returnRow, body: toUser('tia') });
    expect([taken.status, taken.body._ownerid_value]).toEqual([200, personId('tia')]);
  });
});

describe('assigning is refused', () => {
  it('§2.5 without Assign on the row; to send the same owner again is no assignment', async () => {
    const path = `accounts(${sampleRow('account', 'sam')})`;
    expect(errorOf(await by('ed').send('PATCH', path, { body: toUser('gwen') }))).toMatchObject({
      status: 403,
      code: '0x80040220',
      message: expect.stringContaining('prvAssignAccount'),
    });
    expect((await by('ed').send('PATCH', path, { body: { ...toUser('sam'), name: 'same' } })).status).toBe(204);
    const unseen = { headers: { 'if-match': '*' }, body: toUser('lola') };
    expect((await by('lola').send('PATCH', path, unseen)).status).toBe(404);
  });

  it.each([
    ['who holds no Read on the table', toUser('nemo'), 403, 'prvReadAccount'],
    ['who is disabled (inferred)', toUser('dora'), 403, 'disabled'],
    ['who is not there', { 'ownerid@odata.bind': `/systemusers(${crewId})` }, 404, "'systemuser'"],
    ['who is no team', { 'ownerid@odata.bind': `/teams(${personId('sam')})` }, 404, "'team'"],
  ])('to one %s, on create and on update', async (_, body, status, message) => {
    const path = await newAccount('gwen');
    const before = (await by('gwen').get(path)).body;
    const updated = errorOf(await by('gwen').send('PATCH', path, { body }));
    expect(updated).toMatchObject({ status, message: expect.stringContaining(message) });
    const created = errorOf(await by('gwen').send('POST', 'accounts', { body: { name: 'x', ...body } }));
    expect(created).toMatchObject({ status, message: expect.stringContaining(message) });
    expect((await by('gwen').get(path)).body).toEqual(before);
  });

  it('of a table of the organisation: it has no owner', async () => {
    const refused = errorOf(await by('gwen').send('POST', 'territories', { body: { name: 't', ...toUser('gwen') } }));
    expect(refused).toMatchObject({ status: 400, message: expect.stringContaining("'ownerid'") });
  });
});

describe('§2.5 creating for somebody else (inferred: Create must reach the owner’s rows)', () => {
  it.each([
    ['gwen', toUser('sam'), 201],
    ['gwen', toCrew, 201],
    ['dave', toUser('nora'), 201],
    ['dave', toUser('sam'), 403],
    ['lola', toUser('basil'), 201],
    ['lola', toUser('nora'), 403],
    ['basil', toUser('basil'), 201],
    ['basil', toUser('lola'), 403],
    ['tia', toCrew, 201],
    ['ed', toUser('sam'), 403],
  ] as const)('%s for %j: %i', async (name, owner, status) => {
    const created = await by(name).send('POST', 'accounts', { headers: returnRow, body: { name: 'for', ...owner } });
    expect(created.status).toBe(status);
    if (status === 201) expect(created.body._ownerid_value).toBe(owner['ownerid@odata.bind'].slice(-37, -1));
  });

  it('who may create but not read the table makes no row that would be theirs (§2.5)', async () => {
    await service.database.query(
      "delete from landfall_role_privilege where type = 'Read' and role_id = (select id from landfall_role where name = 'Editor')",
    );
    const refused = errorOf(await by('ed').send('POST', 'accounts', { body: { name: 'x' } }));
    expect(refused).toMatchObject({ status: 403, message: expect.stringContaining('prvReadAccount') });
  });
});
