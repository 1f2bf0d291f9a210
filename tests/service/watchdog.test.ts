import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { createExchange, type ExchangeParts } from '../../src/service/exchange.ts';
import { get } from '../../src/service/request.ts';
import { watch } from '../../src/service/watchdog.ts';
import { stallLimitMs } from '../../src/sync/watch.ts';
import { createManualTimers } from '../fakes/timers.ts';

test('something heard begins the silence anew', async () => {
  const timers = createManualTimers();
  const dog = watch(timers, 1000, new AbortController().signal);
  await timers.advance(900);
  dog.pat();
  await timers.advance(900);
  expect(dog.signal.aborted).toBe(false);
  await timers.advance(100);
  expect([dog.signal.aborted, dog.hasTimedOut()]).toEqual([true, true]);
});

test('the caller’s abort is not taken for silence', () => {
  const caller = new AbortController();
  const dog = watch(createManualTimers(), 1000, caller.signal);
  caller.abort('why');
  expect([dog.signal.aborted, dog.signal.reason, dog.hasTimedOut()]).toEqual([true, 'why', false]);
  expect(watch(createManualTimers(), 1000, caller.signal).signal.aborted).toBe(true);
});

test('a cycle’s signal gathers no listeners and no timers over its requests', () => {
  const caller = new AbortController();
  const timers = createManualTimers();
  watch(timers, 1000, caller.signal).stop();
  expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
  expect(timers.waiting()).toEqual([]);
});

function deafParts(over: Partial<ExchangeParts>) {
  const timers = createManualTimers();
  const parts: ExchangeParts = {
    fetcher: () => new Promise(() => {}),
    token: async () => 'token',
    clock: timers.clock,
    timers,
    requestTimeoutMs: 60_000,
    ...over,
  };
  return { timers, exchange: createExchange(parts) };
}

test('a fetch that heeds no signal is given up when nothing was heard for too long', async () => {
  const { timers, exchange } = deafParts({});
  const asked = exchange(get('http://localhost/'), new AbortController().signal);
  await timers.advance(0);
  await timers.advance(60_000);
  expect(await asked).toMatchObject({ ok: false, failure: { kind: 'network', message: 'No answer for 60 seconds.' } });
});

test.each([
  [200_000, 100],
  [5_000_000, 105],
])(
  'a request of %i characters has time to leave over a slow line, within the engine’s patience',
  async (length, seconds) => {
    const { timers, exchange } = deafParts({});
    const request = { ...get('http://localhost/'), method: 'PATCH', body: 'x'.repeat(length) } as const;
    let isOver = false;
    const asked = exchange(request, new AbortController().signal).finally(() => {
      isOver = true;
    });
    await timers.advance(0);
    await timers.advance((seconds - 1) * 1000);
    expect(isOver).toBe(false);
    await timers.advance(1000);
    expect(await asked).toMatchObject({ failure: { message: `No answer for ${seconds} seconds.` } });
    expect(seconds * 1000).toBeLessThan(stallLimitMs);
  },
);

test('and when its caller aborts', async () => {
  const { timers, exchange } = deafParts({});
  const stop = new AbortController();
  const asked = exchange(get('http://localhost/'), stop.signal);
  await timers.advance(0);
  stop.abort(new Error('handed over'));
  await expect(asked).rejects.toThrow('handed over');
});

test('a token that does not come is the database’s silence, not the service’s', async () => {
  const { timers, exchange } = deafParts({ token: () => new Promise(() => {}) });
  const asked = exchange(get('http://localhost/'), new AbortController().signal);
  const refused = expect(asked).rejects.toThrow('The database on this device did not give the sign-in for 60 seconds.');
  await timers.advance(60_000);
  await refused;
});

test('each piece of an answer is told', async () => {
  let heard = 0;
  const { exchange } = deafParts({
    fetcher: async () => new Response('{}', { headers: { 'content-type': 'application/json' } }),
    heard: () => {
      heard += 1;
    },
  });
  await exchange(get('http://localhost/'), new AbortController().signal);
  expect(heard).toBe(2);
});
