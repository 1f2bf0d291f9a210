import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSetting } from '../../../server/database/setting.ts';
import type { Phase } from '../../../server/operations/health.ts';
import { startingHealth } from '../../../server/operations/health.ts';
import { type MetricsAccess, mayReadMetrics } from '../../../server/operations/metrics-access.ts';
import { base, openService, readAll, type SignedIn, type TestService } from '../service-fixture.ts';

const token = 'a-token-for-the-scraper';
let service: TestService;
let dana: SignedIn;
let phase: Phase = 'serving';

beforeAll(async () => {
  service = await openService({ scale: 0.002, metricsAccess: { kind: 'token', token }, phase: () => phase });
  dana = await service.as('dana');
});
afterAll(() => service.close());

async function ask(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: unknown }> {
  const answered = await service.app.request(base + path, { headers });
  return { status: answered.status, body: await answered.json() };
}

async function metrics(): Promise<ReadonlyMap<string, number>> {
  const answered = await service.app.request(`${base}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  expect([answered.status, answered.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain/)]);
  const lines = (await answered.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.split(' ').at(-1))]));
}

describe('health', () => {
  it('says without a token that the process answers and that it may be sent requests', async () => {
    expect(await ask('/health/live')).toEqual({ status: 200, body: { status: 'live' } });
    expect(await ask('/health/ready')).toEqual({ status: 200, body: { status: 'ready' } });
  });

  it('is not ready while starting and while stopping, and alive all the same', async () => {
    phase = 'stopping';
    expect(await ask('/health/ready')).toEqual({ status: 503, body: { status: 'stopping' } });
    expect((await ask('/health/live')).status).toBe(200);
    phase = 'serving';
    expect(startingHealth('/health/ready')).toEqual({ status: 503, body: { status: 'starting' } });
    expect(startingHealth('/health/live').status).toBe(200);
  });

  it('is not ready on a schema of another version', async () => {
    const [row] = await service.database.query("select value from landfall_setting where name = 'schema'");
    await writeSetting(service.database, 'schema', '999');
    expect(await ask('/health/ready')).toEqual({ status: 503, body: { status: 'other schema' } });
    await writeSetting(service.database, 'schema', String(row?.value));
    expect((await ask('/health/ready')).status).toBe(200);
  });

  it('is not ready without its database', async () => {
    const alone = await openService({ scale: 0.002 });
    await alone.close();
    const answered = await alone.app.request(`${base}/health/ready`);
    expect([answered.status, await answered.json()]).toEqual([503, { status: 'no database' }]);
    expect((await alone.app.request(`${base}/health/live`)).status).toBe(200);
  });
});

describe('metrics', () => {
  it('count requests, rows, changes, sign-ins and reads by delta link', async () => {
    const before = await metrics();
    const key = '11111111-2222-4333-8444-555555555555';
    await dana.send('PATCH', `accounts(${key})`, { body: { name: 'counted' } });
    await dana.send('PATCH', `accounts(${key})`, { body: { name: 'counted again' } });
    const { rows, deltaLink } = await readAll(dana, 'accounts', { prefer: 'odata.track-changes' });
    await dana.send('DELETE', `accounts(${key})`);
    const delta = await dana.get(String(deltaLink));
    expect(delta.status).toBe(200);
    service.clock.ms += 8 * 24 * 60 * 60_000;
    const later = await service.as('dana');
    expect((await later.get(String(deltaLink))).status).toBe(410);
    service.clock.ms -= 8 * 24 * 60 * 60_000;
    const wrong = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"dana","password":"x"}',
    };
    expect((await service.app.request(`${base}/api/sign-in`, wrong)).status).toBe(401);
    const after = await metrics();
    const grown = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(grown('landfall_requests_total{route="row",method="PATCH",status="2xx"}')).toBe(2);
    expect(grown('landfall_requests_total{route="sign-in",method="POST",status="4xx"}')).toBe(1);
    expect(grown('landfall_rows_sent_total')).toBe(rows.length + 1);
    expect(grown('landfall_changes_applied_total{kind="create"}')).toBe(1);
    expect(grown('landfall_changes_applied_total{kind="update"}')).toBe(1);
    expect(grown('landfall_changes_applied_total{kind="delete"}')).toBe(1);
    expect(grown('landfall_delta_reads_total{outcome="ok"}')).toBe(1);
    expect(grown('landfall_delta_reads_total{outcome="expired"}')).toBe(1);
    expect(grown('landfall_sign_ins_total{outcome="ok"}')).toBe(1);
    expect(grown('landfall_sign_ins_total{outcome="refused"}')).toBe(1);
    expect(grown('landfall_request_duration_seconds_count{route="row"}')).toBe(3);
    expect([...after.keys()].some((name) => name.startsWith('landfall_database_connections'))).toBe(
      service.database.engine === 'postgres',
    );
  });

  it('carry no more labels than there are routes, methods and statuses, whatever is asked for', async () => {
    const names = async (): Promise<readonly string[]> => [...(await metrics()).keys()];
    const ask = (path: string, method: string) => service.app.request(base + path, { method });
    for (const path of ['/api/data/v9.2/a', '/api/data/v9.2/a(b)', '/api/x', '/x', '/__levers/x']) {
      for (const method of ['GET', 'PURGE', 'PUT']) await ask(path, method);
    }
    const known = await names();
    for (let n = 0; n < 20; n++) {
      for (const path of [`/api/data/v9.2/t${n}`, `/api/data/v9.2/t(${n})`, `/api/${n}`, `/${n}`, `/__levers/${n}`]) {
        for (const method of ['GET', `M${n}`, 'PUT']) await ask(path, method);
      }
    }
    expect(await names()).toEqual(known);
  });

  it('are there for whoever has the token; to others the address does not exist', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: `Bearer ${dana.token}` }]) {
      expect((await ask('/metrics', headers)).status).toBe(404);
    }
  });

  it.each<[string, MetricsAccess, string, Record<string, string>, string | undefined, boolean]>([
    ['a program on this machine', { kind: 'loopback' }, 'http://127.0.0.1:4280', {}, '127.0.0.1', true],
    ['the same over IPv6', { kind: 'loopback' }, 'http://[::1]:4280', {}, '::1', true],
    ['the same, mapped', { kind: 'loopback' }, 'http://localhost:4280', {}, '::ffff:127.0.0.1', true],
    ['another machine', { kind: 'loopback' }, 'http://127.0.0.1:4280', {}, '192.0.2.7', false],
    ['nobody knows who', { kind: 'loopback' }, 'http://127.0.0.1:4280', {}, undefined, false],
    ['through a proxy, by name', { kind: 'loopback' }, 'http://landfall.example', {}, '127.0.0.1', false],
    [
      'through a proxy, by header',
      { kind: 'loopback' },
      'http://127.0.0.1',
      { 'x-forwarded-for': '192.0.2.7' },
      '::1',
      false,
    ],
    ['switched off', { kind: 'off' }, 'http://127.0.0.1:4280', {}, '127.0.0.1', false],
    ['with a token, none given', { kind: 'token', token }, 'http://127.0.0.1:4280', {}, '127.0.0.1', false],
  ])('%s', (_, access, address, headers, peer, isAllowed) => {
    expect(mayReadMetrics(access, new Request(`${address}/metrics`, { headers }), peer)).toBe(isAllowed);
  });
});

it('every answer carries an id of its own, also refusals and files', async () => {
  const paths = ['/', '/health/live', '/api/data/v9.2/accounts', '/api/sign-in', '/config.json'];
  const ids = await Promise.all(
    paths.map(async (path) => (await service.app.request(base + path)).headers.get('x-ms-service-request-id')),
  );
  expect(new Set(ids).size).toBe(paths.length);
  expect(ids.every((id) => /^[0-9a-f-]{36}$/.test(String(id)))).toBe(true);
});
