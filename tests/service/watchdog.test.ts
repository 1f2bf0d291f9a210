import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { watch } from '../../src/service/watchdog.ts';
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
