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
let accounts: readonly Json[];

beforeAll(async () => {
  service = await openService();
  dana = await service.as('dana');
  accounts = (await readAll(dana, 'accounts')).rows;
});
afterAll(() => service.close());

const filtered = async (filter: string): Promise<readonly Json[]> =>
  rowsOf(await dana.get(`accounts?$filter=${encodeURIComponent(filter)}`));

describe('a read of a set', () => {
  it('§2.4 §2.11 gives every row with a weak ETag, empty values as null and lookups by _name_value', () => {
    expect(accounts).toHaveLength(100);
    for (const row of accounts) {
      expect(Object.keys(row)).toEqual([
        '@odata.etag',
        'accountid',
        'name',
        'accountnumber',
        'emailaddress1',
        'telephone1',
        'address1_city',
        'industrycode',
        'creditlimit',
        'numberofemployees',
        'donotemail',
        'description',
        '_primarycontactid_value',
        'createdon',
        'modifiedon',
        '_ownerid_value',
        '_owningbusinessunit_value',
      ]);
      expect(row['@odata.etag']).toMatch(/^W\/"\d+"$/);
      expect(row.modifiedon).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect([null, 'number']).toContain(row.creditlimit === null ? null : typeof row.creditlimit);
    }
    expect(accounts.some((row) => row.description === null)).toBe(true);
  });

  it('§2.11 selects columns, always with the key, and §2.4 the ETag', async () => {
    const [row] = rowsOf(await dana.get('accounts?$select=name,_primarycontactid_value'));
    expect(Object.keys(row ?? {})).toEqual(['@odata.etag', 'accountid', 'name', '_primarycontactid_value']);
  });

  it.each([
    ['accounts?$orderby=creditlimit desc', 7],
    ['accounts?$orderby=industrycode,name desc', 3],
    ['accounts?$orderby=address1_city', 1],
    ['accounts', 11],
    ['accounts?$filter=creditlimit ne null&$orderby=donotemail desc,creditlimit', 4],
  ])('§2.2 %s in portions of %i is the whole, in order, nothing twice', async (path, size) => {
    const whole = rowsOf(await dana.get(path));
    const portioned = await readAll(dana, path, { prefer: `odata.maxpagesize=${size}` });
    expect(portioned.rows).toEqual(whole);
    expect(portioned.portions).toBe(Math.ceil(whole.length / size));
  });

  it('§2.2 says which page size it applied, counts, and takes $top', async () => {
    const answered = await dana.get('accounts?$count=true', { prefer: 'odata.maxpagesize=5' });
    expect(answered.headers.get('preference-applied')).toBe('odata.maxpagesize=5');
    expect(answered.body['@odata.count']).toBe(100);
    expect(answered.body['@odata.nextLink']).toMatch(/^http:\/\/service\.test\/api\/data\/v9\.2\/accounts\?/);
    expect((await dana.get('accounts?$top=3')).body.value).toHaveLength(3);
  });

  it('§2.2 orders texts by code points, empty ones first, and the other way round (inferred)', async () => {
    // With a letter before it, so that an empty text is not taken for none.
    const toBytes = (value: unknown): Buffer => Buffer.from(value === null ? '' : `x${value}`);
    for (const [option, sign] of [
      ['address1_city', 1],
      ['address1_city desc', -1],
      ['name', 1],
    ] as const) {
      const column = option.split(' ')[0] ?? '';
      const found = rowsOf(await dana.get(`accounts?$orderby=${option}`)).map((row) => toBytes(row[column]));
      expect(found).toEqual(found.toSorted((a, b) => sign * Buffer.compare(a, b)));
    }
  });

  it('§2.1 answers OData 4.0, not to be kept by any cache, whatever version is named', async () => {
    for (const path of ['accounts?$top=1', 'accounts?$top=x', 'accounts(not-a-guid)']) {
      const { headers } = await dana.get(path, { 'odata-version': '4.01', 'odata-maxversion': '3.0' });
      expect([headers.get('odata-version'), headers.get('cache-control')]).toEqual(['4.0', 'no-store']);
    }
  });

  it('§2.2 refuses a next link that was altered or moved to another question (status inferred)', async () => {
    const next = String(
      (await dana.get('accounts?$select=name', { prefer: 'odata.maxpagesize=5' })).body['@odata.nextLink'],
    );
    expect((await dana.get(next.replace('$select=name', '$select=accountid'))).status).toBe(400);
    expect((await dana.get(`${next.slice(0, -2)}AA`)).status).toBe(410);
    expect((await dana.get('accounts?$skiptoken=20')).status).toBe(400);
  });

  it.each([
    ['accounts?$skip=5', '$skip'],
    ['accounts?$search=x', '$search'],
    ['accounts?$expand=nothing', '$expand'],
    ['accounts?$format=json', '$format'],
    ['accounts?$select=nme', 'nme'],
    ['accounts?$orderby=name sideways', '$orderby'],
    ['accounts?$orderby=name,name', '$orderby'],
    ['accounts?$orderby=primarycontactid/fullname', '$orderby'],
    ['accounts?$orderby=name,accountnumber,createdon,modifiedon,address1_city', 'at most 4'],
    ['accounts?$top=0', '$top'],
    ['accounts?$count=maybe', '$count'],
    ['accounts?$top=1&$top=2', 'twice'],
    ["accounts?$filter=creditlimit eq 'x'", 'position 1'],
    ['accounts?$filter=name gt null', 'position 1'],
    ['accounts?$filter=nme eq 1', 'position 1'],
    ['accounts(not-a-guid)', 'not-a-guid'],
    ['accounts?$filter=%00', '400'],
  ])('§2.1 §2.2 answers %s with a 400 that says where (of $top=0 inferred)', async (path, where) => {
    const { status, message } = errorOf(await dana.get(path));
    expect(status).toBe(400);
    if (where !== '400') expect(message).toContain(where);
  });

  it('§2.8 answers unknown paths with 404 and other methods with 405, in the error body (codes inferred)', async () => {
    for (const path of ['nothing', 'accounts/x', '$metadata/x', '%E0%A4%A', 'Nothing()']) {
      const { status, code } = errorOf(await dana.get(path));
      expect([status, code]).toEqual(path === '%E0%A4%A' ? [400, '0x80060888'] : [404, '0x8006088a']);
    }
    const put = await dana.send('PUT', 'accounts', { body: {} });
    expect([errorOf(put).code, put.status, put.headers.get('allow')]).toEqual(['0x80060001', 405, 'GET, POST']);
  });

  it('§2.4 reads one row by key, with 304 where it is unchanged, and §2.8 404', async () => {
    const id = String(accounts[3]?.accountid);
    const one = await dana.get(`accounts(${id.toUpperCase()})`);
    expect(one.body).toMatchObject(accounts[3] ?? {});
    const etag = one.headers.get('etag') ?? '';
    expect((await dana.get(`accounts(${id})`, { 'if-none-match': etag })).status).toBe(304);
    expect((await dana.get(`accounts(${id})`, { 'if-none-match': 'null' })).status).toBe(200);
    expect(errorOf(await dana.get(`accounts(${id.replace(/.{6}$/, '000000')})`))).toMatchObject({
      status: 404,
      code: '0x80040217',
    });
  });
});

describe('a filter', () => {
  it('§2.2 takes dates, booleans, choices and owners', async () => {
    const born = rowsOf(await dana.get('contacts?$filter=birthdate gt 1980-01-01'));
    expect(born.length).toBeGreaterThan(0);
    expect(born.every((row) => String(row.birthdate) > '1980-01-01')).toBe(true);
    expect((await filtered('donotemail eq true')).every((row) => row.donotemail === true)).toBe(true);
    expect((await filtered('industrycode eq 1')).every((row) => row.industrycode === 1)).toBe(true);
    expect((await filtered('_ownerid_value eq 0da4a000-0000-4000-8000-000000000002')).length).toBe(40);
  });
});
