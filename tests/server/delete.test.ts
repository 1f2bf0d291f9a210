import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleData } from './sample-data.ts';
import { personId, type SampleName } from './sample-people.ts';
import { errorOf, type Json, openService, readAll, type SignedIn, type TestService } from './service-fixture.ts';

let service: TestService;
let gwen: SignedIn;
beforeAll(async () => {
  service = await openService({ data: sampleData });
  gwen = await service.as('gwen');
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const sets = {
  account: 'accounts',
  contact: 'contacts',
  annotation: 'annotations',
  salesorder: 'salesorders',
  territory: 'territories',
} as const;
type TableName = keyof typeof sets;
const names: Readonly<Record<TableName, string>> = {
  account: 'name',
  contact: 'fullname',
  annotation: 'subject',
  salesorder: 'name',
  territory: 'name',
};
const make = async (table: TableName, body: Json = {}): Promise<string> => {
  const id = randomUUID();
  const path = `${sets[table]}(${id})`;
  const created = await gwen.send('PATCH', path, { body: { [names[table]]: 'd', ...body } });
  if (created.status !== 204) throw new Error(JSON.stringify(created.body));
  return path;
};
const read = async (path: string): Promise<Json> => (await gwen.get(path)).body;
const status = async (path: string): Promise<number> => (await gwen.get(path)).status;
const owned = (name: SampleName) => ({ 'ownerid@odata.bind': `/systemusers(${personId(name)})` });

describe('§2.5 what points to a deleted row', () => {
  let account: string;
  beforeEach(async () => {
    account = await make('account');
  });

  it('loses its link and gets a new ETag, with one target and with several', async () => {
    const contact = await make('contact', { 'parentaccountid@odata.bind': account });
    const note = await make('annotation', { 'mentionedid_account@odata.bind': account });
    const other = await make('annotation', { 'mentionedid_contact@odata.bind': contact });
    const [before, untouched] = [await read(contact), await read(other)];
    expect((await gwen.send('DELETE', account)).status).toBe(204);
    const after = await read(contact);
    expect(after._parentaccountid_value).toBe(null);
    expect(after['@odata.etag']).not.toBe(before['@odata.etag']);
    expect(Date.parse(String(after.modifiedon))).toBeGreaterThanOrEqual(Date.parse(String(before.modifiedon)));
    expect((await read(note))._mentionedid_value).toBe(null);
    expect(await read(other)).toEqual(untouched);
  });

  it('a lookup of another table that holds the same GUID is no link', async () => {
    const id = account.slice('accounts('.length, -1);
    expect((await gwen.send('PATCH', `contacts(${id})`, { body: { fullname: 'twin' } })).status).toBe(204);
    const note = await make('annotation', { 'objectid_contact@odata.bind': `contacts(${id})` });
    expect((await gwen.send('DELETE', account)).status).toBe(204);
    expect(await read(note)).toMatchObject({ _objectid_value: id });
    expect((await gwen.send('DELETE', `contacts(${id})`)).status).toBe(204);
    expect(await status(note)).toBe(404);
  });

  it('forbids the deletion with 405 where it restricts, with one target and with several', async () => {
    const order = await make('salesorder', { 'customerid@odata.bind': account });
    const contact = await make('contact');
    await gwen.send('PATCH', order, { body: { 'billtoid_contact@odata.bind': contact } });
    for (const path of [account, contact]) {
      const before = await read(path);
      expect(errorOf(await gwen.send('DELETE', path))).toMatchObject({ status: 405, code: '0x80040227' });
      expect(await read(path)).toEqual(before);
    }
    await gwen.send('DELETE', order);
    expect((await gwen.send('DELETE', account)).status).toBe(204);
    expect((await gwen.send('DELETE', contact)).status).toBe(204);
  });

  it('goes with it where it cascades, and so on, and is reported as removed', async () => {
    const note = await make('annotation', { 'objectid_account@odata.bind': account });
    const reply = await make('annotation', { 'replytoid@odata.bind': note });
    const second = await make('annotation', { 'replytoid@odata.bind': reply, 'objectid_account@odata.bind': account });
    // A circle ends.
    await gwen.send('PATCH', note, { body: { 'replytoid@odata.bind': second } });
    const kept = await make('annotation');
    const track = { prefer: 'odata.track-changes' };
    const { deltaLink } = await readAll(gwen, 'annotations', track);
    expect((await gwen.send('DELETE', account)).status).toBe(204);
    for (const path of [account, note, reply, second]) expect(await status(path)).toBe(404);
    expect(await status(kept)).toBe(200);
    const removed = (await readAll(gwen, String(deltaLink))).rows.map((row) => [row.reason, `annotations(${row.id})`]);
    expect(removed.sort()).toEqual([note, reply, second].map((path) => ['deleted', path]).sort());
  });

  it('forbids the whole where it restricts further on: nothing goes, no link is removed', async () => {
    const order = await make('salesorder', { 'customerid@odata.bind': await make('account') });
    const contact = await make('contact', { 'parentaccountid@odata.bind': account });
    const note = await make('annotation', { 'objectid_salesorder@odata.bind': order });
    const billed = await make('salesorder', {
      'customerid@odata.bind': await make('account'),
      'billtoid_account@odata.bind': account,
    });
    const before = await Promise.all([account, contact, note, billed].map(read));
    expect((await gwen.send('DELETE', account)).status).toBe(405);
    expect(await Promise.all([account, contact, note, billed].map(read))).toEqual(before);
    expect((await gwen.send('DELETE', order)).status).toBe(204);
    expect(await status(note)).toBe(404);
  });

  it('N:N pairs go with either row, which keeps the other as it was', async () => {
    const [territory, rival] = [await make('territory'), await make('account')];
    await gwen.send('POST', `${account}/account_territories/$ref`, { body: { '@odata.id': territory } });
    await gwen.send('POST', `${account}/account_competitors/$ref`, { body: { '@odata.id': rival } });
    const before = await read(rival);
    expect((await gwen.send('DELETE', territory)).status).toBe(204);
    expect((await gwen.send('DELETE', account)).status).toBe(204);
    expect(await read(rival)).toEqual(before);
    const id = account.slice('accounts('.length, -1);
    const left = await service.database.query(
      `select 1 from account_territory where first_id = $1::uuid
       union all select 1 from account_competitor where first_id = $1::uuid`,
      [id],
    );
    expect(left).toEqual([]);
  });
});

describe('who deletes', () => {
  it('needs Delete on every row behind a cascade (inferred): else 403, and nothing goes', async () => {
    const basil = await service.as('basil');
    const account = await make('account', owned('basil'));
    const note = await make('annotation', { 'objectid_account@odata.bind': account });
    expect(errorOf(await basil.send('DELETE', account))).toMatchObject({
      status: 403,
      message: expect.stringContaining('prvDeleteAnnotation'),
    });
    expect([await status(account), await status(note)]).toEqual([200, 200]);
    await gwen.send('PATCH', note, { body: owned('basil') });
    expect((await basil.send('DELETE', account)).status).toBe(204);
  });

  it('removes links from rows out of sight too (inferred)', async () => {
    const basil = await service.as('basil');
    const contact = await make('contact', owned('basil'));
    const account = await make('account', { 'primarycontactid@odata.bind': contact, ...owned('sam') });
    expect((await basil.send('DELETE', contact)).status).toBe(204);
    expect((await read(account))._primarycontactid_value).toBe(null);
  });

  it('§2.8 is told of a restriction without a word on the rows', async () => {
    const basil = await service.as('basil');
    const account = await make('account', owned('basil'));
    const order = await make('salesorder', { name: 'hidden', 'customerid@odata.bind': account });
    const { message } = errorOf(await basil.send('DELETE', account));
    expect(message).not.toContain(order.slice(-37, -1));
    expect(message).not.toMatch(/hidden|salesorder/);
  });

  it('§2.4 under If-Match deletes that version alone', async () => {
    const account = await make('account');
    const stale = await gwen.send('DELETE', account, { headers: { 'if-match': 'W/"1"' } });
    expect(errorOf(stale)).toMatchObject({ status: 412, code: '0x80060882' });
    expect((await gwen.send('DELETE', account, { headers: { 'if-match': '*' } })).status).toBe(204);
    expect((await gwen.send('DELETE', account, { headers: { 'if-match': '*' } })).status).toBe(404);
  });
});

it('a deletion and what begins to point at the same moment end in one order or the other', async () => {
  for (let round = 0; round < 10; round++) {
    const account = await make('account');
    const contact = await make('contact');
    const [gone, note, order, linked] = await Promise.all([
      gwen.send('DELETE', account),
      gwen.send('POST', 'annotations', { body: { subject: 'n', 'objectid_account@odata.bind': account } }),
      gwen.send('POST', 'salesorders', { body: { name: 'o', 'customerid@odata.bind': account } }),
      gwen.send('PATCH', contact, { body: { 'parentaccountid@odata.bind': account } }),
    ]);
    for (const answered of [note, order, linked]) expect([204, 404]).toContain(answered.status);
    const id = account.slice('accounts('.length, -1);
    const pointing = await service.database.query(
      `select 1 from annotation where objectid = $1::uuid union all select 1 from salesorder where customerid = $1::uuid
       union all select 1 from contact where parentaccountid = $1::uuid`,
      [id],
    );
    if (gone.status === 204) {
      expect(pointing).toEqual([]);
      expect(order.status).toBe(404);
    } else {
      expect([gone.status, order.status]).toEqual([405, 204]);
    }
  }
});
