import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import type { RowKey } from '../../src/core/row.ts';
import type { TableDefinition } from '../../src/core/table.ts';
import { odataV4 } from '../../src/service/dialects/odata-v4.ts';
import { startUnrulyService, type UnrulyAnswer, type UnrulyService } from '../fakes/unruly-service.ts';
import { clientOf, never } from './client-under-test.ts';
import { modelOf } from './odata-v4-model.ts';
import { changeOf } from './work-orders.ts';

let service: UnrulyService;
beforeAll(async () => {
  service = await startUnrulyService();
});
beforeEach(() => void service.seen.splice(0));
afterAll(() => service.close());

const column = { isRequired: false, isReadOnly: false } as const;
const customers: TableDefinition = {
  name: 'Customers',
  setName: 'Customers',
  label: 'Customer',
  pluralLabel: 'Customers',
  keyColumn: 'ID',
  keyKind: 'integer',
  nameColumn: 'name',
  columns: [{ ...column, name: 'ID', label: 'ID', type: { kind: 'key' } }],
  privileges: { canCreate: false, canUpdate: true, canDelete: true },
  mayTrackChanges: false,
  modifiedColumn: null,
  rowFilter: null,
  intervalMs: null,
};
const orders: TableDefinition = {
  ...customers,
  name: 'Orders',
  setName: 'Orders',
  keyKind: 'guid',
  columns: [
    { ...column, name: 'ID', label: 'ID', type: { kind: 'key' } },
    { ...column, name: 'title', label: 'Title', type: { kind: 'text', maxLength: 9 } },
    {
      ...column,
      name: 'customer_ID',
      label: 'Customer',
      type: { kind: 'lookup', targets: ['Customers'], navigation: 'customer', valueKind: 'integer' },
    },
    {
      ...column,
      name: 'colour',
      label: 'Colour',
      type: { kind: 'choice', options: [{ value: 'Red', label: 'Red' }] },
    },
  ],
};
const key1 = 'aaaaaaaa-0000-4000-8000-000000000001' as RowKey;

function client(token = '') {
  return clientOf(service.url, { token, dialect: odataV4, knownTables: [customers, orders] }).client;
}

async function send(change: Partial<Change>, ...answers: UnrulyAnswer[]) {
  service.will(...answers);
  return client().send(changeOf({ table: 'Orders', key: key1, ...change }), orders, never);
}

describe('signing in', () => {
  test('where nobody is asked who they are no Authorization goes out, and no header that is Dataverse’s', async () => {
    service.will({ body: { value: [] } });
    await client().readFirst(orders, 'full read', never);
    expect(service.seen[0]?.headers.authorization).toBeUndefined();
    expect(service.seen[0]?.headers['if-none-match']).toBeUndefined();
    expect(service.seen[0]?.headers['odata-maxversion']).toBe('4.0');
  });

  test('a token goes out where there is one', async () => {
    service.will({ body: { value: [] } });
    await client('abc').readFirst(orders, 'full read', never);
    expect(service.seen[0]?.headers.authorization).toBe('Bearer abc');
  });
});

describe('table definitions', () => {
  const document = modelOf(
    '<EntityType Name="T"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Guid"/></EntityType>',
    '<EntitySet Name="Ts" EntityType="Self.T"/>',
  );

  test('are read from $metadata', async () => {
    service.will({ body: document, contentType: 'application/xml;charset=utf-8' });
    const attempt = await client().tables(never);
    expect(attempt).toMatchObject({ ok: true, value: { tables: [{ name: 'Ts' }], leftOut: [] } });
    expect(service.seen[0]).toMatchObject({ path: '/$metadata', headers: { accept: 'application/xml' } });
  });

  test.each([
    [{ body: '<html></html>', contentType: 'text/html' }, 'a web page'],
    [{ body: document.slice(0, -20), contentType: 'application/xml' }, 'line'],
    [{ body: '<html></html>', contentType: 'application/xml' }, 'no model of OData 4'],
    [{ body: {} }, 'application/json'],
  ])('what is no model is no answer of the service', async (answer, why) => {
    service.will(answer);
    expect(await client().tables(never)).toMatchObject({
      ok: false,
      failure: { kind: 'unreadable', message: expect.stringContaining(why) },
    });
  });
});

