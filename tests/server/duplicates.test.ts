import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleData } from './sample-data.ts';
import { personId } from './sample-people.ts';
import { errorOf, type Json, openService, type SignedIn, type TestService } from './service-fixture.ts';

let service: TestService;
let gwen: SignedIn;
let basil: SignedIn;
beforeAll(async () => {
  service = await openService({ data: sampleData });
  [gwen, basil] = [await service.as('gwen'), await service.as('basil')];
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const detect = { 'mscrm.suppressduplicatedetection': 'false' };
const returnRow = { prefer: 'return=representation' };
const create = (person: SignedIn, set: string, body: Json, headers = {}) =>
  person.send('POST', set, { headers: { ...returnRow, ...headers }, body });
const duplicate = { status: 412, code: '0x80040333' };

describe('§2.5 duplicate detection', () => {
  it('is done where the request asks for it, and never otherwise', async () => {
    const body = { name: 'Contoso', emailaddress1: 'info@contoso.example' };
    expect((await create(gwen, 'accounts', body)).status).toBe(201);
    const asked = await create(gwen, 'accounts', body, detect);
    expect(errorOf(asked)).toMatchObject({
      ...duplicate,
      message: 'A record was not created or updated because a duplicate of the current record already exists.',
    });
    for (const header of [{}, { 'mscrm.suppressduplicatedetection': 'true' }]) {
      expect((await create(gwen, 'accounts', body, header)).status).toBe(201);
    }
  });

  it('compares text without case, and all columns of one rule (inferred)', async () => {
    await create(gwen, 'accounts', { name: 'Ångström AB', emailaddress1: 'a@angstrom.example' });
    const same = { name: 'ÅNGSTRÖM ab', emailaddress1: 'A@angstrom.EXAMPLE' };
    expect(errorOf(await create(gwen, 'accounts', same, detect))).toMatchObject(duplicate);
    expect((await create(gwen, 'accounts', { ...same, name: 'Other' }, detect)).status).toBe(201);
    expect((await create(gwen, 'accounts', { name: same.name }, detect)).status).toBe(201);
    const numbered = { name: 'x', accountnumber: 'A-gwen 0' };
    expect(errorOf(await create(gwen, 'accounts', numbered, detect))).toMatchObject(duplicate);
  });

  it('on update counts the row as it would be, and not itself (inferred)', async () => {
    await create(gwen, 'accounts', { name: 'Kept', emailaddress1: 'kept@x.example' });
    const { body } = await create(gwen, 'accounts', { name: 'Kept', emailaddress1: 'other@x.example' });
    const path = `accounts(${body.accountid})`;
    const patch = (change: Json) => gwen.send('PATCH', path, { headers: detect, body: change });
    expect(errorOf(await patch({ emailaddress1: 'KEPT@x.example' }))).toMatchObject(duplicate);
    expect((await gwen.get(path)).body).toEqual({ ...body, '@odata.context': expect.any(String) });
    expect((await patch({ emailaddress1: 'other@x.example' })).status).toBe(204);
    // A rule that the change does not touch is not asked (inferred).
    await gwen.send('PATCH', path, { body: { emailaddress1: 'kept@x.example' } });
    expect((await patch({ description: 'x' })).status).toBe(204);
  });

  it('overlooks inactive rows (inferred)', async () => {
    const person = { fullname: 'p', emailaddress1: 'p@x.example', birthdate: '1990-01-01' };
    const { body } = await create(gwen, 'contacts', { ...person, statecode: 0 });
    expect(errorOf(await create(gwen, 'contacts', person, detect))).toMatchObject(duplicate);
    await gwen.send('PATCH', `contacts(${body.contactid})`, { body: { statecode: 1 } });
    expect((await create(gwen, 'contacts', person, detect)).status).toBe(201);
  });

  it('tells nothing of rows out of sight (inferred)', async () => {
    const body = { name: 'Hidden', accountnumber: 'H-1' };
    await create(gwen, 'accounts', body);
    const mine = await create(basil, 'accounts', body, detect);
    expect([mine.status, mine.body._ownerid_value]).toEqual([201, personId('basil')]);
    expect(errorOf(await create(basil, 'accounts', body, detect))).toMatchObject(duplicate);
  });

  it('takes other header values and tables without rules as they come', async () => {
    expect(
      (await create(gwen, 'accounts', { name: 'x' }, { 'mscrm.suppressduplicatedetection': 'maybe' })).status,
    ).toBe(201);
    expect((await create(gwen, 'territories', { name: 'territory 0' }, detect)).status).toBe(201);
  });
});
