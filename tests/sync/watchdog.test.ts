import { describe, expect, it } from 'vitest';
import type { Locks } from '../../src/platform/platform.ts';
import { StoreFailure } from '../../src/storage/store.ts';
import { Engine } from '../../src/sync/engine.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { Watch } from '../../src/sync/watch.ts';
import { watchedParts } from '../../src/sync/watched-parts.ts';
import { Device, edit, intervalMs, wake } from './device.ts';
import { hangingStore } from './stalled.ts';

async function loaded() {
  const device = new Device();
  device.service.put('account', 'a', { accountid: 'a', name: 'Alpha' });
  const context = device.openContext();
  await wake(context);
  const hanging = hangingStore(context.store);
  const parts: SyncParts = { ...context, store: hanging.store };
  return { device, context, hanging, parts };
}

/** A service whose next send never settles, whatever its signal says. */
function deafTo(call: 'send' | 'readOn' | 'row', parts: SyncParts): SyncParts {
  let isUsed = false;
  const service = new Proxy(parts.service, {
    get(inner, name) {
      const value: unknown = Reflect.get(inner, name);
      if (typeof value !== 'function') return value;
      if (name === call && !isUsed) {
        return () => {
          isUsed = true;
          return new Promise(() => {});
        };
      }
      return value.bind(inner);
    },
  });
  return { ...parts, service };
}

describe('a cycle that stands still', () => {
  it('in a request that heeds no signal is broken off after two minutes, and says what it waited for', async () => {
    const { device, context } = await loaded();
    await edit(device, context, { kind: 'update', key: 'a', values: { name: 'New' } });
    const startedAt = device.timers.clock.now();
    const running = wake(deafTo('send', context), 'edit');
    await device.timers.advance(0);
    await device.timers.advance(115_000);
    expect((await context.store.facts()).wakes[0]).toMatchObject({ end: null });
    await device.timers.advance(5_000);
    expect(await running).toMatchObject({
      kind: 'stalled',
      awaited: { what: 'the service (send Accounts)', since: startedAt },
      unwritten: null,
    });
    expect((await context.store.facts()).wakes[0]).toMatchObject({
      end: 'stalled',
      problem: 'No answer from the service (send Accounts) for 120 seconds.',
    });
    expect(await wake(context, 'retry')).toMatchObject({ end: 'finished' });
    expect(device.service.effects).toHaveLength(1);
  });

  it('in a transaction is broken off, and the wake after it writes what happened', async () => {
    const { device, context, hanging, parts } = await loaded();
    device.service.put('account', 'b', { accountid: 'b', name: 'Beta' });
    const { reached } = hanging.hang('commitPull');
    hanging.hang('endWake');
    const running = wake(parts, 'sync now');
    await reached;
    await device.timers.advance(125_000);
    const result = await running;
    expect(result).toMatchObject({
      kind: 'stalled',
      awaited: { what: 'the database on this device (storing rows of account)' },
      unwritten: { problem: 'No answer from the database on this device (storing rows of account) for 120 seconds.' },
    });
    if (result.kind !== 'stalled') throw new Error('not stalled');
    await context.store.beginWake({
      trigger: 'retry',
      host: 'data worker',
      isLastChance: false,
      now: device.timers.clock.now(),
      stalled: result.unwritten,
    });
    const { wakes } = await context.store.facts();
    expect(wakes[1]).toMatchObject({ end: 'stalled', problem: result.unwritten?.problem });
  });

  it('in taking the lease, in reading, anywhere: is broken off all the same', async () => {
    for (const call of ['beginWake', 'tables', 'outbox', 'checkpoint', 'commitNumber', 'lease', 'endWake'] as const) {
      const { device, hanging, parts } = await loaded();
      const { reached } = hanging.hang(call);
      const running = wake(parts, 'sync now');
      await reached;
      await device.timers.advance(125_000);
      expect(await running, call).toMatchObject({ kind: 'stalled' });
      expect(device.locks.isHeld('landfall:demo:dana:cycle'), call).toBe(false);
    }
  });

  it('in asking for the right is broken off; if the right comes late, nothing runs under it', async () => {
    const { device, context, hanging } = await loaded();
    const late: (() => void)[] = [];
    const locks: Locks = {
      keepsOthersOut: true,
      request: (name, options, hold) =>
        new Promise((resolve, reject) => {
          late.push(() => void context.locks.request(name, options, hold).then(resolve, reject));
        }),
    };
    const running = wake({ ...context, store: hanging.store, locks });
    await device.timers.advance(120_000);
    expect(await running).toMatchObject({
      kind: 'stalled',
      awaited: { what: 'this browser, asked for the exclusive right to sync' },
    });
    hanging.calls.length = 0;
    late[0]?.();
    await device.timers.advance(0);
    expect(hanging.calls).toEqual([]);
    expect(device.locks.isHeld('landfall:demo:dana:cycle')).toBe(false);
  });

  it('beats no more: whoever comes later sees a dead holder', async () => {
    const { device, context, hanging, parts } = await loaded();
    await edit(device, context, { kind: 'update', key: 'a', values: { name: 'New' } });
    hanging.hang('endWake');
    const running = wake(deafTo('send', parts), 'edit');
    await device.timers.advance(0);
    await device.timers.advance(125_000);
    await running;
    hanging.calls.length = 0;
    await device.timers.advance(60_000);
    expect(hanging.calls).toEqual([]);
    expect(device.timers.waiting()).toEqual([]);
  });

  it('only reads from its database: that is no progress', async () => {
    const { device, parts } = await loaded();
    const watch = new Watch(parts, new AbortController().signal);
    const watched = watchedParts(parts, watch);
    const circling = (async () => {
      for (;;) {
        await watched.store.outbox();
        await new Promise<void>((resolve) => device.timers.after(1_000, resolve));
      }
    })();
    const over = watch.whole(circling);
    over.catch(() => {});
    await device.timers.advance(121_000);
    await expect(over).rejects.toMatchObject({ name: 'Stalled' });
    await expect(circling).rejects.toMatchObject({ name: 'Stalled' });
  });
});

