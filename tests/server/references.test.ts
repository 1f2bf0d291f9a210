import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleData, sampleRow, territoryRow } from './sample-data.ts';
import {
  type Answered,
  base,
  dataPath,
  errorOf,
  openService,
  readAll,
  rowsOf,
  type SignedIn,
  type TestService,
} from './service-fixture.ts';

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

const account = `accounts(${sampleRow('account', 'basil')})`;
const second = `accounts(${sampleRow('account', 'basil', 1)})`;
const contact = `contacts(${sampleRow('contact', 'basil')})`;
const order = `salesorders(${sampleRow('salesorder', 'basil')})`;
const note = `annotations(${sampleRow('annotation', 'basil')})`;
const foreignContact = `contacts(${sampleRow('contact', 'sam')})`;
const missingContact = 'contacts(5a000000-0000-4000-8000-000000000000)';
const keyOf = (path: string): string => path.slice(path.indexOf('(') + 1, -1);
const link = (path: string) => ({ body: { '@odata.id': path } });
const read = async (path: string) => (await gwen.get(path)).body;

describe('§2.11 a single-valued link', () => {
  it('is set by PUT, read by GET and removed by DELETE of $ref', async () => {
    const path = `${account}/primarycontactid/$ref`;
    const before = await read(account);
    expect((await basil.send('PUT', path, link(`${base}${dataPath}/${contact}`))).status).toBe(204);
    const linked = await read(account);
    expect(linked._primarycontactid_value).toBe(keyOf(contact));
    expect(linked['@odata.etag']).not.toBe(before['@odata.etag']);
    expect((await basil.get(path)).body['@odata.id']).toBe(`${base}${dataPath}/${contact}`);
    expect((await basil.send('DELETE', path)).status).toBe(204);
    expect((await read(account))._primarycontactid_value).toBe(null);
    expect((await basil.get(path)).status).toBe(204);
  });

  it('holds to If-Match, and never makes a row', async () => {
    const path = `${account}/primarycontactid/$ref`;
    const stale = { 'if-match': 'W/"1"' };
    expect((await basil.send('PUT', path, { headers: stale, ...link(contact) })).status).toBe(412);
    expect((await basil.send('DELETE', path, { headers: stale })).status).toBe(412);
    const absent = 'accounts(5a000000-0000-4000-8000-000000000000)/primarycontactid/$ref';
    expect((await basil.send('PUT', absent, link(contact))).status).toBe(404);
  });

  it('of several targets is set by the property of each, and read by the one that fits', async () => {
    expect((await basil.send('PUT', `${note}/objectid_contact/$ref`, link(contact))).status).toBe(204);
    expect((await basil.get(`${note}/objectid_contact`)).body).toMatchObject({ contactid: keyOf(contact) });
    expect((await basil.get(`${note}/objectid_account`)).status).toBe(204);
    expect((await basil.send('PUT', `${note}/objectid_account/$ref`, link(contact))).status).toBe(400);
  });

  it('leads to its row, with $select, for who may see that row', async () => {
    const own = await basil.get(`${second}/territoryid?$select=name`);
    expect(own.body).toEqual({
      '@odata.context': `${base}${dataPath}/$metadata#territories(name)/$entity`,
      '@odata.etag': expect.any(String),
      territoryid: territoryRow(1),
      name: 'territory 1',
    });
    await gwen.send('PUT', `${second}/primarycontactid/$ref`, link(foreignContact));
    expect(errorOf(await basil.get(`${second}/primarycontactid`))).toMatchObject({ status: 404, code: '0x80040217' });
    expect((await gwen.get(`${second}/primarycontactid`)).status).toBe(200);
    const theirs = `accounts(${sampleRow('account', 'sam')})`;
    expect((await basil.get(`${theirs}/territoryid`)).status).toBe(404);
    expect((await gwen.get(`${account}/owninguser?$select=fullname`)).body.fullname).toBe('basil sample');
  });

  it.each([
    ['PUT', `${account}/primarycontactid/$ref`, {}, 400],
    ['PUT', `${account}/primarycontactid/$ref`, { '@odata.id': account }, 400],
    ['POST', `${account}/primarycontactid/$ref`, { '@odata.id': contact }, 405],
    ['DELETE', `${order}/customerid/$ref`, undefined, 400],
    ['PUT', `${account}/owningbusinessunit/$ref`, { '@odata.id': account }, 400],
    ['PUT', `${account}/primarycontactid(${keyOf(contact)})/$ref`, { '@odata.id': contact }, 404],
    ['DELETE', `${account}/nothing/$ref`, undefined, 404],
    ['PATCH', `${account}/primarycontactid`, {}, 405],
  ])('%s %s %j is refused with %i', async (method, path, body, status) => {
    expect((await gwen.send(method, path, { body })).status).toBe(status);
  });
});