describe('reading', () => {
  test('asks for an order, and goes on without it and the count where the service knows no such options', async () => {
    const refusal = { status: 501, body: { error: { code: '', message: 'not here' } } };
    service.will(refusal, { body: { value: [{ ID: key1 }] } });
    const attempt = await client().readFirst(orders, 'full read', never);
    expect(attempt).toMatchObject({ ok: true, value: { rows: [{ key: key1, etag: null }], count: null } });
    expect(service.seen.map(({ path }) => path)).toEqual(['/Orders?$orderby=ID&$count=true', '/Orders']);
  });

  test('a lookup’s value is the key of its row, whatever the wire makes of it; names of members are choices', async () => {
    const rows = [
      { ID: key1.toUpperCase(), customer_ID: 7, colour: 'Red', extra: 1 },
      { ID: 'bbbbbbbb-0000-4000-8000-000000000002', customer_ID: '8', colour: 'Unheard' },
      { ID: 'bbbbbbbb-0000-4000-8000-000000000003', customer_ID: null, colour: null },
    ];
    service.will({ body: { '@odata.context': '$metadata#Orders', value: rows } });
    const attempt = await client().readFirst(orders, 'full read', never);
    if (!attempt.ok) throw new Error(attempt.failure.message);
    expect(attempt.value.rows.map(({ key, values }) => [key, values.customer_ID, values.colour])).toEqual([
      [key1, '7', 'Red'],
      ['bbbbbbbb-0000-4000-8000-000000000002', '8', 'Unheard'],
      ['bbbbbbbb-0000-4000-8000-000000000003', null, null],
    ]);
  });

  test.each(['Orders?$skiptoken=20', './Orders?$skip=20', 'ABSOLUTE'])('a next link may be %s', async (link) => {
    const nextLink = link === 'ABSOLUTE' ? `${service.url}Orders?$skip=20` : link;
    service.will({ body: { value: [], '@odata.nextLink': nextLink } }, { body: { value: [{ ID: key1 }] } });
    const first = await client().readFirst(orders, 'full read', never);
    if (!first.ok || first.value.next === null) throw new Error('no next link');
    expect(await client().readOn(orders, first.value.next, never)).toMatchObject({ ok: true, value: { next: null } });
    expect(service.seen[1]?.path).toMatch(/^\/Orders\?\$skip(token)?=20$/);
  });

  test('a row is gone only where the service says so itself', async () => {
    service.will(
      { status: 404, body: { error: { message: 'none' } } },
      { status: 404, body: '<p>', contentType: 'text/html' },
    );
    const address = { table: 'Customers', key: '5' as RowKey };
    expect(await client().row(address, customers, never)).toEqual({ ok: true, value: null });
    expect(await client().row(address, customers, never)).toMatchObject({ failure: { kind: 'unreadable' } });
    expect(service.seen[0]?.path).toBe('/Customers(5)');
  });

  test.each([
    [{ status: 501, body: { error: { message: 'no' } } }, null],
    [{ body: { value: [] } }, null],
    [{ body: { value: [], '@odata.count': 12 } }, 12],
  ])('a count that is not given is no trouble', async (answer, count) => {
    service.will(answer);
    expect(await client().count(orders, never)).toEqual({ ok: true, value: count });
  });
});

describe('writing', () => {
  test('a create is a POST of the row with its key, and needs no precondition', async () => {
    const values = { title: 'New', customer_ID: '7', colour: 'Red' };
    const attempt = await send(
      { kind: 'create', baseETag: null, values },
      { status: 201, body: { ID: key1, ...values } },
    );
    expect(attempt).toMatchObject({ ok: true, value: { key: key1, etag: null, values } });
    const [seen] = service.seen;
    expect(seen).toMatchObject({ method: 'POST', path: '/Orders' });
    expect(JSON.parse(seen?.body ?? '')).toEqual({ ID: key1, title: 'New', customer_ID: 7, colour: 'Red' });
    expect(seen?.headers['if-none-match']).toBeUndefined();
  });

  const repeat = { kind: 'sending', fence: 1, isRepeat: true } as const;

  test('a create that was maybe sent looks for its row before it posts again', async () => {
    const change = { kind: 'create', baseETag: null, values: { title: 'New' }, state: repeat } as const;
    expect(await send(change, { body: { ID: key1, title: 'Changed' } })).toMatchObject({ failure: { status: 409 } });
    expect(service.seen.map(({ method }) => method)).toEqual(['GET']);
    const none = { status: 404, body: { error: { message: 'none' } } };
    expect(await send(change, none, { status: 201, body: { ID: key1, title: 'New' } })).toMatchObject({ ok: true });
    expect(service.seen.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST']);
  });

  test('a lookup is written by its foreign key, a number where it is one', async () => {
    await send({ baseETag: null, values: { customer_ID: '8' } }, { body: { ID: key1 } });
    await send({ baseETag: null, values: { customer_ID: null } }, { body: { ID: key1 } });
    expect(service.seen.map(({ body }) => body)).toEqual(['{"customer_ID":8}', '{"customer_ID":null}']);
    expect(service.seen[0]).toMatchObject({ method: 'PATCH', path: `/Orders(${key1})` });
  });

  test('204 with nothing but an ETag is read back, since the row may be more than was sent', async () => {
    const attempt = await send(
      { values: { title: 'Two' } },
      { status: 204, headers: { etag: 'W/"2"' } },
      { body: { ID: key1, title: 'Two', '@odata.etag': 'W/"2"' } },
    );
    expect(attempt).toMatchObject({ ok: true, value: { etag: 'W/"2"' } });
    expect(service.seen.map(({ method }) => method)).toEqual(['PATCH', 'GET']);
  });
});