describe('a cycle that does not stand still', () => {
  it('may wait long for an answer that arrives piece by piece', async () => {
    const { device, context } = await loaded();
    const pieces = new Set<() => void>();
    const held = device.service.holdNext('read');
    const heard = (listener: () => void) => {
      pieces.add(listener);
      return () => pieces.delete(listener);
    };
    const running = wake({ ...context, heard }, 'sync now');
    await held.reached;
    for (let n = 0; n < 10; n += 1) {
      await device.timers.advance(60_000);
      for (const tell of pieces) tell();
    }
    held.release();
    expect(await running).toMatchObject({ end: 'finished' });
    expect(pieces.size).toBe(0);
  });

  it('is not taken for it because the device slept: time that no timer saw does not count', async () => {
    const { device, context } = await loaded();
    const held = device.service.holdNext('read');
    const running = wake(context, 'sync now');
    await held.reached;
    await device.timers.advance(60_000);
    device.timers.clock.advance(8 * 60 * 60_000);
    await device.timers.advance(5_000);
    held.release();
    expect(await running).toMatchObject({ end: 'finished' });
  });
});

describe('a cycle that was asked to end', () => {
  it('and does not, is broken off after ten seconds', async () => {
    const { device, hanging, parts } = await loaded();
    const { reached } = hanging.hang('checkpoint');
    const stop = new AbortController();
    const running = wake(parts, 'sync now', stop);
    await reached;
    stop.abort('handed over');
    await device.timers.advance(10_000);
    expect(await running).toMatchObject({ kind: 'stalled' });
  });
});

