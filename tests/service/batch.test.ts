import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Change, ChangeId } from '../../src/core/change.ts';
import { startUnrulyService, type UnrulyAnswer, type UnrulyService } from '../fakes/unruly-service.ts';
import { clientOf, never } from './client-under-test.ts';
import { changeOf, key1, key2, workOrders } from './work-orders.ts';

let service: UnrulyService;
beforeAll(async () => {
  service = await startUnrulyService();
});
beforeEach(() => void service.seen.splice(0));
afterAll(() => service.close());

const out = (change: Partial<Change>) => ({ change: changeOf(change), table: workOrders });
const two = [
  out({ id: 'c1' as ChangeId, values: { duration: 5 } }),
  out({ id: 'c2' as ChangeId, kind: 'delete', key: key2 }),
];

const row = JSON.stringify({ '@odata.etag': 'W/"2"', msdyn_workorderid: key1, duration: 5 });
const refusal = JSON.stringify({ error: { code: '0x80060882', message: 'Another version' } });

interface Part {
  readonly status: number;
  readonly body?: string;
  readonly contentId?: string;
  readonly headers?: readonly string[];
}

function partText({ status, body = '', contentId, headers = [] }: Part): string {
  const mime = ['Content-Type: application/http', ...(contentId ? [`Content-ID: ${contentId}`] : []), ''];
  const type = body === '' ? [] : ['Content-Type: application/json'];
  return [...mime, `HTTP/1.1 ${status} x`, ...type, ...headers, '', body].join('\r\n');
}

function multipart(boundary: string, parts: readonly string[]): string {
  return [...parts.flatMap((text) => [`--${boundary}`, text]), `--${boundary}--`].join('\r\n');
}

const batch = (parts: readonly Part[], more: UnrulyAnswer = {}): UnrulyAnswer => ({
  contentType: 'multipart/mixed; boundary=b',
  body: multipart('b', parts.map(partText)),
  ...more,
});

const changeSet = (parts: readonly Part[]): UnrulyAnswer => ({
  contentType: 'multipart/mixed; boundary=b',
  body: multipart('b', [`Content-Type: multipart/mixed; boundary=c\r\n\r\n${multipart('c', parts.map(partText))}`]),
});

async function send(...answers: UnrulyAnswer[]) {
  service.will(...answers);
  return await clientOf(service.url).client.sendBatch(two, never);
}

async function sendTogether(...answers: UnrulyAnswer[]) {
  service.will(...answers);
  return await clientOf(service.url).client.sendChangeSet(two, never);
}

test('a batch is one POST with the token, its parts without', async () => {
  await send(batch([{ status: 200, body: row }, { status: 204 }]));
  const [seen, ...others] = service.seen;
  expect(others).toEqual([]);
  expect(seen).toMatchObject({ method: 'POST', path: '/api/data/v9.2/$batch' });
  expect(seen?.headers).toMatchObject({
    authorization: 'Bearer token-1',
    accept: 'multipart/mixed',
    prefer: 'odata.continue-on-error',
    'content-type': 'multipart/mixed; boundary=batch_landfall1',
  });
  expect(seen?.body).not.toContain('token-1');
  expect(seen?.body.match(/^(PATCH|DELETE) .*$/gm)?.map((line) => line.slice(0, 50))).toEqual([
    expect.stringContaining('PATCH /api/data/v9.2/msdyn_workorders('),
    expect.stringContaining('DELETE /api/data/v9.2/msdyn_workorders('),
  ]);
});

test('each change is answered by its own part', async () => {
  expect(
    await send(
      batch([
        { status: 200, body: row },
        { status: 412, body: refusal },
      ]),
    ),
  ).toMatchObject({
    ok: true,
    value: {
      isWhole: true,
      attempts: [
        { ok: true, value: { etag: 'W/"2"' } },
        { ok: false, failure: { kind: 'refused', status: 412, code: '0x80060882' } },
      ],
    },
  });
});

