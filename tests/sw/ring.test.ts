import { describe, expect, it } from 'vitest';
import { answerRing } from '../../sw/ring.ts';
import { createFakeDoorbell } from '../fakes/doorbell.ts';

const drained = (isWorkLeft: boolean, hasProgress: boolean) => ({
  run: async () => ({ isWorkLeft, hasProgress, problem: 'down' }),
});

describe('answering a ring', () => {
  it('is content when nothing is left', async () => {
    const doorbell = createFakeDoorbell();
    await answerRing(drained(false, true), doorbell, false);
    expect(doorbell.rings()).toBe(0);
  });

  it('rejects with a real Error, so that Workbox lets the browser retry, and never rings without progress', async () => {
    const doorbell = createFakeDoorbell();
    await expect(answerRing(drained(true, false), doorbell, false)).rejects.toThrow(new Error('work is left: down'));
    expect(doorbell.rings()).toBe(0);
  });

  it('rings again after progress, and uses the remaining tries where that is refused', async () => {
    const willing = createFakeDoorbell();
    await answerRing(drained(true, true), willing, false);
    expect(willing.rings()).toBe(1);
    await expect(answerRing(drained(true, true), createFakeDoorbell('refused'), false)).rejects.toBeInstanceOf(Error);
  });
});
