import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DeltaLink, NextLink } from '../../src/core/row.ts';
import { startUnrulyService, type UnrulyService } from '../fakes/unruly-service.ts';
import { clientOf, never } from './client-under-test.ts';
import { etag1, key1, key2, workOrders } from './work-orders.ts';

let service: UnrulyService;
beforeAll(async () => {
  service = await startUnrulyService();
});
beforeEach(() => void service.seen.splice(0));
afterAll(() => service.close());

const root = () => `${service.url}api/data/v9.2/`;
const row1 = {
  '@odata.etag': 'W/"1"',
  msdyn_workorderid: key1,
  msdyn_name: 'One',
  duration: null,
  extra: { kept: true },
};

async function portionOf(body: object) {
  service.will({ body });
  const attempt = await clientOf(service.url).client.readFirst(workOrders, 'full read', never);
  if (!attempt.ok) throw new Error(attempt.failure.message);
  return attempt.value;
}

test('a full read asks for every column, a count and portions of a size, with a token and past every cache', async () => {
  await portionOf({ value: [] });
  const [asked] = service.seen;
  const query = new URL(asked?.path ?? '', service.url).searchParams;
  expect(asked?.path).toMatch(/^\/api\/data\/v9\.2\/msdyn_workorders\?\$select=msdyn_workorderid,msdyn_name,/);
  expect(query.get('$count')).toBe('true');
  expect(query.get('$select')).toContain('_account_value');
  expect(asked?.headers).toMatchObject({
    authorization: 'Bearer token-1',
    accept: 'application/json',
    'odata-version': '4.0',
    'odata-maxversion': '4.0',
    'if-none-match': 'null',
    'cache-control': 'no-cache',
  });
  expect(asked?.headers.prefer).toContain('odata.maxpagesize=20');
  expect(asked?.headers.prefer).not.toContain('track-changes');
});

test('a read with change tracking asks for no count', async () => {
  service.will({ body: { value: [] } });
  await clientOf(service.url).client.readFirst(workOrders, 'delta link', never);
  expect(service.seen[0]?.headers.prefer).toBe('odata.track-changes,odata.maxpagesize=20');
  expect(service.seen[0]?.path).not.toContain('$count');
});

test('rows keep the wire’s values; annotations are left behind', async () => {
  const { rows, count, bytes } = await portionOf({ '@odata.count': 7, value: [{ ...row1, 'duration@x.y': 'no' }] });
  expect(rows).toEqual([
    {
      key: key1,
      etag: etag1,
      values: { msdyn_workorderid: key1, msdyn_name: 'One', duration: null, extra: { kept: true } },
    },
  ]);
  expect(count).toBe(7);
  expect(bytes).toBeGreaterThan(100);
});

test('a count that was cut off is no count', async () => {
  const cut = { '@odata.count': 5000, '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': true, value: [] };
  expect((await portionOf(cut)).count).toBeNull();
});

test.each([
  ['relative', () => 'msdyn_workorders?$skiptoken=2'],
  ['rooted', () => '/api/data/v9.2/msdyn_workorders?$skiptoken=2'],
  ['absolute', () => `${root()}msdyn_workorders?$skiptoken=2`],
])('a %s next link leads on from the request', async (_, link) => {
  const { next } = await portionOf({ value: [], '@odata.nextLink': link() });
  expect(next).toBe(`${root()}msdyn_workorders?$skiptoken=2`);
  service.will({ body: { value: [], '@odata.deltaLink': 'msdyn_workorders?$deltatoken=x%3D' } });
  const on = await clientOf(service.url).client.readOn(workOrders, next as NextLink, never);
  expect(service.seen.at(-1)?.path).toBe('/api/data/v9.2/msdyn_workorders?$skiptoken=2');
  expect(service.seen.at(-1)?.headers.prefer).toBe('odata.maxpagesize=20');
  expect(on.ok && on.value.delta).toBe(`${root()}msdyn_workorders?$deltatoken=x%3D`);
});

test.each(['https://elsewhere.example/x', '//elsewhere.example/x', 'http://127.0.0.1:1/x', 'data:,x'])(
  'a link to %s is refused: it would be given the token',
  async (link) => {
    service.will({ body: { value: [], '@odata.nextLink': link } });
    const attempt = await clientOf(service.url).client.readFirst(workOrders, 'full read', never);
    expect(attempt).toMatchObject({ ok: false, failure: { kind: 'unreadable' } });
  },
);

