import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { batchText, type ReadItem, readBatch, type Sent } from './batch-fixture.ts';
import { base, dataPath, openService, rowsOf, type SignedIn, type TestService } from './service-fixture.ts';

/** FAST_CHECK_SEED replays; FAST_CHECK_RUNS lengthens. fast-check prints the seed of a failure. */
const seed = Number(process.env.FAST_CHECK_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 60);

let service: TestService;
let dana: SignedIn;
beforeAll(async () => {
  service = await openService({ scale: 0.001 });
  dana = await service.as('dana');
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const ids = Array.from({ length: 5 }, (_, at) => `00000000-0000-4000-8000-00000000000${at}`);
const tooLong = 'x'.repeat(5_000);

const kinds = ['create', 'update', 'upsert', 'delete', 'stale', 'too long'] as const;
type Operation = { readonly kind: (typeof kinds)[number]; readonly row: number; readonly name: string };
type Item = Operation | readonly Operation[];
type Rows = ReadonlyMap<number, string>;

const isSet = (item: Item): item is readonly Operation[] => Array.isArray(item);

/** What the rules say: the rows afterwards and the status, without a word of the service's code. */
function apply(rows: Rows, { kind, row, name }: Operation): { rows: Rows; status: number } {
  const isThere = rows.has(row);
  const put = { rows: new Map(rows).set(row, name), status: 204 };
  switch (kind) {
    case 'create':
      return isThere ? { rows, status: 412 } : put;
    case 'update':
      return isThere ? put : { rows, status: 404 };
    case 'upsert':
      return put;
    case 'delete':
      return isThere
        ? { rows: new Map([...rows].filter(([other]) => other !== row)), status: 204 }
        : { rows, status: 404 };
    case 'stale':
      return { rows, status: isThere ? 412 : 404 };
    case 'too long':
      return { rows, status: 400 };
  }
}

type Statuses = number | readonly number[];

function applyItem(rows: Rows, item: Item): { rows: Rows; answer: Statuses } {
  if (!isSet(item)) {
    const { rows: after, status } = apply(rows, item);
    return { rows: after, answer: status };
  }
  let after = rows;
  const statuses: number[] = [];
  for (const operation of item) {
    const step = apply(after, operation);
    if (step.status >= 400) return { rows, answer: step.status };
    after = step.rows;
    statuses.push(step.status);
  }
  return { rows: after, answer: statuses };
}

function applyBatch(
  before: Rows,
  items: readonly Item[],
  goesOn: string,
): { rows: Rows; answers: readonly Statuses[] } {
  let rows = before;
  const answers: Statuses[] = [];
  for (const item of items) {
    const step = applyItem(rows, item);
    rows = step.rows;
    answers.push(step.answer);
    if (typeof step.answer === 'number' && step.answer >= 400 && goesOn === '') break;
  }
  return { rows, answers };
}

function toSent({ kind, row, name }: Operation): Sent {
  const url = `accounts(${ids[row]})`;
  if (kind === 'delete') return { method: 'DELETE', url };
  const body = { name: kind === 'too long' ? tooLong : name };
  switch (kind) {
    case 'create':
      return { method: 'PATCH', url, body, headers: { 'If-None-Match': '*' } };
    case 'update':
      return { method: 'PATCH', url, body, headers: { 'If-Match': '*' } };
    case 'stale':
      return { method: 'PATCH', url, body, headers: { 'If-Match': 'W/"0"' } };
    default:
      return { method: 'PATCH', url, body };
  }
}

const statusesOf = (item: ReadItem): Statuses => ('status' in item ? item.status : item.map(({ status }) => status));

async function readRows(): Promise<Rows> {
  const all = rowsOf(await dana.get('accounts?$select=name'));
  const found = ids.map((id, row) => [row, all.find(({ accountid }) => accountid === id)?.name] as const);
  return new Map(found.flatMap(([row, name]) => (name === undefined ? [] : [[row, String(name)] as const])));
}

const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom(...kinds),
  row: fc.nat(ids.length - 1),
  name: fc.stringMatching(/^[a-z]{1,5}$/),
});
const item: fc.Arbitrary<Item> = fc.oneof(operation, fc.array(operation, { minLength: 1, maxLength: 4 }));

test(`§2.6 what is applied is what the answers say, and both are what the rules say (seed ${seed})`, async () => {
  let rows: Rows = await readRows();
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('', 'odata.continue-on-error'),
      async (items, prefer) => {
        const before = rows;
        const expected = applyBatch(before, items, prefer);
        const answered = await service.app.request(`${base}${dataPath}/$batch`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${dana.token}`,
            'content-type': 'multipart/mixed; boundary=batch_1',
            ...(prefer === '' ? {} : { prefer }),
          },
          body: batchText(items.map((one) => (isSet(one) ? one.map(toSent) : toSent(one)))),
        });
        const answers = readBatch(await answered.text(), answered.headers.get('content-type') ?? '').map(statusesOf);
        rows = await readRows();
        const last = answers.at(-1);
        const wanted = prefer === '' && typeof last === 'number' && last >= 400 ? last : 200;
        expect([answered.status, answers, rows]).toEqual([wanted, expected.answers, expected.rows]);
      },
    ),
    { seed, numRuns },
  );
});
