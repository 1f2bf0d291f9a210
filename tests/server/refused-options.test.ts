import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSetting } from '../../server/database/setting.ts';
import { sampleData, sampleRow } from './sample-data.ts';
import { personId } from './sample-people.ts';
import { errorOf, openService, readAll, type SignedIn, type TestService } from './service-fixture.ts';

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

const account = `accounts(${sampleRow('account', 'gwen')})`;
const contact = `contacts(${sampleRow('contact', 'gwen')})`;
const link = { '@odata.id': contact };

const never = ['$skip=1', '$search=x', '$format=json', '$apply=x', '$compute=x', '$SELECT=name', '$Top=1', '$='];
const queries = ['savedQuery=x', 'userQuery=x', 'fetchXml=x', 'fetchxml=x', 'savedquery=x'];
const paging = ['$skiptoken=x.y', '$deltatoken=x.y'];

type Route = readonly [method: string, path: string, body?: unknown];
const functions: readonly Route[] = [
  ['GET', 'WhoAmI'],
  ['GET', 'WhoAmI()'],
  ['GET', "RetrieveTotalRecordCount(EntityNames=['account'])"],
  ['GET', `systemusers(${personId('gwen')})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges`],
];
const links: readonly Route[] = [
  ['GET', `${account}/primarycontactid/$ref`],
  ['PUT', `${account}/primarycontactid/$ref`, link],
  ['DELETE', `${account}/primarycontactid/$ref`],
  ['POST', `${account}/contact_parentaccountid/$ref`, link],
  ['DELETE', `${account}/contact_parentaccountid(${sampleRow('contact', 'gwen')})/$ref`],
  ['DELETE', `${account}/contact_parentaccountid/$ref`],
];
const documents: readonly Route[] = [
  ['GET', ''],
  ['GET', '$metadata'],
  ['GET', 'EntityDefinitions'],
  ['GET', "EntityDefinitions(LogicalName='account')"],
  ['GET', "EntityDefinitions(LogicalName='account')/Attributes"],
  ['GET', 'savedqueries'],
  ['GET', 'systemforms'],
];
const rows: readonly Route[] = [
  ['GET', account],
  ['HEAD', account],
  ['POST', 'accounts', { name: 'x' }],
  ['PATCH', account, { name: 'x' }],
  ['DELETE', account],
  ['PUT', `${account}/name`, { value: 'x' }],
  ['DELETE', `${account}/description`],
  ['GET', `${account}/primarycontactid`],
];
const sets: readonly Route[] = [
  ['GET', 'accounts'],
  ['HEAD', 'accounts'],
  ['GET', 'systemusers'],
  ['GET', `${account}/contact_parentaccountid`],
];

async function expectRefused([method, path, body]: Route, option: string): Promise<void> {
  const name = option.slice(0, option.indexOf('='));
  const sent = { ...(body === undefined ? {} : { body }) };
  const answered = await service.app.request(`http://service.test/api/data/v9.2/${path}?${option}`, {
    method,
    headers: { authorization: `Bearer ${gwen.token}`, 'content-type': 'application/json' },
    ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
  });
  const shown = `${method} ${path}?${option}`;
  expect([shown, answered.status]).toEqual([shown, 400]);
  if (method === 'HEAD') return;
  const { error } = (await answered.json()) as { error: { message: string } };
  expect(error.message).toContain(`'${name}'`);
}

describe('§2.1 an option that is not supported is refused and never passed over', () => {
  it.each([...functions, ...links, ...documents, ...rows].map((route) => ({ route })))('$route', async ({ route }) => {
    const before = await readAll(gwen, 'accounts');
    for (const option of [...never, ...queries, ...paging]) await expectRefused(route, option);
    expect(await readAll(gwen, 'accounts')).toEqual(before);
  });

  it.each(sets.map((route) => ({ route })))('$route', async ({ route }) => {
    for (const option of [...never, 'userQuery=x', 'fetchXml=x', 'fetchxml=x', 'savedquery=x']) {
      await expectRefused(route, option);
    }
  });

  it('§2.2 savedQuery= on a set alone; what is no view is refused there', async () => {
    expect((await gwen.get('accounts?savedQuery=x')).status).toBe(400);
    expect((await gwen.get(`accounts?savedQuery=${randomUUID()}`)).status).toBe(404);
  });

  it('§2.3 on tracked reads, savedQuery= among them', async () => {
    for (const option of [...never, ...queries]) {
      const tracked = await gwen.get(`accounts?${option}`, { prefer: 'odata.track-changes' });
      expect([option, tracked.status]).toEqual([option, 400]);
    }
  });

  it('$batch, and the parts of it', async () => {
    expect((await gwen.send('POST', '$batch?$skip=1')).status).toBe(400);
  });

  it('where a lookup is empty as where it leads to a row', async () => {
    const created = await gwen.send('POST', 'accounts', {
      headers: { prefer: 'return=representation' },
      body: { name: 'nobody to contact' },
    });
    const path = `accounts(${created.body.accountid})/primarycontactid`;
    expect((await gwen.get(path)).status).toBe(204);
    for (const option of [...never, ...queries, ...paging]) await expectRefused(['GET', path], option);
    for (const option of never) await expectRefused(['GET', `${path}/$ref`], option);
    expect(errorOf(await gwen.get(`${path}?$select=nothing`))).toMatchObject({ status: 400 });
  });

  it('before the age of a link is looked at', async () => {
    const { deltaLink = '' } = await readAll(gwen, 'accounts', { prefer: 'odata.track-changes' });
    const portion = await gwen.get('accounts', { prefer: 'odata.maxpagesize=2' });
    const links = [deltaLink, String(portion.body['@odata.nextLink'])];
    await writeSetting(service.database, 'epoch', randomUUID());
    gwen = await service.as('gwen');
    for (const old of links) {
      expect((await gwen.get(old)).status).toBe(410);
      for (const option of [...never, ...queries.slice(1)]) {
        expect([option, (await gwen.get(`${old}&${option}`)).status]).toEqual([option, 400]);
      }
    }
  });
});

describe('§2.2 $orderby on a lookup', () => {
  it.each([
    ['_primarycontactid_value', 'primarycontactid'],
    ['primarycontactid desc', 'primarycontactid'],
    ['name,_ownerid_value', 'ownerid'],
    ['ownerid', 'ownerid'],
    ['_owningbusinessunit_value', 'owningbusinessunit'],
  ])('%s is refused: the place of a row would tell of one out of sight (inferred)', async (order, name) => {
    const refused = errorOf(await gwen.get(`accounts?$orderby=${order}`));
    expect(refused).toMatchObject({ status: 400, message: expect.stringContaining(`'${name}'`) });
    expect(refused.message).toContain('not supported');
  });

  it('a choice is ordered by its number, a key by itself', async () => {
    expect((await gwen.get('contacts?$orderby=statecode desc,contactid')).status).toBe(200);
  });
});
