import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wireName } from '../../../server/odata/table.ts';
import { sampleData, sampleRow, territoryRow } from '../sample-data.ts';
import { account, annotation, contact, salesorder, territory } from '../sample-tables.ts';
import {
  type Answered,
  base,
  dataPath,
  type Json,
  openService,
  type SignedIn,
  type TestService,
} from '../service-fixture.ts';
import { contentOf, expectSane, runsOf, seed, sometimes, unlimited } from './fuzz-run.ts';

let service: TestService;
let gwen: SignedIn;
beforeAll(async () => {
  service = await openService({ data: sampleData, protection: unlimited });
  gwen = await service.as('gwen');
});
afterAll(() => service.close());

const tables = [account, contact, annotation, salesorder, territory];
const rows = {
  account: sampleRow('account', 'gwen'),
  contact: sampleRow('contact', 'gwen'),
  annotation: sampleRow('annotation', 'gwen'),
  salesorder: sampleRow('salesorder', 'gwen'),
  territory: territoryRow(0),
} as Readonly<Record<string, string>>;

/** JSON as text: numbers and repeated names that no value of the language has, and what is no JSON at all. */
const deep = (depth: number, [open, inner, close]: readonly [string, string, string]): string =>
  open.repeat(depth) + inner + close.repeat(depth);
