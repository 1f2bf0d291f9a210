import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import { startUnrulyService, type UnrulyAnswer, type UnrulyService } from '../fakes/unruly-service.ts';
import { clientOf, never } from './client-under-test.ts';
import { accountKey, changeOf, key1, workOrders } from './work-orders.ts';

let service: UnrulyService;
beforeAll(async () => {
  service = await startUnrulyService();
});
beforeEach(() => void service.seen.splice(0));
afterAll(() => service.close());

const answered = { '@odata.etag': 'W/"2"', msdyn_workorderid: key1, msdyn_name: 'Two' };

async function send(change: Partial<Change>, ...answers: UnrulyAnswer[]) {
  service.will(...answers);
  return clientOf(service.url).client.send(changeOf(change), workOrders, never);
}

test('a create is a PATCH on the row’s own URL that must not be there yet', async () => {
  const values = {
    msdyn_workorderid: key1,
    msdyn_name: "O'Neil",
    _account_value: accountKey,
    modifiedon: '2026-01-01T00:00:00Z',
    notes: null,
  };
  const attempt = await send({ kind: 'create', baseETag: null, values }, { status: 201, body: answered });
  expect(attempt).toMatchObject({ ok: true, value: { key: key1, etag: 'W/"2"', values: { msdyn_name: 'Two' } } });
  const [seen] = service.seen;
  expect(seen).toMatchObject({ method: 'PATCH', path: expect.stringContaining(`/msdyn_workorders(${key1})?$select=`) });
  expect(seen?.headers).toMatchObject({
    'if-none-match': '*',
    prefer: 'return=representation',
    'content-type': 'application/json',
  });
  expect(seen?.headers['if-match']).toBeUndefined();
  expect(JSON.parse(seen?.body ?? '')).toEqual({
    msdyn_name: "O'Neil",
    notes: null,
    'msdyn_Account@odata.bind': `/accounts(${accountKey})`,
  });
});

test('a new row that points nowhere says nothing of it', async () => {
  await send({ kind: 'create', baseETag: null, values: { _account_value: null } }, { status: 201, body: answered });
  expect(service.seen[0]?.body).toBe('{}');
});

test('an update carries the changed columns and the version they were made against', async () => {
  await send({ values: { duration: 5, _account_value: null } }, { body: answered });
  const [seen] = service.seen;
  expect(seen).toMatchObject({ method: 'PATCH' });
  expect(seen?.headers['if-match']).toBe('W/"1"');
  expect(seen?.headers['if-none-match']).toBeUndefined();
  expect(JSON.parse(seen?.body ?? '')).toEqual({ duration: 5, 'msdyn_Account@odata.bind': null });
});

test('a delete carries the version it was made against, and no body', async () => {
  expect(await send({ kind: 'delete' }, { status: 204 })).toEqual({ ok: true, value: null });
  const [seen] = service.seen;
  expect(seen).toMatchObject({ method: 'DELETE', path: `/api/data/v9.2/msdyn_workorders(${key1})`, body: '' });
  expect(seen?.headers['if-match']).toBe('W/"1"');
});

test('without an ETag no precondition is made up', async () => {
  await send({ baseETag: null, values: { duration: 5 } }, { body: answered });
  expect(service.seen[0]?.headers['if-match']).toBeUndefined();
  expect(service.seen[0]?.headers['if-none-match']).toBeUndefined();
});

test('a service that answers without the row is asked for it, which tells that others may have been there since', async () => {
  const attempt = await send({ values: { duration: 5 } }, { status: 204 }, { body: answered });
  expect(service.seen.map((one) => one.method)).toEqual(['PATCH', 'GET']);
  expect(attempt).toMatchObject({ ok: true, value: { etag: 'W/"2"', isReadAfter: true } });
});

test('a refusal comes back as the service said it', async () => {
  const body = { error: { code: '0x80060882', message: 'The version of the existing record doesn’t match' } };
  const attempt = await send({ values: { duration: 5 } }, { status: 412, body });
  expect(attempt).toMatchObject({ ok: false, failure: { kind: 'refused', status: 412, code: '0x80060882' } });
});
