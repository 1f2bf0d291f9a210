import { describe, expect, it } from 'vitest';
import { type Database, DatabaseUnavailable } from '../../server/database/database.ts';
import { demoTables } from '../../server/demo/tables/demo-tables.ts';
import { createSeal } from '../../server/identity/seal.ts';
import type { Caller } from '../../server/identity/sign-in.ts';
import { answerBatch } from '../../server/odata/batch/answer-batch.ts';
import { createBudget } from '../../server/odata/batch/run-item.ts';
import { batchText, partOf, readBatch, type SentItem } from './batch-fixture.ts';

/** A database that cannot be reached, and counts how often that is tried. */
function createLost() {
  const tries: string[] = [];
  const fail = (what: string) => (): Promise<never> => {
    tries.push(what);
    return Promise.reject(new DatabaseUnavailable('lost', 'no connection'));
  };
  const database: Database = {
    engine: 'postgres',
    pool: null,
    query: fail('query'),
    tx: fail('tx'),
    close: async () => {},
  };
  return { database, tries };
}

const id = '00000000-0000-4000-8000-000000000001';
const caller = {
  person: { id, businessUnitId: id, access: () => 'all', depth: () => 'Global' },
} as unknown as Caller;

async function send(database: Database, items: readonly SentItem[], prefer: string) {
  const errors: unknown[] = [];
  const limits = { tokenSeconds: 1, deltaExpirySeconds: 1 };
  const data = {
    database,
    tables: demoTables,
    seal: createSeal(() => Buffer.from('a')),
    epoch: id,
    limits,
    now: Date.now,
  };
  const raw = new Request('http://service.test/api/data/v9.2/$batch', {
    method: 'POST',
    headers: { 'content-type': 'multipart/mixed; boundary=batch_1', prefer },
    body: batchText(items),
  });
  const reportError = (error: unknown): void => void errors.push(error);
  const { status, headers, body, applied } = await answerBatch({ data, caller, reportError }, raw);
  const parts = readBatch(body ?? '', headers['content-type'] ?? '').map(partOf);
  return { status, headers, parts, applied, errors };
}

describe('a batch whose data cannot be reached', () => {
  const make = { method: 'PATCH', url: `accounts(${id})`, body: { name: 'a' } };
  const items = [
    { ...make, contentId: '1' },
    [{ ...make, contentId: '2' }],
    { method: 'GET', url: 'accounts', contentId: '3' },
  ];

  it('§2.6 is a 503 with Retry-After, for the part and for the whole (inferred)', async () => {
    const { database, tries } = createLost();
    const { status, headers, parts } = await send(database, items, '');
    expect([status, headers['retry-after'], tries.length]).toEqual([503, '5', 1]);
    expect(parts.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([[503, '5']]);
  });

  it('does not wait for it once per part: the parts that would go on are answered the same', async () => {
    const { database, tries } = createLost();
    const { status, parts, applied, errors } = await send(database, items, 'odata.continue-on-error');
    expect([status, tries.length, errors.length, applied]).toEqual([200, 1, 1, []]);
    expect(parts.map(({ status, contentId }) => [status, contentId])).toEqual([
      [503, '1'],
      [503, '2'],
      [503, '3'],
    ]);
  });
});

describe('the answers of one batch', () => {
  it('§2.8 may be as large as is put together in memory, and no larger: the next part is a 413 (limit and code inferred)', () => {
    const budget = createBudget(10);
    budget.requireLeft();
    budget.take(9);
    budget.requireLeft();
    budget.take(9);
    expect(() => budget.requireLeft()).toThrow('The answers of this batch are larger than 10 bytes.');
  });
});
