import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RawAnswer } from '../../src/service/answer.ts';
import { createAskedSilence } from '../../src/service/asked-silence.ts';
import { startUnrulyService, type UnrulyService } from '../fakes/unruly-service.ts';
import { clientOf, never } from './client-under-test.ts';
import { workOrders } from './work-orders.ts';

let service: UnrulyService;
beforeAll(async () => {
  service = await startUnrulyService();
});
afterAll(() => service.close());

const answer = (status: number, retryAfter: string | null, at: number): RawAnswer => ({
  accepts: 'json',
  status,
  contentType: 'application/json',
  retryAfter,
  date: null,
  epoch: null,
  text: '',
  bytes: 0,
  isRedirect: false,
  at,
});

test('nothing is asked until the longest silence that was asked for is over', () => {
  const silence = createAskedSilence();
  expect(silence.refusalAt(1_000)).toBeNull();
  silence.heard(answer(429, '30', 1_000));
  silence.heard(answer(503, '5', 2_000));
  silence.heard(answer(200, null, 3_000));
  expect(silence.refusalAt(3_000)).toMatchObject({ kind: 'refused', status: 429, retryAfterMs: 28_000 });
  expect(silence.refusalAt(31_000)).toBeNull();
});

test('a wish that only another status carries is none, and a clock that was set back ends it', () => {
  const silence = createAskedSilence();
  silence.heard(answer(301, '30', 1_000));
  expect(silence.refusalAt(1_000)).toBeNull();
  silence.heard(answer(429, '30', 10_000));
  expect(silence.refusalAt(9_000)).toBeNull();
});

test('the client keeps it for all that it is asked to do', async () => {
  const { client, timers } = clientOf(service.url);
  service.seen.splice(0);
  service.will({ status: 429, headers: { 'retry-after': '30' }, body: { error: { code: '', message: 'slow' } } });
  service.will({ body: { value: [] } });
  const read = () => client.readFirst(workOrders, 'full read', never);
  expect(await read()).toMatchObject({ failure: { status: 429, retryAfterMs: 30_000 } });
  expect(await read()).toMatchObject({ failure: { status: 429 } });
  expect(service.seen).toHaveLength(1);
  timers.clock.advance(30_000);
  expect(await read()).toMatchObject({ ok: true });
});