describe('§2.11 rows of a collection (1:N)', () => {
  const path = `${account}/contact_parentaccountid/$ref`;

  it('come to it by POST, which changes them, and leave it in two ways', async () => {
    for (const leave of [
      `${account}/contact_parentaccountid(${keyOf(contact)})/$ref`,
      `${path}?$id=${contact}`,
      `${path}?$id=${base}${dataPath}/${contact}`,
    ]) {
      const [here, there] = [await read(account), await read(contact)];
      expect((await basil.send('POST', path, link(contact))).status).toBe(204);
      const linked = await read(contact);
      expect(linked._parentaccountid_value).toBe(keyOf(account));
      expect(linked['@odata.etag']).not.toBe(there['@odata.etag']);
      expect(await read(account)).toEqual(here);
      expect((await basil.send('DELETE', leave)).status).toBe(204);
      expect((await read(contact))._parentaccountid_value).toBe(null);
      // It does not point here any more.
      expect((await basil.send('DELETE', leave)).status).toBe(404);
    }
  });

  it('are not taken from another row that they point to', async () => {
    await basil.send('POST', path, link(contact));
    const other = `${second}/contact_parentaccountid(${keyOf(contact)})/$ref`;
    expect((await basil.send('DELETE', other)).status).toBe(404);
    expect((await read(contact))._parentaccountid_value).toBe(keyOf(account));
  });

  it('cannot leave where the lookup is required, nor where the service sets it', async () => {
    const required = `accounts(${(await read(order))._customerid_value})/salesorder_customerid(${keyOf(order)})/$ref`;
    expect(errorOf(await gwen.send('DELETE', required))).toMatchObject({
      status: 400,
      message: expect.stringContaining("'customerid'"),
    });
    const unit = `businessunits(${(await read(order))._owningbusinessunit_value})/account_owningbusinessunit/$ref`;
    expect((await gwen.send('POST', unit, link(account))).status).toBe(403);
  });

  it.each([foreignContact, missingContact])('%s, out of sight or not there, is a 404', async (other) => {
    expect(errorOf(await basil.send('POST', path, link(other)))).toEqual({
      status: 404,
      code: '0x80040217',
      message: `Entity 'contact' With Id = ${keyOf(other)} Does Not Exist`,
    });
  });

  it('a foreign row takes no rows in', async () => {
    const theirs = `accounts(${sampleRow('account', 'sam')})/contact_parentaccountid/$ref`;
    expect((await basil.send('POST', theirs, link(contact))).status).toBe(404);
  });
});

describe('§2.11 pairs (N:N)', () => {
  const fresh = `contacts(${sampleRow('contact', 'basil', 1)})`;
  const pairs = async () =>
    (
      await service.database.query(
        'select second_id from salesorder_contact where first_id = $1::uuid and second_id = $2::uuid',
        [keyOf(order), keyOf(fresh)],
      )
    ).length;

  it('are made and undone from either side; the rows keep their ETags (inferred)', async () => {
    const before = [await read(order), await read(fresh)];
    for (const [from, to, navigation] of [
      [order, fresh, 'salesorder_contacts'],
      [fresh, order, 'contact_salesorders'],
    ] as const) {
      expect((await basil.send('POST', `${from}/${navigation}/$ref`, link(to))).status).toBe(204);
      expect(await pairs()).toBe(1);
      expect(errorOf(await basil.send('POST', `${from}/${navigation}/$ref`, link(to)))).toMatchObject({ status: 412 });
      expect((await basil.send('DELETE', `${from}/${navigation}(${keyOf(to)})/$ref`)).status).toBe(204);
      expect(await pairs()).toBe(0);
      expect((await basil.send('DELETE', `${from}/${navigation}/$ref?$id=${to}`)).status).toBe(404);
    }
    expect([await read(order), await read(fresh)]).toEqual(before);
  });

  it('within one table have two sides', async () => {
    const rival = `accounts(${sampleRow('account', 'dave')})`;
    expect((await gwen.send('POST', `${account}/account_competitors/$ref`, link(rival))).status).toBe(204);
    expect((await gwen.send('DELETE', `${account}/account_competitorof(${keyOf(rival)})/$ref`)).status).toBe(404);
    expect((await gwen.send('DELETE', `${rival}/account_competitorof(${keyOf(account)})/$ref`)).status).toBe(204);
  });

  it('take both rows in sight: what is not seen is not there', async () => {
    for (const other of [foreignContact, missingContact]) {
      expect((await basil.send('POST', `${order}/salesorder_contacts/$ref`, link(other))).status).toBe(404);
      expect((await basil.send('DELETE', `${order}/salesorder_contacts(${keyOf(other)})/$ref`)).status).toBe(404);
    }
    const theirs = `salesorders(${sampleRow('salesorder', 'sam')})/salesorder_contacts`;
    expect((await basil.send('POST', `${theirs}/$ref`, link(contact))).status).toBe(404);
    const paired = sampleRow('contact', 'sam');
    expect((await basil.send('DELETE', `${theirs}(${paired})/$ref`)).status).toBe(404);
    expect((await gwen.send('DELETE', `${theirs}(${paired})/$ref`)).status).toBe(204);
  });

  it('take Append on the addressed row and AppendTo on the other', async () => {
    const refused = errorOf(await ed.send('POST', `${order}/salesorder_contacts/$ref`, link(fresh)));
    expect(refused).toMatchObject({ status: 403, message: expect.stringContaining('prvAppendSalesorder') });
  });

  it('of teams and people are not made here', async () => {
    const [team] = await service.database.query('select teamid from team limit 1');
    const path = `teams(${team?.teamid})/teammembership_association/$ref`;
    const [user] = await service.database.query("select systemuserid from systemuser where domainname = 'sam'");
    const refused = await gwen.send('POST', path, link(`systemusers(${user?.systemuserid})`));
    expect(errorOf(refused)).toMatchObject({ status: 403, code: '0x80040220' });
  });
});

