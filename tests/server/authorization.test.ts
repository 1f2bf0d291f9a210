import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  errorOf,
  type Json,
  openService,
  readAll,
  rowsOf,
  type SignedIn,
  type TestService,
} from './service-fixture.ts';

let service: TestService;
let dana: SignedIn;
let tom: SignedIn;
let rita: SignedIn;
const tomId = '0da4a000-0000-4000-8000-000000000002';
const sets = [
  ['accounts', 'accountid', 'name'],
  ['contacts', 'contactid', 'fullname'],
  ['msdyn_workorders', 'msdyn_workorderid', 'msdyn_name'],
] as const;

beforeAll(async () => {
  service = await openService();
  [dana, tom, rita] = [await service.as('dana'), await service.as('tom'), await service.as('rita')];
});
afterAll(() => service.close());

async function foreignRow(setName: string): Promise<Json> {
  const [row] = rowsOf(await dana.get(`${setName}?$filter=_ownerid_value ne ${tomId}&$top=1`));
  return row ?? {};
}

describe('a technician', () => {
  it.each(sets)(
    '§2.8 sees only own rows of %s, in every way of reading; others are not there',
    async (setName, key) => {
      const all = (await readAll(dana, setName)).rows;
      const own = all.filter((row) => row._ownerid_value === tomId);
      expect(own.length).toBeGreaterThan(0);
      expect(own.length).toBeLessThan(all.length);
      expect((await readAll(tom, setName, { prefer: 'odata.maxpagesize=7' })).rows).toEqual(own);
      expect((await readAll(tom, `${setName}?$filter=${key} ne null or ${key} eq null`)).rows).toEqual(own);
      expect((await tom.get(`${setName}?$count=true&$top=1`)).body['@odata.count']).toBe(own.length);
      const danasNext = (await dana.get(setName, { prefer: 'odata.maxpagesize=1' })).body['@odata.nextLink'];
      expect(rowsOf(await tom.get(String(danasNext))).every((row) => row._ownerid_value === tomId)).toBe(true);
      const foreign = await foreignRow(setName);
      expect((await tom.get(`${setName}(${foreign[key]})`)).status).toBe(404);
    },
  );

  it.each(sets)(
    '§2.8 cannot change, delete, re-create or point to foreign rows of %s: 404 as if there were none',
    async (setName, key, name) => {
      const foreign = await foreignRow(setName);
      const path = `${setName}(${foreign[key]})`;
      const body = { [name]: 'taken' };
      const etag = { 'if-match': String(foreign['@odata.etag']) };
      expect((await tom.send('PATCH', path, { body })).status).toBe(404);
      expect((await tom.send('PATCH', path, { body, headers: etag })).status).toBe(404);
      expect((await tom.send('PATCH', path, { body, headers: { 'if-none-match': '*' } })).status).toBe(412);
      expect((await tom.send('POST', setName, { body: { ...body, [key]: foreign[key] } })).status).toBe(412);
      expect((await tom.send('DELETE', path)).status).toBe(404);
      expect((await tom.send('DELETE', path, { headers: etag })).status).toBe(404);
      expect((await dana.get(path)).body).toMatchObject(foreign);
    },
  );

  it('has coherent rows: what own work orders point to is own too', async () => {
    const own = new Set((await readAll(tom, 'accounts')).rows.map((row) => row.accountid));
    const orders = (await readAll(tom, 'msdyn_workorders')).rows;
    expect(orders.every((order) => own.has(order._msdyn_serviceaccount_value))).toBe(true);
    expect(orders.length).toBe(240);
  });

  it('§2.5 writes own rows and owns what it creates', async () => {
    const created = await tom.send('POST', 'accounts', {
      headers: { prefer: 'return=representation' },
      body: { name: 't' },
    });
    expect([created.status, created.body._ownerid_value]).toEqual([201, tomId]);
    const path = `accounts(${created.body.accountid})`;
    expect((await tom.send('PATCH', path, { body: { name: 'u' } })).status).toBe(204);
    const foreign = await foreignRow('contacts');
    const bind = { 'primarycontactid@odata.bind': `/contacts(${foreign.contactid})` };
    expect((await tom.send('PATCH', path, { body: bind })).status).toBe(404);
    expect((await tom.send('DELETE', path)).status).toBe(204);
  });
});

describe('a reader', () => {
  it('§2.8 reads everything and writes nothing: 403 with the code of a missing privilege', async () => {
    const rows = (await readAll(rita, 'accounts')).rows;
    expect(rows).toEqual((await readAll(dana, 'accounts')).rows);
    const path = `accounts(${rows[0]?.accountid})`;
    const tries = [
      rita.send('PATCH', path, { body: { name: 'x' } }),
      rita.send('PATCH', 'accounts(11111111-1111-4111-8111-111111111111)', { body: { name: 'x' } }),
      rita.send('POST', 'accounts', { body: { name: 'x' } }),
      rita.send('DELETE', path),
      rita.send('DELETE', 'accounts(11111111-1111-4111-8111-111111111111)'),
    ];
    for (const refused of await Promise.all(tries)) {
      expect(errorOf(refused)).toMatchObject({
        status: 403,
        code: '0x80040220',
        message: expect.stringContaining('prv'),
      });
    }
  });
});

describe('privileges', () => {
  it.each([
    ['dana', '0da4a000-0000-4000-8000-000000000001', 'Global', true],
    ['tom', tomId, 'Basic', true],
    ['rita', '0da4a000-0000-4000-8000-000000000004', 'Global', false],
  ])('of %s are told as they are enforced', async (name, id, depth, writes) => {
    const person = await service.as(name);
    const answered = await person.get(`systemusers(${id})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`);
    const held = answered.body.RolePrivileges as readonly Json[];
    const find = (privilege: string) => held.find((one) => one.PrivilegeName === privilege);
    expect(find('prvReadAccount')).toMatchObject({ Depth: depth, PrivilegeId: expect.any(String) });
    expect(find('prvWritemsdyn_workorder') !== undefined).toBe(writes);
  });

  it('of others are not told', async () => {
    const path = 'systemusers(0da4a000-0000-4000-8000-000000000001)/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()';
    expect((await tom.get(path)).status).toBe(403);
  });
});