test('a kept link of another origin is void and never followed', async () => {
  const link = 'http://127.0.0.1:1/api/data/v9.2/msdyn_workorders?$deltatoken=1' as DeltaLink;
  const attempt = await clientOf(service.url).client.readOn(workOrders, link, never);
  expect(attempt).toMatchObject({ ok: false, failure: { kind: 'refused', status: 410 } });
  expect(service.seen).toEqual([]);
});

test.each([
  ['4.0', { '@odata.context': 'https://x/$metadata#msdyn_workorders/$deletedEntity', id: key2, reason: 'deleted' }],
  ['4.0 by URL', { '@odata.context': '#msdyn_workorders/$deletedEntity', id: `https://x/msdyn_workorders(${key2})` }],
  ['4.01', { '@removed': { reason: 'changed' }, '@id': `msdyn_workorders(${key2.toUpperCase()})` }],
  ['4.01 with key', { '@removed': { reason: 'deleted' }, msdyn_workorderid: key2 }],
  ['legacy', { '@odata.removed': { reason: 'deleted' }, '@odata.id': `msdyn_workorders(${key2})` }],
  ['legacy with id', { '@odata.removed': { reason: 'deleted' }, id: key2 }],
])('a removal in the shape of %s is read', async (_, item) => {
  const { rows, removals } = await portionOf({ value: [row1, item] });
  expect(rows.map((row) => row.key)).toEqual([key1]);
  expect(removals).toEqual([key2]);
});

test('of a row named twice in one portion the last word counts', async () => {
  const gone = { '@removed': {}, '@id': key1 };
  expect(await portionOf({ value: [row1, gone] })).toMatchObject({ rows: [], removals: [key1] });
  expect(await portionOf({ value: [gone, row1] })).toMatchObject({ rows: [{ key: key1 }], removals: [] });
});

test.each([
  [{ ...row1, duration: 'long' }, `msdyn_workorder, row ${key1}, column duration: expected number, got "long"`],
  [{ ...row1, urgent: 'yes' }, 'column urgent'],
  [{ msdyn_name: 'No key' }, 'msdyn_workorder: a row without its key column msdyn_workorderid'],
  ['no row at all', 'msdyn_workorder: a row that is "no row at all"'],
  [{ '@removed': {} }, 'msdyn_workorder: a removal without a key'],
])('one unreadable row makes the portion unreadable and is named: %j', async (bad, words) => {
  service.will({ body: { value: [{ ...row1, msdyn_workorderid: key2 }, bad] } });
  const attempt = await clientOf(service.url).client.readFirst(workOrders, 'full read', never);
  expect(attempt).toMatchObject({
    ok: false,
    failure: { kind: 'unreadable', message: expect.stringContaining(words) },
  });
});

test('one row is read by key; gone is null, a wrong address is a failure', async () => {
  const { client } = clientOf(service.url);
  const read = () => client.row({ table: workOrders.name, key: key1 }, workOrders, never);
  const notThere = (code: string) => ({ status: 404, body: { error: { code, message: 'no' } } });
  service.will({ body: row1 }, notThere('0x80040217'), notThere('0x80060888'), {
    status: 404,
    body: '<html>',
    contentType: 'text/html',
  });
  expect(await read()).toMatchObject({ ok: true, value: { key: key1, etag: etag1 } });
  expect(service.seen[0]?.path).toContain(`/msdyn_workorders(${key1})?$select=`);
  expect(await read()).toEqual({ ok: true, value: null });
  expect(await read()).toMatchObject({ ok: false, failure: { kind: 'refused', status: 404 } });
  expect(await read()).toMatchObject({ ok: false, failure: { kind: 'unreadable' } });
});

test('rows are counted by the organisation’s total, else by $count up to its cap', async () => {
  const { client } = clientOf(service.url);
  const total = { EntityRecordCountCollection: { Count: 1, Keys: [workOrders.name], Values: [12_000] } };
  const none = { status: 404, body: { error: { code: '', message: 'no such function' } } };
  service.will({ body: total }, none, { body: { '@odata.count': 17, value: [] } }, none, {
    body: { '@odata.count': 5000, value: [] },
  });
  expect(await client.count(workOrders, never)).toEqual({ ok: true, value: 12_000 });
  expect(decodeURIComponent(service.seen[0]?.path ?? '')).toBe(
    "/api/data/v9.2/RetrieveTotalRecordCount(EntityNames=['msdyn_workorder'])",
  );
  expect(await client.count(workOrders, never)).toEqual({ ok: true, value: 17 });
  expect(await client.count(workOrders, never)).toEqual({ ok: true, value: null });
});