const oddText = fc.constantFrom(
  '1e400',
  '-1e400',
  '-0',
  '1e-400',
  '5e-324',
  '0.1',
  '1.005',
  '123456789012345678901234567890',
  '1E5',
  '01',
  '.5',
  'NaN',
  '+1',
  'undefined',
  '',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u0000"',
  '"\\u0000a"',
  '"\\x"',
  '"\t"',
  '"\\ud83d\\udc1f"',
  '"  "',
  '"\\u2028"',
  '"İıßﬁ"',
  '{}',
  '[]',
  '[[]]',
  '{"a":1,"a":2}',
  '{"__proto__":{"x":1}}',
  deep(3_000, ['[', '1', ']']),
  deep(3_000, ['{"a":', '1', '}']),
  deep(60_000, ['[', '', ']']),
  `"${'x'.repeat(3_000)}"`,
  `"${'é'.repeat(120_000)}"`,
  `"${'x'.repeat(300_000)}"`,
);
const fitting = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.integer({ min: -5, max: 2_000_000 }),
  fc.double({ min: -2_000, max: 2_000, noNaN: true }),
  fc.integer({ min: -100_000, max: 100_000 }).map((cents) => cents / 100),
  fc.boolean(),
  fc.constant(null),
  fc
    .date({ min: new Date('1700-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString()),
  fc
    .date({ min: new Date('1700-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10)),
  fc.constantFrom(
    '2024-02-29',
    '2023-02-29',
    '2024-02-29T23:59:60Z',
    '2024-02-29T23:59:59.9999999+14:00',
    '1753-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-14:00',
    '10000-01-01',
    '24:00',
  ),
);
const valueText = fc.oneof(
  { weight: 8, arbitrary: fitting.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: oddText },
  fc.json({ maxDepth: 4 }),
  fc.constantFrom(
    ...Object.entries(rows).map(([name, id]) => `"/${name === 'territory' ? 'territories' : `${name}s`}(${id})"`),
    '"/accounts(x)"',
    `"accounts(${rows.account?.toUpperCase()})"`,
  ),
);

const lookups = [
  'primarycontactid',
  'parentaccountid',
  'territoryid',
  'objectid_account',
  'objectid_contact',
  'mentionedid_account',
  'replytoid',
  'customerid',
  'billtoid_contact',
  'ownerid',
  'nothing',
];
const otherNames = [
  '__proto__',
  'constructor',
  'toString',
  '',
  '@odata.etag',
  '@odata.type',
  'name@x.y',
  '@',
  'ver',
  'xid',
  '_ownerid_value',
  'NAME',
  'statuscode',
  'createdon',
  'owningbusinessunit',
  '\u0000',
];

type Written = { readonly table: (typeof tables)[number]; readonly text: string };
/** Most have what is required, so that not all are refused for that. */
const required: Readonly<Record<string, readonly string[]>> = {
  account: ['"name":"a"'],
  contact: ['"fullname":"c"'],
  annotation: ['"subject":"s"'],
  salesorder: ['"name":"o"', `"customerid@odata.bind":"/accounts(${rows.account})"`],
  territory: ['"name":"t"'],
};

const property = (table: (typeof tables)[number]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.oneof(
        {
          weight: 6,
          arbitrary: fc.constantFrom(
            ...table.columns.map((column) => column.name).filter((name) => !/id$|on$|unit$/.test(name)),
          ),
        },
        { weight: 1, arbitrary: fc.constantFrom(...table.columns.map((column) => column.name)) },
        { weight: 1, arbitrary: fc.constantFrom(...lookups.map((name) => `${name}@odata.bind`)) },
        { weight: 1, arbitrary: fc.oneof(fc.constantFrom(...otherNames), fc.string({ unit: 'binary', maxLength: 6 })) },
      ),
      valueText,
    )
    .map(([name, value]) => `${JSON.stringify(name)}:${value}`);

const written: fc.Arbitrary<Written> = fc.constantFrom(...tables).chain((table) =>
  fc
    .tuple(
      fc.array(property(table), { maxLength: 3 }),
      fc.constantFrom(true, true, true, false),
      sometimes(fc.constantFrom('', ',', ']', ' x', '\u0000', '\ufeff'), 12),
    )
    .map(([properties, isWhole, damage]) => {
      const all = [...(isWhole ? (required[table.name] ?? []) : []), ...properties];
      return { table, text: `{${all.join(',')}}${damage ?? ''}` };
    }),
);

async function send(method: string, address: string, text: string): Promise<Answered> {
  const headers = {
    authorization: `Bearer ${gwen.token}`,
    'content-type': 'application/json',
    prefer: 'return=representation',
  };
  const response = await service.app.request(`${base}${address}`, { method, headers, body: Buffer.from(text) });
  const answer = await response.text();
  return { status: response.status, headers: response.headers, body: answer.startsWith('{') ? JSON.parse(answer) : {} };
}

/** What a value that was accepted reads back as, by the type of its column. */
function readsBack(kind: string, value: unknown): unknown {
  if (value === null) return null;
  if (kind === 'datetime')
    return `${new Date(Math.floor(Date.parse(String(value)) / 1000) * 1000).toISOString().slice(0, 19)}Z`;
  if (kind === 'key') return String(value).toLowerCase();
  // There is one zero in a column of numbers that are exact.
  return value === 0 ? 0 : value;
}

function expectReadBack(table: Written['table'], text: string, read: Json): void {
  for (const [name, value] of Object.entries(JSON.parse(text) as Json)) {
    const column = table.columns.find((one) => one.name === name);
    // A lookup is emptied under its own name and read under another.
    const shown = column === undefined ? undefined : read[wireName(column)];
    if (column !== undefined) expect(shown === 0 ? 0 : shown).toEqual(readsBack(column.type.kind, value));
    if (!name.endsWith('@odata.bind')) continue;
    const lookup = name.replace(/(_account|_contact|_salesorder)?@odata\.bind$/, '');
    const id = value === null ? null : /\(([^)]+)\)$/.exec(String(value))?.[1]?.toLowerCase();
    expect(read[`_${lookup}_value`]).toBe(id);
  }
}

it(`what is accepted reads back, what is refused changes nothing (seed ${seed})`, async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(written, fc.constantFrom('POST', 'PATCH'), async ({ table, text }, method) => {
      const before = await contentOf(service);
      const set = `${dataPath}/${table.setName}`;
      const answered = await send(method, method === 'POST' ? set : `${set}(${rows[table.name]})`, text);
      expectSane(service, answered, method);
      if (answered.status >= 400) {
        expect(await contentOf(service)).toBe(before);
        return;
      }
      accepted += 1;
      const read = await gwen.get(`${table.setName}(${answered.body[table.key]})`);
      expect(read.status).toBe(200);
      expectReadBack(table, text, read.body);
      expectReadBack(table, text, answered.body);
    }),
    runsOf(600),
  );
  expect(accepted).toBeGreaterThan(50);
});

const anyText = fc.oneof(
  fc.json({ maxDepth: 5 }),
  oddText,
  fc.string({ unit: 'binary' }),
  valueText.map((value) => `{"@odata.id":${value}}`),
  valueText.map((value) => `{"value":${value}}`),
);

it(`nor does a broken body anywhere else bring a 5xx (seed ${seed})`, async () => {
  const { account: id } = rows;
  const places = fc.constantFrom(
    ['POST', `${dataPath}/accounts(${id})/account_territories/$ref`],
    ['POST', `${dataPath}/accounts(${id})/account_competitors/$ref`],
    ['PUT', `${dataPath}/accounts(${id})/primarycontactid/$ref`],
    ['PUT', `${dataPath}/accounts(${id})/ownerid/$ref`],
    ['PUT', `${dataPath}/accounts(${id})/description`],
    ['PUT', `${dataPath}/accounts(${id})/rating`],
    ['POST', `${dataPath}/accounts`],
    ['POST', `${dataPath}/WhoAmI`],
    ['POST', `${dataPath}/$batch`],
  );
  await fc.assert(
    fc.asyncProperty(places, anyText, async ([method = '', address = ''], text) => {
      expectSane(service, await send(method, address, text), method);
    }),
    runsOf(300),
  );
});

it(`nor a broken body at sign-in (seed ${seed})`, async () => {
  const odd = fc.oneof(
    oddText,
    fc.string({ unit: 'binary', maxLength: 300 }).map((text) => JSON.stringify(text)),
    fc.constant('"gwen"'),
  );
  const body = fc.oneof(
    anyText,
    fc.tuple(odd, odd).map(([name, password]) => `{"name":${name},"password":${password}}`),
  );
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      // Each from an hour of its own, or all but the first would be refused for their number.
      service.clock.ms += 3_600_000;
      const answered = await send('POST', '/api/sign-in', text);
      expectSane(service, answered, 'POST');
      expect(answered.status).toBeGreaterThanOrEqual(400);
    }),
    runsOf(40),
  );
});
