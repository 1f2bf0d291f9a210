import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { strictHeaders } from '../../server/headers.ts';
import { type HttpServer, listen } from '../../server/http-server.ts';
import { dataPath, type Json, openService, type TestService } from './service-fixture.ts';

let service: TestService;
let server: HttpServer;
let token: string;
const port = 20_000 + (process.pid % 20_000);
const address = `http://127.0.0.1:${port}`;
const row = `${dataPath}/accounts(11111111-2222-4333-8444-555555555555)`;

beforeAll(async () => {
  service = await openService({ scale: 0.001, hasLevers: true });
  token = (await service.as('dana')).token;
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

const json = { 'content-type': 'application/json' };
const pull = (path: string, method = 'GET', body?: unknown) =>
  fetch(address + path, {
    method,
    headers: { ...json, authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const arm = async (fault: Json): Promise<void> => {
  expect((await pull('/__levers/faults', 'POST', fault)).status).toBe(200);
};
const clear = () => pull('/__levers/faults', 'DELETE');
const log = async (): Promise<readonly Json[]> => (await pull('/__levers/requests')).json();
const nameOfRow = async (): Promise<unknown> => (await (await pull(row)).json()).name;

beforeEach(async () => {
  await clear();
  await pull(row, 'PATCH', { name: 'before' });
});

describe('levers', () => {
  it('throttle and unavailable answer instead of the service, after skip and for count requests', async () => {
    await arm({ kind: 'throttle', method: 'PATCH', skip: 1, count: 1, retryAfterSeconds: 7 });
    const statuses: number[] = [];
    for (let n = 0; n < 3; n++) {
      const answered = await pull(row, 'PATCH', { name: `throttled ${n}` });
      statuses.push(answered.status);
      if (answered.status !== 429) continue;
      expect(answered.headers.get('retry-after')).toBe('7');
      expect((await answered.json()).error.code).toBe('0x80072322');
      expect(await nameOfRow()).toBe('throttled 0');
    }
    expect(statuses).toEqual([204, 429, 204]);
    await arm({ kind: 'unavailable', pathIncludes: '/accounts(' });
    expect([(await pull(row)).status, (await pull(`${dataPath}/contacts`)).status]).toEqual([503, 200]);
    await clear();
    expect((await pull(row)).status).toBe(200);
  });

  it('html answers as a captive portal does', async () => {
    await arm({ kind: 'html', count: 1 });
    const answered = await pull(row);
    expect([answered.status, answered.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
  });

  it('a dropped answer ends the connection; what was applied before it keeps its effect in the log', async () => {
    for (const [kind, name, effects] of [
      ['drop-before', 'before', []],
      ['drop-after-applying', 'dropped', [{ kind: 'update', table: 'account', id: expect.any(String) }]],
    ] as const) {
      await arm({ kind, method: 'PATCH', count: 1 });
      await expect(pull(row, 'PATCH', { name: 'dropped' })).rejects.toThrow();
      expect(await nameOfRow()).toBe(name);
      const patched = (await log()).filter((entry) => entry.method === 'PATCH').at(-1);
      expect(patched).toMatchObject({ status: null, effects, person: 'dana', path: row });
    }
  });

  it('holds before and after applying until cleared, and tells when by a long poll', async () => {
    for (const [kind, name] of [
      ['hold-before', 'before'],
      ['hold-after-applying', 'held'],
    ] as const) {
      const since = (await log()).length;
      await arm({ kind, method: 'PATCH' });
      const waiting = pull(`/__levers/wait?event=held&count=1&method=PATCH&pathIncludes=accounts&since=${since}`);
      const held = pull(row, 'PATCH', { name: 'held' });
      expect((await (await waiting).json())[0]).toMatchObject({ method: 'PATCH', status: null });
      expect(await nameOfRow()).toBe(name);
      const answered = pull(`/__levers/wait?event=answered&count=1&method=PATCH&since=${since}`);
      await clear();
      expect((await held).status).toBe(204);
      expect((await (await answered).json())[0].status).toBe(204);
      await pull(row, 'PATCH', { name: 'before' });
    }
  });

  it('the log names precondition, person, status and effect of every request', async () => {
    const since = (await log()).length;
    await pull(`${dataPath}/accounts?$top=1`);
    await fetch(`${address}${row}`, {
      method: 'DELETE',
      headers: { 'if-match': 'W/"1"', authorization: `Bearer ${token}` },
    });
    await fetch(`${address}${row}`, { method: 'DELETE' });
    const entries = (await log()).slice(since);
    expect(entries).toMatchObject([
      { n: since + 1, method: 'GET', status: 200, person: 'dana', ifMatch: null, ifNoneMatch: null, effects: [] },
      { method: 'DELETE', status: 412, ifMatch: 'W/"1"', effects: [] },
      { method: 'DELETE', status: 401, person: null },
    ]);
  });

  it('shorten the life of tokens and delta links', async () => {
    const tracked = await fetch(`${address}${dataPath}/accounts`, {
      headers: { prefer: 'odata.track-changes', authorization: `Bearer ${token}` },
    });
    const link = new URL((await tracked.json())['@odata.deltaLink']);
    expect((await pull(link.pathname + link.search)).status).toBe(200);
    await pull('/__levers/settings', 'POST', { tokenSeconds: 60, deltaExpirySeconds: 0 });
    expect((await pull(link.pathname + link.search)).status).toBe(410);
    const signedIn = await pull('/api/sign-in', 'POST', { name: 'dana', password: 'dana-landfall' });
    expect(Date.parse((await signedIn.json()).expiresAt)).toBe(service.clock.ms + 60_000);
  });

  it.each([{ kind: 'explode' }, { kind: 'html', skip: -1 }, { kind: 'html', method: 5 }])(
    'refuse %j',
    async (fault) => {
      expect((await pull('/__levers/faults', 'POST', fault)).status).toBe(400);
    },
  );

  it('are not there unless switched on', async () => {
    const plain = await openService({ scale: 0.001 });
    for (const [path, method] of [
      ['requests', 'GET'],
      ['faults', 'POST'],
      ['faults', 'DELETE'],
      ['wait?event=held', 'GET'],
      ['settings', 'POST'],
    ] as const) {
      const answered = await plain.app.request(`http://service.test/__levers/${path}`, { method, headers: json });
      expect([404, 405]).toContain(answered.status);
    }
    await plain.close();
  });
});

describe('the HTTP server', () => {
  it('refuses a taken port with one clear line', async () => {
    const again = listen({
      port,
      host: '127.0.0.1',
      headers: strictHeaders([]),
      trustedProxies: 0,
      fetch: () => new Response(),
    });
    await expect(again).rejects.toThrow(`Port ${port} is taken by another program.`);
  });

  it('answers what Node itself refuses with the strict headers', async () => {
    const answered = await fetch(address, { headers: { 'x-long': 'x'.repeat(70_000) } });
    expect(answered.status).toBe(400);
    expect(answered.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
