import { afterEach, describe, expect, test } from 'vitest';
import type { Locks } from '../../src/platform/platform.ts';

export interface Contexts {
  /** A tab or worker of the origin that all contexts of one test share. */
  open(): Promise<{ readonly locks: Locks; kill(): void }>;
  closeAll(): void;
}

interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

function createGate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Long enough for a browser to grant what can be granted. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 60));
}

let names = 0;
const freshName = () => `locks-contract-${Date.now()}-${names++}`;

/** Takes a lock and keeps it until `release`. */
async function keep(locks: Locks, name: string, mode: 'wait' | 'steal' = 'wait') {
  const held = createGate();
  const released = createGate();
  let lost: AbortSignal | undefined;
  const done = locks.request(name, { mode }, async (signal) => {
    lost = signal;
    held.open();
    await released.opened;
    return 'kept';
  });
  await held.opened;
  return { done, release: released.open, isLost: () => lost?.aborted === true };
}

async function isFree(locks: Locks, name: string): Promise<boolean> {
  return (await locks.request(name, { mode: 'if available' }, async () => 'had')) === 'had';
}

/** What every `Locks` does, on one origin with several contexts. */
export function describeLocks(label: string, createContexts: () => Contexts): void {
  describe(label, () => {
    const contexts = createContexts();
    afterEach(() => contexts.closeAll());

    test('answers with what the holder did, and is free again', async () => {
      const { locks } = await contexts.open();
      const name = freshName();
      expect(await locks.request(name, { mode: 'wait' }, async () => 42)).toBe(42);
      expect(await isFree(locks, name)).toBe(true);
    });

    test('is unavailable while another context holds it, and only under that name', async () => {
      const [a, b] = [await contexts.open(), await contexts.open()];
      const name = freshName();
      const kept = await keep(a.locks, name);
      let ran = false;
      const answer = await b.locks.request(name, { mode: 'if available' }, async () => {
        ran = true;
      });
      expect(answer).toBe('unavailable');
      expect(ran).toBe(false);
      expect(await isFree(b.locks, freshName())).toBe(true);
      kept.release();
      expect(await kept.done).toBe('kept');
      expect(kept.isLost()).toBe(false);
    });

    test('goes to those who wait in the order they asked', async () => {
      const [a, b, c] = [await contexts.open(), await contexts.open(), await contexts.open()];
      const name = freshName();
      const kept = await keep(a.locks, name);
      const order: string[] = [];
      const second = b.locks.request(name, { mode: 'wait' }, async () => order.push('b'));
      await pause();
      const third = c.locks.request(name, { mode: 'wait' }, async () => order.push('c'));
      await pause();
      expect(order).toEqual([]);
      kept.release();
      await Promise.all([second, third]);
      expect(order).toEqual(['b', 'c']);
    });

    test('passes on the error of the holder, and is free again', async () => {
      const [a, b] = [await contexts.open(), await contexts.open()];
      const name = freshName();
      const failing = a.locks.request(name, { mode: 'wait' }, () => Promise.reject(new Error('broken')));
      await expect(failing).rejects.toThrow('broken');
      expect(await isFree(b.locks, name)).toBe(true);
    });

    test('tells a holder that it was stolen from, and lets its code go on to its own end', async () => {
      const [a, b] = [await contexts.open(), await contexts.open()];
      const name = freshName();
      const robbed = await keep(a.locks, name);
      const thief = await keep(b.locks, name, 'steal');
      await pause();
      expect(robbed.isLost()).toBe(true);
      expect(thief.isLost()).toBe(false);
      robbed.release();
      expect(await robbed.done).toBe('kept');
      thief.release();
      expect(await thief.done).toBe('kept');
    });

    test('is not given back by a holder that it was stolen from', async () => {
      const [a, b, c] = [await contexts.open(), await contexts.open(), await contexts.open()];
      const name = freshName();
      const robbed = await keep(a.locks, name);
      const thief = await keep(b.locks, name, 'steal');
      robbed.release();
      await robbed.done;
      await pause();
      expect(await isFree(c.locks, name)).toBe(false);
      thief.release();
      await thief.done;
      expect(await isFree(c.locks, name)).toBe(true);
    });

    test('passes on the error of a holder that it was stolen from', async () => {
      const [a, b] = [await contexts.open(), await contexts.open()];
      const name = freshName();
      const held = createGate();
      const robbed = a.locks.request(name, { mode: 'wait' }, async (lost) => {
        held.open();
        await new Promise((resolve) => lost.addEventListener('abort', resolve));
        throw new Error('noticed');
      });
      await held.opened;
      const [outcome] = await Promise.allSettled([
        robbed,
        b.locks.request(name, { mode: 'steal' }, async () => 'mine'),
      ]);
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'noticed' } });
    });

    test('is stolen ahead of those who wait, who keep their place', async () => {
      const [a, b, c] = [await contexts.open(), await contexts.open(), await contexts.open()];
      const name = freshName();
      const robbed = await keep(a.locks, name);
      let hasWaited = false;
      const waiting = b.locks.request(name, { mode: 'wait' }, async () => {
        hasWaited = true;
      });
      await pause();
      const thief = await keep(c.locks, name, 'steal');
      await pause();
      expect(hasWaited).toBe(false);
      thief.release();
      await waiting;
      expect(hasWaited).toBe(true);
      robbed.release();
      await robbed.done;
    });

    test('stealing what is free is taking it', async () => {
      const { locks } = await contexts.open();
      expect(await locks.request(freshName(), { mode: 'steal' }, async () => 'had')).toBe('had');
    });

    test('can be given up on while waiting, and then never runs', async () => {
      const [a, b, c] = [await contexts.open(), await contexts.open(), await contexts.open()];
      const name = freshName();
      const kept = await keep(a.locks, name);
      const giveUp = new AbortController();
      let ran = false;
      const given = b.locks.request(name, { mode: 'wait', signal: giveUp.signal }, async () => {
        ran = true;
      });
      const next = c.locks.request(name, { mode: 'wait' }, async () => 'next');
      await pause();
      giveUp.abort(new Error('waited long enough'));
      await expect(given).rejects.toThrow('waited long enough');
      kept.release();
      expect(await next).toBe('next');
      expect(ran).toBe(false);
    });

    test.each(['if available', 'wait', 'steal'] as const)(
      'is not asked for (%s) once the signal is aborted',
      async (mode) => {
        const { locks } = await contexts.open();
        const name = freshName();
        let ran = false;
        const asked = locks.request(name, { mode, signal: AbortSignal.abort(new Error('too late')) }, async () => {
          ran = true;
        });
        await expect(asked).rejects.toThrow('too late');
        expect(ran).toBe(false);
        expect(await isFree(locks, name)).toBe(true);
      },
    );

    test('is held on when the signal aborts after it was granted', async () => {
      const { locks } = await contexts.open();
      const name = freshName();
      const giveUp = new AbortController();
      const result = await locks.request(name, { mode: 'wait', signal: giveUp.signal }, async (lost) => {
        giveUp.abort();
        await pause();
        return { isLost: lost.aborted, isFree: await isFree(locks, name) };
      });
      expect(result).toEqual({ isLost: false, isFree: false });
    });

    test('goes to the next when the context that holds it is killed', async () => {
      const [a, b] = [await contexts.open(), await contexts.open()];
      const name = freshName();
      await keep(a.locks, name);
      const next = b.locks.request(name, { mode: 'wait' }, async () => 'next');
      a.kill();
      expect(await next).toBe('next');
    });

    test('is not kept waiting for by a context that is killed', async () => {
      const [a, b, c] = [await contexts.open(), await contexts.open(), await contexts.open()];
      const name = freshName();
      const kept = await keep(a.locks, name);
      let ran = false;
      void b.locks.request(name, { mode: 'wait' }, async () => {
        ran = true;
      });
      await pause();
      b.kill();
      kept.release();
      expect(await c.locks.request(name, { mode: 'wait' }, async () => 'next')).toBe('next');
      expect(ran).toBe(false);
    });
  });
}
