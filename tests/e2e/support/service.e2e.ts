import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Service, startService } from './service.ts';
import { sql } from './sql.ts';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.remove());

const dataUrl = () => `${service.url}/api/data/v9.2/accounts`;

test('prints its address and logs requests', async () => {
  const { status } = await fetch(dataUrl());
  expect(status).toBe(401);
  const [request] = await service.levers.wait({ event: 'answered', pathIncludes: '/accounts' });
  expect(request).toMatchObject({ n: await service.levers.last(), method: 'GET', status: 401, effects: [] });
});

test('misbehaves on demand', async () => {
  await service.levers.fault({ kind: 'throttle', pathIncludes: '/accounts', count: 1, retryAfterSeconds: 7 });
  const throttled = await fetch(dataUrl());
  expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '7']);
  await service.levers.fault({ kind: 'hold-before', pathIncludes: '/accounts' });
  const held = fetch(dataUrl());
  await service.levers.wait({ event: 'held' });
  await service.levers.clearFaults();
  expect((await held).status).toBe(401);
});

test('lets go of one fault at a time', async () => {
  const first = await service.levers.fault({ kind: 'hold-before', pathIncludes: '/contacts', count: 1 });
  const second = await service.levers.fault({ kind: 'hold-before', pathIncludes: '/contacts', count: 1 });
  const before = await service.levers.last();
  const held = [0, 1].map(() => fetch(`${service.url}/api/data/v9.2/contacts`).then(({ status }) => status));
  await service.levers.wait({ event: 'held', count: 2, since: before });
  await service.levers.clearFaults(first);
  expect(await Promise.race(held)).toBe(401);
  const answered = async () =>
    (await service.levers.requests()).filter(({ n, status }) => n > before && status !== null);
  expect(await answered()).toHaveLength(1);
  await service.levers.clearFaults(second);
  expect(await Promise.all(held)).toEqual([401, 401]);
});

test('keeps port and data over a stop, a start and a kill', async () => {
  await service.stop();
  await expect(fetch(service.url)).rejects.toThrow();
  const [{ count } = {}] = await sql(service.dataFolder, 'select count(*) from account');
  expect(Number(count)).toBe(40);
  await service.start();
  expect((await fetch(dataUrl())).status).toBe(401);
  await service.kill();
  await service.start();
  expect((await fetch(dataUrl())).status).toBe(401);
});
