import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { sampleData } from './sample-data.ts';
import { errorOf, openService, rowsOf, type SignedIn, type TestService } from './service-fixture.ts';

const made = 12_000;
const sampled = 2;

async function fillMany(database: Database): Promise<void> {
  await sampleData.fill(database);
  await database.query(
    `insert into territory (territoryid, name)
     select gen_random_uuid(), 'made ' || one from generate_series(1, ${made}) one`,
  );
}

let service: TestService;
let gwen: SignedIn;
beforeAll(async () => {
  service = await openService({ data: { ...sampleData, name: `${sampleData.name} and many`, fill: fillMany } });
  gwen = await service.as('gwen');
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const exceeded = '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded';
const sizeOf = async (path: string, prefer?: string) => {
  const answered = await gwen.get(path, prefer === undefined ? {} : { prefer });
  return {
    rows: rowsOf(answered).length,
    next: answered.body['@odata.nextLink'],
    applied: answered.headers.get('preference-applied'),
  };
};

describe('§2.2 a table of more than 5,000 rows', () => {
  it('comes in portions of 5,000 without asking, each row once', async () => {
    const seen = new Set<unknown>();
    const sizes: number[] = [];
    for (let next: unknown = 'territories?$select=name'; next !== undefined; ) {
      const answered = await gwen.get(String(next));
      for (const row of rowsOf(answered)) seen.add(row.territoryid);
      sizes.push(rowsOf(answered).length);
      next = answered.body['@odata.nextLink'];
    }
    expect(sizes).toEqual([5_000, 5_000, made + sampled - 10_000]);
    expect(seen.size).toBe(made + sampled);
  });

  it.each([9_999, 5_001, 100_000_000])('cannot be asked for in portions of %i', async (size) => {
    const { rows, next } = await sizeOf('territories?$select=name', `odata.maxpagesize=${size}`);
    expect([rows, typeof next]).toEqual([5_000, 'string']);
  });

  it('is tracked in portions of 5,000 as well', async () => {
    const { rows, next } = await sizeOf('territories?$select=name', 'odata.track-changes,odata.maxpagesize=9999');
    expect([rows, typeof next]).toEqual([5_000, 'string']);
  });

  it('is counted to 5,000, and said to have more where that is asked for', async () => {
    const path = 'territories?$select=name&$count=true';
    const plain = await gwen.get(path, { prefer: 'odata.maxpagesize=1' });
    expect(plain.body).toMatchObject({ '@odata.count': 5_000 });
    expect(plain.body).not.toHaveProperty([exceeded]);
    const asked = { prefer: `odata.maxpagesize=1,odata.include-annotations="${exceeded.slice(1)}"` };
    expect((await gwen.get(path, asked)).body).toMatchObject({ '@odata.count': 5_000, [exceeded]: true });
    const few = await gwen.get(`${path}&$filter=name eq 'made 7'`, asked);
    expect(few.body).toMatchObject({ '@odata.count': 1, [exceeded]: false });
    const uncounted = await gwen.get('territories?$select=name', asked);
    expect(uncounted.body).not.toHaveProperty([exceeded]);
  });

  it('$top ends the read, and is ignored beside a page size', async () => {
    expect(await sizeOf('territories?$top=3')).toMatchObject({ rows: 3, next: undefined });
    expect(await sizeOf('territories?$top=5000&$select=name')).toMatchObject({ rows: 5_000, next: undefined });
    const beside = await sizeOf('territories?$top=3', 'odata.maxpagesize=7');
    expect(beside).toMatchObject({ rows: 7, next: expect.any(String) });
    const next = await sizeOf(String(beside.next), 'odata.maxpagesize=7');
    expect(next).toMatchObject({ rows: 7, next: expect.any(String) });
    for (const top of [0, 5_001, -1, 'x']) expect((await gwen.get(`territories?$top=${top}`)).status).toBe(400);
  });
});

describe('§2.1 names of options', () => {
  it.each(['$SELECT=name', '$Filter=name eq null', '$TOP=1', '$Count=true', '$OrderBy=name'])(
    'are case-sensitive: %s',
    async (option) => {
      const name = option.slice(0, option.indexOf('='));
      const refused = errorOf(await gwen.get(`territories?${option}`));
      expect(refused).toMatchObject({ status: 400, message: expect.stringContaining(`'${name}'`) });
    },
  );

  it('$compute is of OData 4.01', async () => {
    expect((await gwen.get('territories?$compute=name as other')).status).toBe(400);
  });
});

it('§2.3 links of a tracked read lead nowhere once organisation-level read is taken away', async () => {
  const tracked = { prefer: 'odata.track-changes,odata.maxpagesize=2' };
  let next = (await gwen.get('accounts?$select=name', tracked)).body;
  const firstNext = String(next['@odata.nextLink']);
  while (next['@odata.nextLink'] !== undefined) next = (await gwen.get(String(next['@odata.nextLink']), tracked)).body;
  const delta = String(next['@odata.deltaLink']);
  await service.database.query('update account set name = name');
  const deltaNext = String((await gwen.get(delta, tracked)).body['@odata.nextLink']);
  const links = [firstNext, delta, deltaNext];
  for (const link of links) expect((await gwen.get(link, tracked)).status).toBe(200);
  await service.database.query("update landfall_role_privilege set depth = 'Local' where type = 'Read'");
  for (const link of [...links, 'accounts?$select=name']) {
    expect(errorOf(await gwen.get(link, tracked))).toMatchObject({
      status: 403,
      code: '0x80040220',
      message: expect.stringContaining('Required Depth: Global'),
    });
  }
  expect((await gwen.get('accounts?$select=name')).status).toBe(200);
});