describe('the engine of a tab whose cycle stands still', () => {
  /** Until the watchdog and the last word to the wake log are over. */
  const oneStall = 130_000;

  it('tries once more at once, on a fresh connection, and is well if that helps', async () => {
    const { device, context, hanging, parts } = await loaded();
    const engine = new Engine(parts, { intervalMs, onActivity: () => {} });
    const { reached } = hanging.hang('checkpoint');
    engine.trigger('sync now');
    await reached;
    hanging.calls.length = 0;
    hanging.onReconnect(() => hanging.recover());
    await device.timers.advance(oneStall);
    expect(hanging.calls).toContain('reconnect');
    expect(engine.activity()).toEqual({ kind: 'idle' });
    const ends = (await context.store.facts()).wakes.map(({ trigger, end }) => `${trigger} ${end}`);
    expect(ends.slice(0, 2)).toEqual(['retry finished', 'sync now stalled']);
    engine.close();
  });

  it('says what is stuck and since when if it stands still again, and tries on, slowly, until it moves', async () => {
    const { device, hanging, parts } = await loaded();
    const said: string[] = [];
    const engine: Engine = new Engine(parts, {
      intervalMs,
      onActivity: () => {
        const activity = engine.activity();
        if (activity.kind === 'stuck') said.push(activity.nextTryAt === null ? 'trying' : 'waiting');
      },
    });
    const { reached } = hanging.hang('checkpoint');
    const since = device.timers.clock.now();
    engine.trigger('sync now');
    await reached;
    await device.timers.advance(2 * oneStall);
    expect(engine.activity()).toMatchObject({
      kind: 'stuck',
      awaited: { what: 'the database on this device (checkpoint)', since },
      nextTryAt: expect.any(Number),
    });
    await device.timers.advance(120_000 + oneStall);
    expect(said).toEqual(expect.arrayContaining(['waiting', 'trying', 'waiting']));
    expect(engine.activity()).toMatchObject({ kind: 'stuck', awaited: { since } });
    hanging.recover();
    engine.trigger('sync now');
    await device.timers.advance(0);
    expect(engine.activity()).toEqual({ kind: 'idle' });
    engine.close();
  });

  it('does not hang in what is looked up after a cycle', async () => {
    const { device, context, hanging, parts } = await loaded();
    const engine = new Engine(parts, { intervalMs, onActivity: () => {} });
    await edit(device, context, { kind: 'update', key: 'a', values: { name: 'New' } });
    device.service.failNext('send', { kind: 'refused', status: 401, code: '', message: 'expired', retryAfterMs: null });
    const { reached } = hanging.hang('session');
    engine.trigger('edit');
    await reached;
    hanging.recover();
    hanging.calls.length = 0;
    await device.timers.advance(30_000);
    expect(hanging.calls).toContain('reconnect');
    expect(engine.activity()).toEqual({ kind: 'idle' });
    engine.close();
  });

  it('can be paused: whoever hides the page does not wait for a cycle that hangs', async () => {
    const { device, hanging, parts } = await loaded();
    const engine = new Engine(parts, { intervalMs, onActivity: () => {} });
    const { reached } = hanging.hang('checkpoint');
    engine.trigger('sync now');
    await reached;
    const paused = engine.pause();
    await device.timers.advance(15_000);
    await paused;
    engine.close();
  });

  it('opens the database anew after a cycle that failed on it', async () => {
    const { device, context, hanging, parts } = await loaded();
    const engine = new Engine(parts, { intervalMs, onActivity: () => {} });
    hanging.fail('checkpoint', new StoreFailure('connection lost', 'Connection to Indexed Database server lost.'));
    engine.trigger('sync now');
    await device.timers.advance(0);
    expect(engine.activity()).toMatchObject({ kind: 'waiting' });
    hanging.recover();
    hanging.calls.length = 0;
    await device.timers.runNext();
    expect(hanging.calls[0]).toBe('reconnect');
    expect((await context.store.facts()).wakes[0]).toMatchObject({ end: 'finished' });
    engine.close();
  });
});
