import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleData, sampleRow } from './sample-data.ts';
import { personId } from './sample-people.ts';
import { sampleTables } from './sample-tables.ts';
import { openService, type SignedIn, type TestService } from './service-fixture.ts';

const seed = Number(process.env.LANDFALL_SEED ?? Date.now() % 2 ** 31);
const numRuns = 150 * Number(process.env.LANDFALL_TIMES ?? 1);

let service: TestService;
let gwen: SignedIn;
beforeAll(async () => {
  service = await openService({ data: sampleData });
  gwen = await service.as('gwen');
});
afterAll(() => service.close());

const owned = ['account', 'contact', 'annotation', 'salesorder'] as const;
const rows = owned.flatMap((table) => {
  const set = sampleTables.byName.get(table)?.setName ?? '';
  return [0, 1].map((at) => `${set}(${sampleRow(table, 'gwen', at)})`);
});
const columns = [...sampleTables.byName.values()].flatMap((table) => table.columns.map((column) => column.name));
const navigations = [
  'objectid_account',
  'objectid_contact',
  'contact_parentaccountid',
  'salesorder_contacts',
  'owninguser',
];

const name = fc.oneof(
  fc.constantFrom(...columns, ...navigations, '__proto__', 'constructor', '', '@odata.etag', 'name@x'),
  fc.constantFrom(...columns, ...navigations).map((column) => `${column}@odata.bind`),
  fc.constantFrom(...columns).map((column) => `_${column}_value`),
);
const reference = fc.constantFrom(
  ...rows,
  `systemusers(${personId('gwen')})`,
  '/accounts()',
  '$1',
  'http://x/accounts(1)',
);
const value = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    1.5,
    1e15,
    1e308,
    '',
    '2024-01-01',
    '0001-01-01T00:00:00Z',
    '2024-01-01T24:00:00Z',
  ),
  fc.integer(),
  fc.double(),
  fc.string({ unit: 'binary' }),
  reference,
  fc.jsonValue({ maxDepth: 2 }),
);
const body = fc.array(fc.tuple(name, value), { maxLength: 6 }).map((pairs) => Object.fromEntries(pairs));
const property = fc.oneof(fc.constantFrom(...columns, ...navigations), fc.string({ maxLength: 5 }));
const path = fc.oneof(
  fc.constantFrom('accounts', 'annotations', ...rows),
  fc.tuple(fc.constantFrom(...rows), property).map(([row, what]) => `${row}/${encodeURIComponent(what)}`),
  fc.tuple(fc.constantFrom(...rows), property).map(([row, what]) => `${row}/${encodeURIComponent(what)}/$ref`),
  fc
    .tuple(fc.constantFrom(...rows), property, fc.constantFrom(...rows))
    .map(([row, what, other]) => `${row}/${encodeURIComponent(what)}/$ref?$id=${other}`),
);

describe(`any write (LANDFALL_SEED=${seed})`, () => {
  it('is done or refused, never a failure of the service', async () => {
    const request = fc.record({
      method: fc.constantFrom('POST', 'PATCH', 'PUT'),
      path,
      body: fc.oneof(body, fc.record({ '@odata.id': reference }), fc.record({ value })),
      ifMatch: fc.constantFrom(undefined, '*', 'W/"1"', 'x,'),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path: at, body: sent, ifMatch }) => {
        const headers = { 'mscrm.suppressduplicatedetection': 'false', ...(ifMatch && { 'if-match': ifMatch }) };
        const { status } = await gwen.send(method, at, { headers, body: sent });
        expect(status, `${method} ${at} ${JSON.stringify(sent)}`).toBeLessThan(500);
        expect(service.errors).toEqual([]);
      }),
      { seed, numRuns },
    );
  });
});
