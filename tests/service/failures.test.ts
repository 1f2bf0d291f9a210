import { afterAll, beforeAll, expect, test } from 'vitest';
import { settle } from '../fakes/timers.ts';
import { startUnrulyService, type UnrulyAnswer, type UnrulyService } from '../fakes/unruly-service.ts';
import { clientOf, never } from './client-under-test.ts';
import { workOrders } from './work-orders.ts';

let service: UnrulyService;
beforeAll(async () => {
  service = await startUnrulyService();
});
afterAll(() => service.close());

async function failureOf(answer: UnrulyAnswer) {
  service.will(answer);
  const attempt = await clientOf(service.url).client.readFirst(workOrders, 'full read', never);
  return attempt.ok ? null : attempt.failure;
}

const said = { error: { code: '0x80040220', message: 'Required Depth: Global' } };

test.each<[string, UnrulyAnswer, object]>([
  [
    'the service’s refusal',
    { status: 403, body: said },
    { kind: 'refused', status: 403, code: '0x80040220', message: said.error.message, retryAfterMs: null },
  ],
  [
    'an error without a code',
    { status: 400, body: { error: { message: 'no' } } },
    { kind: 'refused', status: 400, code: '', message: 'no' },
  ],
  [
    'Retry-After in seconds',
    { status: 429, headers: { 'retry-after': '7' }, body: said },
    { kind: 'refused', status: 429, retryAfterMs: 7000 },
  ],
  [
    'Retry-After as a date, against the service’s clock and not ours',
    { status: 503, headers: { 'retry-after': 'Wed, 01 Jan 2020 00:01:30 GMT', date: 'Wed, 01 Jan 2020 00:00:00 GMT' } },
    { kind: 'refused', status: 503, retryAfterMs: 90_000 },
  ],
  [
    'Retry-After that says nothing',
    { status: 429, headers: { 'retry-after': 'soon' } },
    { kind: 'refused', retryAfterMs: null },
  ],
  [
    'a gateway’s page of an outage',
    { status: 502, body: '<html>bad gateway</html>', contentType: 'text/html' },
    { kind: 'refused', status: 502 },
  ],
  ['a 401 without words', { status: 401 }, { kind: 'refused', status: 401 }],
  [
    'a captive portal’s page',
    { body: '<html>Welcome to Hotel WLAN</html>', contentType: 'text/html' },
    { kind: 'unreadable', status: 200 },
  ],
  ['a captive portal that says it is JSON', { body: '<html>Welcome</html>' }, { kind: 'unreadable', status: 200 }],
  [
    'a captive portal’s redirect',
    { status: 302, headers: { location: 'http://login.example/' } },
    { kind: 'unreadable' },
  ],
  [
    'network authentication required',
    { status: 511, body: '<html>', contentType: 'text/html' },
    { kind: 'unreadable', status: 511 },
  ],
  [
    'a proxy’s 404 page',
    { status: 404, body: '<html>not found</html>', contentType: 'text/html' },
    { kind: 'unreadable', status: 404 },
  ],
  ['a proxy’s 403 in JSON of its own', { status: 403, body: { blocked: true } }, { kind: 'unreadable', status: 403 }],
  ['XML', { body: '<feed/>', contentType: 'application/atom+xml' }, { kind: 'unreadable' }],
  ['nothing in a 200', {}, { kind: 'unreadable', status: 200 }],
  ['JSON that is no list', { body: { hello: 1 } }, { kind: 'unreadable', status: 200 }],
  ['JSON that ends early', { body: '{"value":[{"msdyn_workorderid":"' }, { kind: 'unreadable', status: 200 }],
  ['a body that is cut', { body: { value: ['x'.repeat(5000)] }, cutAfterBytes: 1000 }, { kind: 'network' }],
])('%s', async (_, answer, expected) => {
  expect(await failureOf(answer)).toMatchObject(expected);
});

test('no service there is a network failure', async () => {
  const attempt = await clientOf('http://127.0.0.1:1/').client.tables(never);
  expect(attempt).toMatchObject({ ok: false, failure: { kind: 'network' } });
});

test('nobody signed in sends nothing and counts as a 401', async () => {
  const before = service.seen.length;
  const attempt = await clientOf(service.url, { token: null }).client.readFirst(workOrders, 'full read', never);
  expect(attempt).toMatchObject({ ok: false, failure: { kind: 'refused', status: 401 } });
  expect(service.seen.length).toBe(before);
});

test.each<[string, UnrulyAnswer]>([
  ['before the answer', { isSilent: true }],
  ['in the middle of the body', { body: { value: [] }, isStuckHalfway: true }],
])('silence %s ends the request after the time given', async (_, answer) => {
  service.will(answer);
  const { client, timers } = clientOf(service.url);
  const before = service.seen.length;
  const attempt = client.readFirst(workOrders, 'full read', never);
  while (service.seen.length === before) await settle();
  for (let i = 0; i < 20; i++) await settle();
  await timers.advance(30_000);
  expect(await attempt).toEqual({ ok: false, failure: { kind: 'network', message: 'No answer for 30 seconds.' } });
  expect(timers.waiting()).toEqual([]);
});

test('an abort by the caller is thrown with its reason, not reported as a failure', async () => {
  service.will({ isSilent: true });
  const { client, timers } = clientOf(service.url);
  const controller = new AbortController();
  const before = service.seen.length;
  const attempt = client.readFirst(workOrders, 'full read', controller.signal);
  const caught = attempt.catch((reason: unknown) => reason);
  while (service.seen.length === before) await settle();
  controller.abort(new Error('handed over'));
  expect(await caught).toEqual(new Error('handed over'));
  expect(timers.waiting()).toEqual([]);
  await expect(client.readFirst(workOrders, 'full read', controller.signal)).rejects.toThrow('handed over');
});
