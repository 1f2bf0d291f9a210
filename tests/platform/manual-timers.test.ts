import { expect, test } from 'vitest';
import { createManualTimers } from '../fakes/timers.ts';

test('timers fire in the order of their time, at their time, and those set on the way too', async () => {
  const timers = createManualTimers();
  const start = timers.clock.now();
  const fired: (readonly [string, number])[] = [];
  const note = (name: string) => fired.push([name, timers.clock.now() - start]);
  timers.after(300, () => note('c'));
  timers.after(100, () => {
    note('a');
    timers.after(50, () => note('b'));
  });
  const cancel = timers.after(200, () => note('never'));
  cancel();
  await timers.advance(299);
  expect(fired).toEqual([
    ['a', 100],
    ['b', 150],
  ]);
  expect(timers.waiting()).toEqual([1]);
  expect(await timers.runNext()).toBe(true);
  expect(fired.at(-1)).toEqual(['c', 300]);
  expect(await timers.runNext()).toBe(false);
});

test('a clock that is set back does not hold timers back', async () => {
  const timers = createManualTimers();
  let hasFired = false;
  timers.after(1_000, () => {
    hasFired = true;
  });
  timers.clock.set(0);
  await timers.advance(1_000);
  expect(hasFired).toBe(true);
  expect(timers.clock.now()).toBe(1_000);
});