describe('the rows of a collection (inferred: as OData addresses them)', () => {
  const gwens = `accounts(${sampleRow('account', 'gwen')})`;
  const own = sampleRow('contact', 'gwen');
  const ids = (answered: Answered, key: string) => rowsOf(answered).map((row) => row[key]);

  it('are read at its address, 1:N and N:N from both sides, with the options of a set', async () => {
    expect(ids(await gwen.get(`${gwens}/contact_parentaccountid`), 'contactid')).toEqual([own]);
    expect(ids(await gwen.get(`${gwens}/annotation_objectid_account?$select=subject`), 'subject')).toEqual([
      'note gwen 0',
    ]);
    const gwensOrder = sampleRow('salesorder', 'gwen');
    expect(ids(await gwen.get(`salesorders(${gwensOrder})/salesorder_contacts`), 'contactid')).toEqual([own]);
    expect(ids(await gwen.get(`contacts(${own})/contact_salesorders`), 'salesorderid')).toEqual([gwensOrder]);
    const rivals = `${gwens}/account_competitors?$filter=startswith(name,'account')&$orderby=name&$count=true&$top=1`;
    const answered = await gwen.get(rivals);
    expect(answered.body['@odata.count']).toBe(1);
    expect(ids(answered, 'accountid')).toEqual([sampleRow('account', 'dave')]);
  });

  it('come in portions, whose links stay within the collection', async () => {
    const path = `territories(${territoryRow(0)})/territory_accounts`;
    const whole = ids(await gwen.get(path), 'accountid');
    expect(whole).toHaveLength(14);
    const { rows, portions } = await readAll(gwen, path, { prefer: 'odata.maxpagesize=5' });
    expect([rows.map((row) => row.accountid), portions]).toEqual([whole, 3]);
    const next = String((await gwen.get(path, { prefer: 'odata.maxpagesize=5' })).body['@odata.nextLink']);
    expect(next).toContain(`/${path}?`);
    const elsewhere = next.replace(territoryRow(0), territoryRow(1));
    expect((await gwen.get(elsewhere)).status).toBe(400);
  });

  it('are those in sight alone, counted so too, and none of a row out of sight', async () => {
    const path = `territories(${territoryRow(0)})/territory_accounts?$count=true`;
    const seen = await basil.get(path);
    expect(ids(seen, 'accountid').sort()).toEqual([0, 1].map((at) => sampleRow('account', 'basil', at)).sort());
    expect(seen.body['@odata.count']).toBe(2);
    expect((await basil.get(`${gwens}/account_territories`)).status).toBe(404);
    expect((await basil.get(`accounts(${keyOf(missingContact)})/account_territories`)).status).toBe(404);
  });

  it('cannot be tracked', async () => {
    const track = { prefer: 'odata.track-changes' };
    const path = `${gwens}/contact_parentaccountid`;
    const answered = await gwen.get(path, track);
    expect([answered.status, answered.body['@odata.deltaLink']]).toEqual([200, undefined]);
    const { deltaLink } = await readAll(gwen, 'contacts', track);
    expect((await gwen.get(String(deltaLink).replace('/contacts?', `/${path}?`))).status).toBe(400);
  });

  it.each([
    ['POST', `${gwens}/contact_parentaccountid`, 405],
    ['GET', `${gwens}/contact_parentaccountid(${own})`, 404],
    ['GET', `${gwens}/contact_parentaccountid/$ref`, 405],
  ])('%s %s is refused with %i', async (method, path, status) => {
    expect((await gwen.send(method, path, method === 'POST' ? { body: {} } : {})).status).toBe(status);
  });
});