test('a part says by itself how long to be silent', async () => {
  const busy = { status: 429, body: refusal, headers: ['Retry-After: 9'] };
  expect(await send(batch([{ status: 200, body: row }, busy]))).toMatchObject({
    value: { attempts: [{ ok: true }, { failure: { status: 429, retryAfterMs: 9_000 } }] },
  });
});

test('a row that was applied and not answered is read', async () => {
  const answer = await send(batch([{ status: 204 }, { status: 204 }]), { body: JSON.parse(row) });
  expect(answer).toMatchObject({
    value: {
      attempts: [
        { ok: true, value: { etag: 'W/"2"' } },
        { ok: true, value: null },
      ],
    },
  });
  expect(service.seen.map(({ method }) => method)).toEqual(['POST', 'GET']);
});

test('a broken part is not taken for a yes, and breaks no other', async () => {
  expect(await send(batch([{ status: 200, body: '{"a":' }, { status: 204 }]))).toMatchObject({
    value: { attempts: [{ ok: false, failure: { kind: 'unreadable' } }, { ok: true }] },
  });
});

test('what comes without continuing after an error has the status of the error, and its parts', async () => {
  expect(await send(batch([{ status: 412, body: refusal }], { status: 412 }))).toMatchObject({
    ok: true,
    value: { isWhole: true, attempts: [{ ok: false, failure: { status: 412 } }, null] },
  });
});

test('a body that ends early leaves open what is behind', async () => {
  const whole = batch([{ status: 200, body: row }, { status: 204 }]).body as string;
  const cut = whole.slice(0, whole.lastIndexOf('HTTP/1.1 204'));
  expect(await send(batch([], { body: cut }))).toMatchObject({
    value: { isWhole: false, attempts: [{ ok: true }, null] },
  });
  expect(await send(batch([{ status: 204 }], { cutAfterBytes: 20 }))).toMatchObject({
    ok: false,
    failure: { kind: 'network' },
  });
});

test('more parts than questions, a page, JSON or a refusal of the whole are no answers to the changes', async () => {
  const three = batch([{ status: 204 }, { status: 204 }, { status: 204 }]);
  expect(await send(three)).toMatchObject({ ok: false, failure: { kind: 'unreadable' } });
  expect(await send({ contentType: 'text/html', body: '<html>' })).toMatchObject({ failure: { kind: 'unreadable' } });
  expect(await send({ body: { responses: [] } })).toMatchObject({ failure: { kind: 'unreadable' } });
  expect(await send({ status: 404, body: { error: { code: '', message: 'No' } } })).toMatchObject({
    failure: { kind: 'refused', status: 404 },
  });
});

test('a change set is whole, by the Content-ID of each', async () => {
  const answer = changeSet([
    { status: 204, contentId: '2' },
    { status: 200, body: row, contentId: '1' },
  ]);
  expect(await sendTogether(answer)).toMatchObject({ value: { kind: 'applied', rows: [{ etag: 'W/"2"' }, null] } });
});

test('a change set that was refused is answered by one part in its place, which names the culprit', async () => {
  expect(await sendTogether(batch([{ status: 412, body: refusal, contentId: '2' }]))).toMatchObject({
    value: { kind: 'refused', culprit: 'c2', failure: { status: 412 } },
  });
});

test('a member that says 201 beside a refused one was rolled back', async () => {
  const answer = changeSet([
    { status: 201, body: row, contentId: '1' },
    { status: 412, body: refusal, contentId: '2' },
  ]);
  expect(await sendTogether(answer)).toMatchObject({ value: { kind: 'refused', culprit: 'c2' } });
});

test('a change set of which an answer is missing is not known to be applied', async () => {
  expect(await sendTogether(changeSet([{ status: 204, contentId: '1' }]))).toMatchObject({ ok: false });
  expect(await sendTogether(batch([{ status: 204 }]))).toMatchObject({ ok: false });
});
