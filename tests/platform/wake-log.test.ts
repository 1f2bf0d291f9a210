import { expect, test } from 'vitest';
import { observe } from '../../src/platform/wake-observation.ts';
import { MemoryStore } from '../../src/storage/memory-store.ts';

const platform = { os: 'Linux', engine: 'Chromium', browser: 'Chromium', browserMajor: 156, install: 'tab' } as const;

test('wakes that were really stored are what the expectation looks at', async () => {
  const store = new MemoryStore({
    name: 'landfall:demo:dana',
    hints: { send: () => {}, listen: () => () => {}, close: () => {} },
    newId: () => 'store 1',
    locale: 'en',
    seenIn: { browserMajor: 156, install: 'tab' },
  });
  for (let n = 1; n <= 5; n += 1) {
    const beginning = {
      trigger: 'background sync',
      host: 'service worker',
      isLastChance: false,
      now: n * 1_000,
    } as const;
    const { fence } = await store.beginWake(beginning);
    const ending = { end: 'finished', problem: null, silentUntil: null } as const;
    if (n < 5) await store.endWake({ fence, now: n * 1_000 + 10 }, ending);
  }
  // The fifth never wrote an end: it is recognised as cut off by the next.
  await store.beginWake({ trigger: 'opened', host: 'data worker', isLastChance: false, now: 9_000 });
  const { wakes } = await store.facts();
  expect(observe(wakes, platform, 10_000)).toEqual({ kind: 'reliable', woken: 5, ran: 4 });
  expect(observe(wakes, { ...platform, install: 'installed' }, 10_000)).toEqual({ kind: 'not seen' });
});
