import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleData, sampleRow } from './sample-data.ts';
import { base, dataPath, errorOf, type Json, openService, type SignedIn, type TestService } from './service-fixture.ts';

let service: TestService;
let gwen: SignedIn;
let basil: SignedIn;
let ed: SignedIn;
beforeAll(async () => {
  service = await openService({ data: sampleData });
  [gwen, basil, ed] = [await service.as('gwen'), await service.as('basil'), await service.as('ed')];
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const returnRow = { prefer: 'return=representation' };
const account = sampleRow('account', 'basil');
const contact = sampleRow('contact', 'basil');
const foreign = sampleRow('contact', 'sam');
const missing = '5a000000-0000-4000-8000-000000000000';

async function newNote(body: Json): Promise<Json> {
  const answered = await basil.send('POST', 'annotations', { headers: returnRow, body: { subject: 'n', ...body } });
  expect(answered.status).toBe(201);
  return answered.body;
}
const targetOf = async (id: unknown): Promise<unknown> =>
  (await service.database.query('select objectid_target from annotation where annotationid = $1', [String(id)]))[0]
    ?.objectid_target;

describe('a lookup with several targets', () => {
  it('§2.11 is set by the navigation property of one of them, and read as one value', async () => {
    const note = await newNote({ 'objectid_account@odata.bind': `/accounts(${account})` });
    expect(note._objectid_value).toBe(account);
    expect(await targetOf(note.annotationid)).toBe('account');
    const changed = await basil.send('PATCH', `annotations(${note.annotationid})`, {
      headers: returnRow,
      body: { 'objectid_contact@odata.bind': `/contacts(${contact})` },
    });
    expect(changed.body._objectid_value).toBe(contact);
    expect(await targetOf(note.annotationid)).toBe('contact');
  });

  it.each([{ 'objectid_contact@odata.bind': null }, { objectid_account: null }])(
    '§2.11 is emptied by %j',
    async (clear) => {
      const note = await newNote({ 'objectid_account@odata.bind': `/accounts(${account})` });
      const cleared = await basil.send('PATCH', `annotations(${note.annotationid})`, {
        headers: returnRow,
        body: clear,
      });
      expect(cleared.body._objectid_value).toBe(null);
      expect(await targetOf(note.annotationid)).toBe(null);
    },
  );

  it.each([
    [
      { 'objectid_account@odata.bind': `/accounts(${account})`, 'objectid_contact@odata.bind': null },
      "'objectid' is given twice",
    ],
    [
      { 'objectid@odata.bind': `/accounts(${account})` },
      "'objectid_account@odata.bind' or 'objectid_contact@odata.bind'",
    ],
    [{ _objectid_value: account }, "'objectid_account@odata.bind'"],
    [{ 'objectid_account@odata.bind': `/contacts(${contact})` }, "'/accounts(<guid>)'"],
    [{ objectid_account: { name: 'inner' } }, "'objectid_account@odata.bind'"],
  ])('refuses %j with 400', async (body, message) => {
    const refused = errorOf(await basil.send('POST', 'annotations', { body: { subject: 'n', ...body } }));
    expect(refused).toMatchObject({ status: 400, message: expect.stringContaining(message) });
  });
});

describe('§2.11 a reference', () => {
  it.each([
    `accounts(${account})`,
    `/accounts(${account})`,
    `/accounts(${account.toUpperCase()})`,
    `${base}${dataPath}/accounts(${account})`,
  ])('may be written as %s', async (reference) => {
    expect((await newNote({ 'objectid_account@odata.bind': reference }))._objectid_value).toBe(account);
  });

  it.each([
    `https://other.test${dataPath}/accounts(${account})`,
    `${base}/api/data/v8.2/accounts(${account})`,
    `accounts(${account})/name`,
    `accounts(name='x')`,
    `//accounts(${account})`,
    'accounts',
    account,
    5,
  ])('%s is refused', async (reference) => {
    const body = { subject: 'n', 'objectid_account@odata.bind': reference };
    expect(errorOf(await basil.send('POST', 'annotations', { body })).status).toBe(400);
  });
});

it('§2.5 a required lookup is asked for and cannot be emptied', async () => {
  const order = `salesorders(${sampleRow('salesorder', 'basil')})`;
  for (const body of [{ 'customerid@odata.bind': null }, { customerid: null }]) {
    const refused = errorOf(await basil.send('PATCH', order, { body }));
    expect(refused).toMatchObject({ status: 400, message: "Column 'customerid' is required and cannot be empty." });
  }
  expect(errorOf(await basil.send('POST', 'salesorders', { body: { name: 'o' } }))).toMatchObject({
    status: 400,
    message: "Column 'customerid' is required.",
  });
});

describe('privileges on what is pointed to', () => {
  it('a row out of sight is refused exactly as one that is not there', async () => {
    const point = async (id: string) => {
      const body = { 'primarycontactid@odata.bind': `/contacts(${id})` };
      const created = errorOf(await basil.send('POST', 'accounts', { body: { name: 'a', ...body } }));
      const updated = errorOf(await basil.send('PATCH', `accounts(${account})`, { body }));
      expect(created).toEqual(updated);
      return { ...created, message: created.message.replace(id, 'ID') };
    };
    expect(await point(foreign)).toEqual(await point(missing));
    expect(await point(foreign)).toMatchObject({ status: 404, code: '0x80040217' });
  });

  it('§2.5 takes Append on the row and AppendTo on the target, and says which is missing', async () => {
    const body = { 'primarycontactid@odata.bind': `/contacts(${contact})` };
    const lacks = async (privilege: string) => {
      const refused = errorOf(await ed.send('PATCH', `accounts(${account})`, { body }));
      expect(refused).toMatchObject({ status: 403, code: '0x80040220', message: expect.stringContaining(privilege) });
    };
    await lacks('prvAppendAccount');
    await grantEditor('account', 'Append', 'Global');
    await lacks('prvAppendToContact');
    await grantEditor('contact', 'AppendTo', 'Basic');
    await lacks('Required Depth: Global');
    await grantEditor('contact', 'AppendTo', 'Global');
    expect((await ed.send('PATCH', `accounts(${account})`, { body })).status).toBe(204);
    // To empty a lookup takes Write alone (inferred).
    expect((await ed.send('PATCH', `contacts(${contact})`, { body: { parentaccountid: null } })).status).toBe(204);
  });

  async function grantEditor(table: string, type: string, depth: string): Promise<void> {
    await service.database.query(
      `insert into landfall_role_privilege select id, $1, $2, $3 from landfall_role where name = 'Editor'
       on conflict (role_id, table_name, type) do update set depth = excluded.depth`,
      [table, type, depth],
    );
  }

  it('rows of the organisation are pointed to whatever the depth', async () => {
    const [territory] = await service.database.query('select territoryid from territory limit 1');
    const body = { 'territoryid@odata.bind': `/territories(${territory?.territoryid})` };
    expect((await basil.send('PATCH', `accounts(${account})`, { body })).status).toBe(204);
  });

  it('a table that may not be read at all is refused by its privilege, whatever the row', async () => {
    await service.database.query(
      `delete from landfall_role_privilege where role_id = (select id from landfall_role where name = 'Reader')`,
    );
    await service.database.query(
      `insert into landfall_role_privilege select id, t.name, t.type, 'Global' from landfall_role,
         (values ('account', 'Read'), ('account', 'Write'), ('account', 'Append')) t (name, type)
       where landfall_role.name = 'Reader'`,
    );
    const rita = await service.as('rita');
    for (const id of [contact, missing]) {
      const body = { 'primarycontactid@odata.bind': `/contacts(${id})` };
      const refused = errorOf(await rita.send('PATCH', `accounts(${account})`, { body }));
      expect(refused).toMatchObject({ status: 403, message: expect.stringContaining('prvReadContact') });
    }
    const count = async () => (await service.database.query('select 1 from account')).length;
    const before = await count();
    await service.database.query(
      "insert into landfall_role_privilege select id, 'account', 'Create', 'Global' from landfall_role where name = 'Reader'",
    );
    const path = 'accounts?$expand=primarycontactid';
    const shown = await rita.send('POST', path, { headers: returnRow, body: { name: 'x' } });
    expect(errorOf(shown)).toMatchObject({ status: 403, message: expect.stringContaining('prvReadContact') });
    expect(await count()).toBe(before);
  });
});

it('§2.1 return=representation: $select chooses, $expand is ignored on PATCH, the address is not in a header', async () => {
  const path = `accounts(${account})?$select=name&$expand=primarycontactid($select=fullname)`;
  const answered = await gwen.send('PATCH', path, { headers: returnRow, body: { name: 'chosen' } });
  expect(answered.status).toBe(200);
  expect(Object.keys(answered.body).sort()).toEqual(['@odata.context', '@odata.etag', 'accountid', 'name']);
  expect(answered.headers.get('odata-entityid')).toBe(null);
  const created = await gwen.send('POST', 'accounts?$select=name', { headers: returnRow, body: { name: 'made' } });
  expect([created.status, created.headers.get('odata-entityid')]).toEqual([201, null]);
  const expanded = await gwen.send('POST', 'accounts?$select=name&$expand=primarycontactid($select=fullname)', {
    headers: returnRow,
    body: { name: 'made', 'primarycontactid@odata.bind': `/contacts(${contact})` },
  });
  expect(expanded.body).toMatchObject({ name: 'made', primarycontactid: { fullname: 'contact basil 0' } });
  const plain = await gwen.send('POST', 'accounts', { body: { name: 'made' } });
  expect(plain.headers.get('odata-entityid')).toMatch(/\/accounts\([0-9a-f-]{36}\)$/);
});

describe('§2.5 one column at an address of its own', () => {
  it('is set by PUT and emptied by DELETE, 204', async () => {
    const path = `accounts(${account})`;
    const before = (await basil.get(path)).body;
    const put = await basil.send('PUT', `${path}/description`, { headers: returnRow, body: { value: 'one' } });
    expect(put.status).toBe(204);
    expect((await basil.get(path)).body).toMatchObject({ description: 'one', name: before.name });
    expect((await basil.send('DELETE', `${path}/description`)).status).toBe(204);
    expect((await basil.get(path)).body.description).toBe(null);
  });

  it.each([
    ['PUT', 'name', { value: 5 }, 400],
    ['PUT', 'name', {}, 400],
    ['DELETE', 'name', undefined, 400],
    ['PUT', 'createdon', { value: '2024-01-01T00:00:00Z' }, 400],
    ['PUT', 'accountid', { value: missing }, 404],
    ['DELETE', 'primarycontactid', undefined, 405],
    ['PATCH', 'name', { value: 'x' }, 405],
    ['DELETE', 'nothing', undefined, 404],
  ])('%s %s %j is refused with %i', async (method, name, body, status) => {
    expect((await basil.send(method, `accounts(${account})/${name}`, { body })).status).toBe(status);
    expect((await basil.get(`accounts(${account})`)).status).toBe(200);
  });

  it('never makes a row', async () => {
    expect((await basil.send('PUT', `accounts(${missing})/name`, { body: { value: 'x' } })).status).toBe(404);
    const theirs = sampleRow('account', 'sam');
    expect((await basil.send('PUT', `accounts(${theirs})/name`, { body: { value: 'x' } })).status).toBe(404);
  });
});

it('§2.8 too long a text has a code of its own', async () => {
  const refused = await basil.send('PATCH', `accounts(${account})`, { body: { name: 'x'.repeat(161) } });
  expect(errorOf(refused)).toMatchObject({ status: 400, code: '0x80044331' });
});
