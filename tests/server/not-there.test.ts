import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, type Json, openService, rowsOf, type SignedIn, type TestService } from './service-fixture.ts';

/** The last part of docs/web-api.md: what Dataverse has and this service has not is refused, or said to be ignored. */
let service: TestService;
let dana: SignedIn;
let id: string;
beforeAll(async () => {
  service = await openService({ scale: 0.001 });
  dana = await service.as('dana');
  id = String(rowsOf(await dana.get('accounts?$top=1'))[0]?.accountid);
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const crm = 'Microsoft.Dynamics.CRM';

describe('what the service has not', () => {
  it.each([
    ['$count as a path', 'accounts/$count', 404],
    ['the number of changes', 'accounts/$count?$deltatoken=1', 404],
    ['an alternate key', "accounts(accountnumber='A-1')", 400],
    ['fetchXml', 'accounts?fetchXml=%3Cfetch/%3E', 400],
    ['userQuery', `accounts?userQuery=${randomUUID()}`, 400],
    ['$apply', 'accounts?$apply=aggregate(creditlimit with sum as s)', 400],
    ['a collection expanded', 'accounts?$expand=contact_parentcustomerid_accounts', 400],
    ['an order by another table', 'accounts?$orderby=primarycontactid/fullname', 400],
    ['ContainValues', `accounts?$filter=${crm}.ContainValues(PropertyName='name',PropertyValues=["1"])`, 400],
    [
      'DoesNotContainValues',
      `accounts?$filter=${crm}.DoesNotContainValues(PropertyName='name',PropertyValues=["1"])`,
      400,
    ],
    ['hierarchies', `accounts?$filter=${crm}.Above(PropertyName='accountid',PropertyValue='${randomUUID()}')`, 400],
    ['hierarchies of people', `accounts?$filter=${crm}.EqualUserOrUserHierarchy(PropertyName='ownerid')`, 400],
    ['fiscal periods', `accounts?$filter=${crm}.ThisFiscalYear(PropertyName='createdon')`, 400],
    ['languages', `accounts?$filter=${crm}.EqualUserLanguage(PropertyName='name')`, 400],
    ['the currency of money', 'msdyn_workorders?$select=_transactioncurrencyid_value', 400],
    ['changes of definitions', 'RetrieveMetadataChanges(Query=@q)?@q={}', 404],
    ['other versions', 'http://service.test/api/data/v9.1/accounts', 404],
  ])('%s: %s is %i', async (_, path, status) => {
    expect(errorOf(await dana.get(path)).status).toBe(status);
  });

  it('reading one column of a row is 405, files have no address', async () => {
    expect((await dana.get(`accounts(${id})/name`)).status).toBe(405);
    expect((await dana.get(`accounts(${id})/name/$value`)).status).toBe(404);
    expect((await dana.get(`accounts(${id})/entityimage`)).status).toBe(404);
  });

  it.each<[string, string, string, Json]>([
    ['deep insert of one row', 'POST', 'accounts', { name: 'a', primarycontactid: { fullname: 'b' } }],
    ['deep insert of many', 'POST', 'contacts', { fullname: 'a', account_primary_contact: [{ name: 'b' }] }],
    ['an upsert by alternate key', 'PATCH', "accounts(accountnumber='A-1')", { name: 'a' }],
  ])('%s is a 400', async (_, method, path, body) => {
    expect(errorOf(await dana.send(method, path, { body })).status).toBe(400);
  });

  it.each([`accounts(${randomUUID()})/${crm}.GrantAccess`, 'GrantAccess', 'EntityDefinitions', 'systemforms'])(
    'POST %s is refused',
    async (path) => {
      expect([400, 404, 405]).toContain(errorOf(await dana.send('POST', path, { body: {} })).status);
    },
  );
});

describe('what the service ignores', () => {
  it('headers of impersonation: whoever signed in is who acts', async () => {
    const tom = '0da4a000-0000-4000-8000-000000000002';
    const headers = { CallerObjectId: tom, MSCRMCallerID: tom };
    const who = (await dana.get('WhoAmI', headers)).body;
    expect(who.UserId).toBe((await dana.get('WhoAmI')).body.UserId);
    expect(who.UserId).not.toBe(tom);
  });

  it('details of errors that are asked for: the body has code and message alone', async () => {
    const answered = await dana.get('accounts?$top=x', { prefer: 'odata.include-annotations="*"' });
    expect(Object.keys(answered.body)).toEqual(['error']);
    expect(Object.keys((answered.body.error ?? {}) as Json).sort()).toEqual(['code', 'message']);
  });
});
