import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { strictHeaders } from '../../server/headers.ts';
import { type HttpServer, listen } from '../../server/http-server.ts';
import { batchText, readBatch, type SentItem } from './batch-fixture.ts';
import { dataPath, type Json, openService, type SignedIn, type TestService } from './service-fixture.ts';

let service: TestService;
let server: HttpServer;
let dana: SignedIn;
const port = 20_000 + ((process.pid * 7) % 20_000);
const address = `http://127.0.0.1:${port}`;

beforeAll(async () => {
  service = await openService({ scale: 0.001, hasLevers: true });
  dana = await service.as('dana');
  server = await listen({
    port,
    host: '127.0.0.1',
    headers: strictHeaders([]),
    trustedProxies: 0,
    fetch: (request, env) => service.app.fetch(request, env),
  });
});
afterAll(async () => {
  await server.close(0);
  await service.close();
});

const lever = async (method: string, path: string, body?: Json): Promise<readonly Json[]> => {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { 'content-type': 'application/json' };
  const answered = await fetch(`${address}/__levers/${path}`, { method, headers, ...json });
  return answered.status === 204 ? [] : answered.json();
};
afterEach(() => lever('DELETE', 'faults'));

const send = (items: readonly SentItem[]) =>
  fetch(`${address}${dataPath}/$batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${dana.token}`, 'content-type': 'multipart/mixed; boundary=batch_1' },
    body: batchText(items),
  });
const make = (id: string, name: string) => ({
  method: 'PATCH',
  url: `accounts(${id})`,
  body: { name },
  headers: { 'If-None-Match': '*' },
});
const nameOf = async (id: string): Promise<unknown> => (await dana.get(`accounts(${id})`)).body.name;
const created = (id: string) => ({ kind: 'create', table: 'account', id, ifMatch: null, ifNoneMatch: '*' });
const lastBatch = async () =>
  (await lever('GET', 'requests')).filter(({ path }) => path === `${dataPath}/$batch`).at(-1);

it('over HTTP: the log names each effect of a batch with the preconditions of its part', async () => {
  const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
  const answered = await send([make(first, 'a'), [make(second, 'b'), make(third, 'c')], make(first, 'again')]);
  expect(answered.status).toBe(412);
  const items = readBatch(await answered.text(), answered.headers.get('content-type') ?? '');
  expect(items).toMatchObject([{ status: 204 }, [{ status: 204 }, { status: 204 }], { status: 412 }]);
  const effects = [created(first), created(second), created(third)];
  expect(await lastBatch()).toMatchObject({ method: 'POST', person: 'dana', status: 412, ifNoneMatch: null, effects });
});

it('§2.6 a change set that was taken back has no effect', async () => {
  await send([[make(randomUUID(), 'a'), { method: 'DELETE', url: `accounts(${randomUUID()})` }]]);
  expect(await lastBatch()).toMatchObject({ status: 404, effects: [] });
});

it('a dropped answer: what was applied before it keeps its effects in the log', async () => {
  const [first, second] = [randomUUID(), randomUUID()];
  await lever('POST', 'faults', { kind: 'drop-after-applying', pathIncludes: '$batch', count: 1 });
  await expect(send([[make(first, 'a'), make(second, 'b')]])).rejects.toThrow();
  expect([await nameOf(first), await nameOf(second)]).toEqual(['a', 'b']);
  expect(await lastBatch()).toMatchObject({ status: null, effects: [created(first), created(second)] });
});

it('holds before and after applying, and tells of each effect', async () => {
  for (const [kind, name] of [
    ['hold-before', undefined],
    ['hold-after-applying', 'held'],
  ] as const) {
    const [first, second] = [randomUUID(), randomUUID()];
    const since = (await lever('GET', 'requests')).length;
    await lever('POST', 'faults', { kind, pathIncludes: '$batch' });
    const held = send([make(first, 'held'), make(second, 'held')]);
    await lever('GET', `wait?event=held&count=1&since=${since}`);
    expect(await nameOf(first)).toBe(name);
    await lever('DELETE', 'faults');
    expect((await held).status).toBe(200);
    const applied = await lever('GET', `wait?event=applied&count=2&since=${since}`);
    expect(applied.map(({ path }) => path)).toEqual([`${dataPath}/$batch`, `${dataPath}/$batch`]);
  }
});

it('§2.1 an address of 32,768 characters reaches the service over HTTP, a longer one is refused', async () => {
  const ask = async (length: number) => {
    const start = `${address}${dataPath}/accounts?$filter=`;
    const answered = await fetch(start + 'x'.repeat(length - start.length), {
      headers: { authorization: `Bearer ${dana.token}` },
    });
    return { status: answered.status, message: (await answered.json()).error.message as string };
  };
  const longest = await ask(32_768);
  expect(longest.status).toBe(400);
  expect(longest.message).not.toMatch(/address is longer|headers are too large/);
  expect(await ask(32_769)).toEqual({ status: 400, message: 'The address is longer than 32768 characters.' });
  expect((await ask(100_000)).message).toMatch(/headers are too large/);
});
