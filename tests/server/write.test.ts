import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  base,
  dataPath,
  errorOf,
  type Json,
  openService,
  rowsOf,
  type SignedIn,
  type TestService,
} from './service-fixture.ts';

let service: TestService;
let dana: SignedIn;
beforeAll(async () => {
  service = await openService();
  dana = await service.as('dana');
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const returnRow = { prefer: 'return=representation' };
const newRow = async (body: Json = {}): Promise<{ id: string; etag: string }> => {
  const id = randomUUID();
  const answered = await dana.send('PATCH', `accounts(${id})`, { body: { name: 'new', ...body } });
  return { id, etag: answered.headers.get('etag') ?? '' };
};
const isUnknown = (body: object): boolean =>
  ['nme', '__proto__', '_ownerid_value', '_primarycontactid_value'].some((name) => Object.hasOwn(body, name));
const read = async (id: string): Promise<Json> => (await dana.get(`accounts(${id})`)).body;

describe('creating', () => {
  it('§2.5 by PATCH with a client key gives 204 with address and ETag; sent again it is a 412', async () => {
    const id = randomUUID();
    const create = { headers: { 'if-none-match': '*' }, body: { name: 'Ünïcode 👷' } };
    const first = await dana.send('PATCH', `accounts(${id})`, create);
    expect(first.status).toBe(204);
    expect(first.headers.get('odata-entityid')).toBe(`${base}${dataPath}/accounts(${id})`);
    expect(await read(id)).toMatchObject({ name: 'Ünïcode 👷', '@odata.etag': first.headers.get('etag') });
    expect(errorOf(await dana.send('PATCH', `accounts(${id})`, create))).toMatchObject({
      status: 412,
      code: '0x80040237',
    });
  });

  it('§2.1 gives 201 with the whole row when asked, by PATCH and by POST; a key taken is 412 for POST too (inferred)', async () => {
    const id = randomUUID();
    const body = { name: 'x', creditlimit: 12.34, industrycode: 1, numberofemployees: 0, donotemail: false };
    const patched = await dana.send('PATCH', `accounts(${id})`, { headers: returnRow, body });
    expect([patched.status, patched.headers.get('preference-applied')]).toEqual([201, 'return=representation']);
    expect(patched.body).toEqual(await read(id));
    const posted = await dana.send('POST', 'accounts', { headers: returnRow, body });
    expect(posted.status).toBe(201);
    expect(posted.body).toMatchObject(body);
    const again = await dana.send('POST', 'accounts', { body: { ...body, accountid: id } });
    expect(errorOf(again)).toMatchObject({ status: 412, code: '0x80040237' });
    expect((await dana.send('POST', 'accounts', { body })).status).toBe(204);
  });
});

describe('preconditions', () => {
  it('§2.4 §2.5 If-Match: 412 on another ETag, 404 when absent, * only where the row is', async () => {
    const { id, etag } = await newRow();
    const patch = (ifMatch: string, row = id) =>
      dana.send('PATCH', `accounts(${row})`, { headers: { 'if-match': ifMatch, ...returnRow }, body: { name: 'b' } });
    const updated = await patch(etag);
    expect(updated.status).toBe(200);
    expect(updated.body['@odata.etag']).not.toBe(etag);
    expect(errorOf(await patch(etag))).toMatchObject({ status: 412, code: '0x80060882' });
    expect((await patch('*')).status).toBe(200);
    for (const ifMatch of ['*', etag]) {
      expect(errorOf(await patch(ifMatch, randomUUID()))).toMatchObject({ status: 404, code: '0x80040217' });
    }
  });

  it('§2.4 of many on one ETag exactly one wins', async () => {
    const { id, etag } = await newRow();
    const race = Array.from({ length: 8 }, (_, at) =>
      dana.send('PATCH', `accounts(${id})`, { headers: { 'if-match': etag }, body: { name: `racer ${at}` } }),
    );
    const statuses = (await Promise.all(race)).map((answered) => answered.status);
    expect(statuses.sort()).toEqual([204, ...Array(7).fill(412)]);
  });

  it('§2.4 §2.5 DELETE: 412, 204, then 404; an ETag never comes back', async () => {
    const { id, etag } = await newRow();
    const remove = (ifMatch: string) => dana.send('DELETE', `accounts(${id})`, { headers: { 'if-match': ifMatch } });
    expect((await remove('W/"1"')).status).toBe(412);
    expect((await remove(etag)).status).toBe(204);
    expect((await remove(etag)).status).toBe(404);
    const reborn = await dana.send('PATCH', `accounts(${id})`, { body: { name: 'again' } });
    expect(reborn.headers.get('etag')).not.toBe(etag);
  });
});

describe('what is written', () => {
  it('§2.5 changes only the columns sent, and modifiedon and ETag', async () => {
    const { id } = await newRow({ description: 'keep', creditlimit: 5 });
    const before = await read(id);
    await dana.send('PATCH', `accounts(${id})`, { body: { creditlimit: null } });
    const after = await read(id);
    expect(after).toMatchObject({ description: 'keep', creditlimit: null, createdon: before.createdon });
    expect(after['@odata.etag']).not.toBe(before['@odata.etag']);
  });

  it('§2.4 a change of nothing is one: the row gets a new ETag (inferred)', async () => {
    const { id, etag } = await newRow();
    const answered = await dana.send('PATCH', `accounts(${id})`, { body: {} });
    expect([answered.status, answered.headers.get('etag') === etag]).toEqual([204, false]);
  });

  it('§2.11 comes back as it was sent, dates and times as UTC', async () => {
    const [contact] = rowsOf(await dana.get('contacts?$top=1'));
    const body = {
      msdyn_name: 'שלום — 10 % „ﬁx“',
      msdyn_systemstatus: 690970002,
      msdyn_timefrompromised: '2024-02-29T23:59:59Z',
      msdyn_completeddate: '2024-02-29',
      msdyn_totalamount: 99_999_999_999.99,
      msdyn_discount: 0.07,
      msdyn_istaxable: true,
      msdyn_workordersummary: 'line\n\ttab \\ " 🚑'.repeat(300),
    };
    const bind = { 'msdyn_reportedbycontact@odata.bind': `/contacts(${contact?.contactid})` };
    const answered = await dana.send('POST', 'msdyn_workorders', { headers: returnRow, body: { ...body, ...bind } });
    expect(answered.body).toMatchObject({ ...body, _msdyn_reportedbycontact_value: contact?.contactid });
    const zoned = { msdyn_name: 'z', msdyn_timefrompromised: '2024-03-01T01:30:00.789+02:00' };
    const other = await dana.send('POST', 'msdyn_workorders', { headers: returnRow, body: zoned });
    expect(other.body.msdyn_timefrompromised).toBe('2024-02-29T23:30:00Z');
  });

  it('§2.11 lookups: bind, clear in both ways, and removal of the link with a new ETag when the target is deleted', async () => {
    const contact = (await dana.send('POST', 'contacts', { headers: returnRow, body: { fullname: 'c' } })).body
      .contactid;
    const { id, etag } = await newRow({ 'primarycontactid@odata.bind': `contacts(${contact})` });
    expect((await read(id))._primarycontactid_value).toBe(contact);
    for (const clear of [{ 'primarycontactid@odata.bind': null }, { primarycontactid: null }]) {
      await dana.send('PATCH', `accounts(${id})`, { body: { 'primarycontactid@odata.bind': `/contacts(${contact})` } });
      await dana.send('PATCH', `accounts(${id})`, { body: clear });
      expect((await read(id))._primarycontactid_value).toBe(null);
    }
    await dana.send('PATCH', `accounts(${id})`, { body: { 'primarycontactid@odata.bind': `/contacts(${contact})` } });
    const bound = await read(id);
    expect((await dana.send('DELETE', `contacts(${contact})`)).status).toBe(204);
    const after = await read(id);
    expect(after._primarycontactid_value).toBe(null);
    expect([etag, bound['@odata.etag']]).not.toContain(after['@odata.etag']);
    const missing = { 'primarycontactid@odata.bind': `/contacts(${contact})` };
    expect(errorOf(await dana.send('PATCH', `accounts(${id})`, { body: missing }))).toMatchObject({
      status: 404,
      message: expect.stringContaining("'contact'"),
    });
  });

  it.each([
    [{ name: null }, "'name' is required"],
    [{ name: ' ' }, "'name'"],
    [{ name: 5 }, "'name': expected text, got number"],
    [{ name: 'x'.repeat(161) }, "'name': expected at most 160"],
    [{ description: 'a\0b' }, "'description'"],
    [{ description: '\ud800' }, "'description'"],
    [{ numberofemployees: 1.5 }, "'numberofemployees'"],
    [{ numberofemployees: -1 }, "'numberofemployees'"],
    [{ numberofemployees: '1' }, "'numberofemployees'"],
    [{ creditlimit: 1.234 }, "'creditlimit': expected at most 2 decimal places"],
    [{ creditlimit: 1e300 }, "'creditlimit'"],
    [{ industrycode: 99 }, "'industrycode'"],
    [{ donotemail: 'yes' }, "'donotemail'"],
    [{ nme: 'x' }, "'nme'"],
    [JSON.parse('{"__proto__":{}}'), "'__proto__'"],
    [{ modifiedon: '2024-01-01T00:00:00Z' }, "'modifiedon' is read-only"],
    [{ 'ownerid@odata.bind': '/accounts(0da4a000-0000-4000-8000-000000000002)' }, '/systemusers('],
    [{ ownerid: '0da4a000-0000-4000-8000-000000000002' }, 'ownerid@odata.bind'],
    [{ 'ownerid@odata.bind': null }, "'ownerid' is required"],
    [{ _ownerid_value: null }, 'ownerid@odata.bind'],
    [{ owningbusinessunit: null }, "'owningbusinessunit' is read-only"],
    [{ _primarycontactid_value: null }, 'primarycontactid@odata.bind'],
    [{ primarycontactid: '/contacts(1)' }, "'primarycontactid'"],
    [{ 'primarycontactid@odata.bind': '/accounts(0da4a000-0000-4000-8000-000000000002)' }, '/contacts('],
    [{ 'name@odata.bind': null }, "'name' is not a lookup"],
    [{ accountid: '0da4a000-0000-4000-8000-000000000002' }, "'accountid'"],
  ])('§2.8 refuses %j with 400, naming the column', async (body, message) => {
    const { id, etag } = await newRow();
    const refused = errorOf(await dana.send('PATCH', `accounts(${id})`, { body }));
    // Too long, unknown, or a value that does not fit.
    const code = message.includes('at most 160') ? '0x80044331' : isUnknown(body) ? '0x80060888' : '0x80048d19';
    expect(refused).toMatchObject({ status: 400, code, message: expect.stringContaining(message) });
    expect((await read(id))['@odata.etag']).toBe(etag);
  });

  it('§2.8 refuses a row without its required columns, and impossible dates', async () => {
    expect(errorOf(await dana.send('POST', 'accounts', { body: {} })).message).toContain("'name' is required");
    for (const birthdate of ['2023-02-29', '2023-1-1', '1500-01-01', '2023-01-01T00:00:00Z', 5]) {
      const refused = await dana.send('POST', 'contacts', { body: { fullname: 'x', birthdate } });
      expect(errorOf(refused)).toMatchObject({ status: 400, message: expect.stringContaining("'birthdate'") });
    }
  });

  it('§2.8 answers bodies that are no JSON object, too large or of another type with 400, 413, 415 (codes inferred)', async () => {
    const raw = (body: string, type = 'application/json') =>
      service.app.request(`${base}${dataPath}/accounts`, {
        method: 'POST',
        headers: { authorization: `Bearer ${dana.token}`, 'content-type': type },
        body,
      });
    for (const body of ['', '{', '[]', 'null', '5', '{"name":1e999}']) expect((await raw(body)).status).toBe(400);
    for (const [answered, status] of [
      [await raw('{}', 'text/plain'), 415],
      [await raw(JSON.stringify({ name: 'x'.repeat(300_000) })), 413],
    ] as const) {
      expect([answered.status, (await answered.json()).error.code]).toEqual([status, '0x80060000']);
    }
  });
});
