import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Change, ChangeId } from '../../src/core/change.ts';
import type { Attempt } from '../../src/core/failure.ts';
import type { BaseRow, ETag, RowKey } from '../../src/core/row.ts';
import type { TableDefinition } from '../../src/core/table.ts';
import type { ServiceClient } from '../../src/service/service-client.ts';
import { never } from './client-under-test.ts';
import { type EmbeddedService, startEmbeddedService } from './start-embedded-service.ts';
import { changeOf } from './work-orders.ts';

let service: EmbeddedService;
let dana: ServiceClient;
let table: TableDefinition;

beforeAll(async () => {
  service = await startEmbeddedService();
  dana = await service.clientFor('dana');
  const found = value(await dana.tables(never)).tables.find(({ name }) => name === 'account');
  if (found === undefined) throw new Error('no accounts');
  table = found;
}, 120_000);
afterAll(() => service?.close());

function value<T>(attempt: Attempt<T>): T {
  if (!attempt.ok) throw new Error(JSON.stringify(attempt.failure));
  return attempt.value;
}

const out = (change: Partial<Change>) => ({
  change: changeOf({ id: crypto.randomUUID() as ChangeId, table: table.name, ...change }),
  table,
});
const create = (name: string) =>
  out({ kind: 'create', key: crypto.randomUUID() as RowKey, baseETag: null, values: { name } });
const there = async (key: RowKey) => value(await dana.row({ table: table.name, key }, table, never));

async function created(count: number): Promise<readonly BaseRow[]> {
  const names = Array.from({ length: count }, (_, n) => `Batch ${n} --batch_landfall1 \r\n--x`);
  const { attempts } = value(await dana.sendBatch(names.map(create), never));
  return attempts.map((attempt) => {
    const row = attempt === null ? null : value(attempt);
    if (row === null) throw new Error('created and gone');
    return row;
  });
}

test('rows are created, changed and deleted in one batch, answered in order with their new versions', async () => {
  const rows = await created(3);
  expect(rows.map(({ values }) => String(values['name']).slice(0, 7))).toEqual(['Batch 0', 'Batch 1', 'Batch 2']);
  const [first, second, third] = rows;
  if (!first || !second || !third) throw new Error('fewer rows than asked for');
  const answer = value(
    await dana.sendBatch(
      [
        out({ key: first.key, baseETag: first.etag, values: { name: 'Changed' } }),
        out({ kind: 'delete', key: second.key, baseETag: second.etag }),
        create('Another'),
      ],
      never,
    ),
  );
  expect(answer).toMatchObject({
    isWhole: true,
    attempts: [
      { ok: true, value: { key: first.key, values: { name: 'Changed' } } },
      { ok: true, value: null },
      { ok: true },
    ],
  });
  expect([(await there(first.key))?.values['name'], await there(second.key)]).toEqual(['Changed', null]);
});

test('one of ten in conflict is refused by itself; the others are applied', async () => {
  const rows = await created(10);
  const changes = rows.map(({ key, etag }, n) =>
    out({ key, baseETag: n === 4 ? ('W/"0"' as ETag) : etag, values: { name: 'Mine' } }),
  );
  const { attempts } = value(await dana.sendBatch(changes, never));
  expect(attempts.map((attempt) => attempt?.ok)).toEqual(rows.map((_, n) => n !== 4));
  expect(attempts[4]).toMatchObject({ failure: { kind: 'refused', status: 412, code: '0x80060882' } });
  expect((await there(rows[4]?.key as RowKey))?.values['name']).toContain('Batch 4');
});

test('a change set is applied whole, or rolled back whole with the culprit named', async () => {
  const [first, second] = await created(2);
  if (!first || !second) throw new Error('fewer rows than asked for');
  const made = create('Together');
  const stale = out({ kind: 'delete', key: second.key, baseETag: 'W/"0"' as ETag });
  const remove = out({ kind: 'delete', key: first.key, baseETag: first.etag });
  expect(value(await dana.sendChangeSet([made, remove, stale], never))).toMatchObject({
    kind: 'refused',
    culprit: stale.change.id,
    failure: { status: 412 },
  });
  expect([await there(made.change.key), (await there(first.key))?.key]).toEqual([null, first.key]);
  const fresh = out({ kind: 'delete', key: second.key, baseETag: second.etag });
  expect(value(await dana.sendChangeSet([made, remove, fresh], never))).toMatchObject({
    kind: 'applied',
    rows: [{ key: made.change.key, values: { name: 'Together' } }, null, null],
  });
  expect([await there(first.key), await there(second.key)]).toEqual([null, null]);
});

test('what the person may not do is refused part by part', async () => {
  const rita = await service.clientFor('rita');
  const { attempts } = value(await rita.sendBatch([create('No'), create('Neither')], never));
  expect(attempts).toMatchObject([{ failure: { status: 403 } }, { failure: { status: 403 } }]);
});

test('a batch counts as one request, and one that comes too many is throttled as a whole', async () => {
  const tight = await startEmbeddedService({ requests: 6 });
  try {
    const person = await tight.clientFor('dana');
    let answer: Attempt<unknown> = { ok: true, value: null };
    for (let n = 0; n < 8 && answer.ok; n += 1) answer = await person.sendBatch([create('x'), create('y')], never);
    expect(answer).toMatchObject({ failure: { kind: 'refused', status: 429, retryAfterMs: expect.any(Number) } });
  } finally {
    await tight.close();
  }
}, 120_000);
