import { describe, expect, it } from 'vitest';
import { freshForMs } from '../../src/core/pull-due.ts';
import { StoreFailure } from '../../src/storage/store.ts';
import { Engine } from '../../src/sync/engine.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { deferred } from '../fakes/deferred.ts';
import { settle } from '../fakes/timers.ts';
import { contacts } from '../fixtures/tables.ts';
import { Device, edit, intervalMs, wake } from './device.ts';

/** An engine, and a way to wait until its activity is as wanted. */
function run(parts: SyncParts) {
  const waiting: { isWanted: () => boolean; resolve: () => void }[] = [];
  const engine: Engine = new Engine(parts, {
    intervalMs,
    onActivity: () => {
      for (const { isWanted, resolve } of waiting) if (isWanted()) resolve();
    },
  });
  const until = (kind: ReturnType<Engine['activity']>['kind']) => {
    const reached = deferred();
    const isWanted = () => engine.activity().kind === kind;
    if (isWanted()) return Promise.resolve();
    waiting.push({ isWanted, resolve: () => reached.resolve() });
    return reached.promise;
  };
  return { engine, until };
}

async function loaded() {
  const device = new Device();
  device.service.put('account', 'a', { accountid: 'a', name: 'Alpha' });
  const parts = device.openContext();
  await wake(parts);
  return { device, parts };
}

describe('the engine of a tab', () => {
  it('tries again by itself after a failure', async () => {
    const { device, parts } = await loaded();
    const { engine, until } = run(parts);
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'New' } });
    device.service.failNext('send', { kind: 'network', message: 'down' });
    engine.trigger('edit');
    await until('waiting');
    expect(engine.activity()).toMatchObject({ kind: 'waiting', reason: 'down' });
    await device.timers.runNext();
    await until('idle');
    expect(await parts.store.outbox()).toEqual([]);
    engine.close();
  });

  it('keeps the silence it was asked for where the database cannot take it', async () => {
    const { device, parts } = await loaded();
    const endWake = () => Promise.reject(new StoreFailure('quota exceeded', 'no room'));
    const store = new Proxy(parts.store, {
      get: (target, name) => {
        const value: unknown = name === 'endWake' ? endWake : Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const { engine, until } = run({ ...parts, store });
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'New' } });
    device.service.failNext('send', { kind: 'refused', status: 429, code: '', message: 'slow', retryAfterMs: 60_000 });
    engine.trigger('edit');
    await until('waiting');
    expect(engine.activity()).toMatchObject({ kind: 'waiting', isAsked: true, reason: 'slow' });
    engine.close();
  });

  it('sends nothing while the device surely has no network, and everything once it is back', async () => {
    const { device, parts } = await loaded();
    const { engine, until } = run(parts);
    device.isOffline = true;
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'New' } });
    engine.trigger('edit');
    await until('waiting');
    expect((await parts.store.outbox()).map(({ state }) => state.kind)).toEqual(['pending']);
    device.isOffline = false;
    engine.trigger('online');
    await until('idle');
    expect(device.service.effects).toHaveLength(1);
    engine.close();
  });

  it('looks when the person turns to the window, but not again and again, nor beside a cycle', async () => {
    const { device, parts } = await loaded();
    const { engine, until } = run(parts);
    const wakes = async () => (await parts.store.facts()).wakes.map(({ trigger }) => trigger);
    const held = device.service.holdNext('read');
    engine.trigger('sync now');
    await held.reached;
    engine.look();
    held.release();
    await until('idle');
    engine.look();
    await settle();
    expect((await wakes())[0]).toBe('sync now');
    device.timers.clock.advance(freshForMs);
    device.service.put('account', 'b', { accountid: 'b', name: 'Beta' });
    engine.look();
    await until('idle');
    expect((await wakes()).slice(0, 2)).toEqual(['visible', 'sync now']);
    expect((await parts.store.facts()).rowCounts['account']).toBe(2);
    engine.close();
  });

  it('begins nothing that was handed over because the window gets the focus', async () => {
    const { device, parts } = await loaded();
    const { engine } = run(parts);
    await engine.pause();
    device.timers.clock.advance(freshForMs);
    const before = device.service.calls.length;
    engine.look();
    await settle();
    expect(device.service.calls.length).toBe(before);
    engine.close();
  });

  it('hands over: the cycle ends, the lease is released, and nothing begins until it resumes', async () => {
    const { device, parts } = await loaded();
    const { engine, until } = run(parts);
    const held = device.service.holdNext('read');
    engine.trigger('sync now');
    await held.reached;
    await engine.pause();
    expect(await parts.store.lease()).toMatchObject({ isReleased: true });
    engine.trigger('edit');
    expect(engine.activity().kind).toBe('idle');
    expect(await wake(device.openContext(), 'handover')).toMatchObject({ end: 'finished' });
    engine.resume('visible');
    await until('idle');
    const { wakes } = await parts.store.facts();
    expect(wakes.map(({ trigger, end }) => `${trigger} ${end}`).slice(0, 3)).toEqual([
      'visible finished',
      'handover finished',
      'sync now handed over',
    ]);
    engine.close();
  });

  it('sends what another tab saved while this one held the right', async () => {
    const { device, parts } = await loaded();
    const { engine, until } = run(parts);
    const other = device.openContext();
    const held = device.service.holdNext('read');
    engine.trigger('sync now');
    await held.reached;
    await edit(device, other, { kind: 'update', key: 'a', values: { name: 'From the other tab' } });
    expect(await wake(other, 'edit')).toEqual({ kind: 'held elsewhere' });
    held.release();
    await until('idle');
    expect(device.service.there('account', 'a')?.values['name']).toBe('From the other tab');
    engine.close();
  });

  it('goes on with what another tab handed over, if a person sees this one', async () => {
    const { device, parts } = await loaded();
    const seen = run(parts);
    const hidden = run(device.openContext());
    hidden.engine.setSeen(false);
    const leaving = device.openContext();
    const stop = new AbortController();
    const held = device.service.holdNext('read');
    const cycle = wake(leaving, 'sync now', stop);
    await held.reached;
    stop.abort('handed over');
    await cycle;
    await settle();
    await seen.until('idle');
    const { wakes } = await parts.store.facts();
    expect(wakes.map(({ end }) => end).slice(0, 2)).toEqual(['finished', 'handed over']);
    seen.engine.close();
    hidden.engine.close();
  });

  it('hears that the person signed in again in another tab', async () => {
    const { device, parts } = await loaded();
    const { engine, until } = run(parts);
    await parts.store.saveSession({ token: 'old', expiresAt: 0 });
    device.service.failNext('read', { kind: 'refused', status: 401, code: '', message: 'expired', retryAfterMs: null });
    engine.trigger('sync now');
    await until('signed out');
    const other = device.openContext();
    await other.store.saveSession({ token: 'new', expiresAt: 0 });
    await wake(other, 'signed in');
    await until('idle');
    engine.close();
  });

  it('does not run in circles over a change of a table that is gone from the profile', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Kept' } });
    device.service.tablesThere = [contacts];
    const first = run(parts);
    const second = run(device.openContext());
    first.engine.trigger('sync now');
    await first.until('idle');
    for (let turn = 0; turn < 5; turn += 1) await settle();
    expect(await parts.store.outbox()).toHaveLength(1);
    expect((await parts.store.facts()).wakes.length).toBeLessThan(5);
    first.engine.close();
    second.engine.close();
  });

  it('pauses sending when the token ended, and goes on once the person signed in', async () => {
    const { device, parts } = await loaded();
    const { engine, until } = run(parts);
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'New' } });
    device.service.failNext('send', { kind: 'refused', status: 401, code: '', message: 'expired', retryAfterMs: null });
    engine.trigger('edit');
    await until('signed out');
    await edit(device, parts, { kind: 'create', key: 'b', values: { name: 'Still works' } });
    engine.trigger('signed in');
    await until('idle');
    expect(device.service.effects).toHaveLength(2);
    engine.close();
  });

  it('wakes by itself when the next table is due, not sooner, and by what a person chose', async () => {
    const { device, parts } = await loaded();
    const { engine, until } = run(parts);
    engine.trigger('sync now');
    await until('idle');
    expect(device.timers.waiting()).toEqual([intervalMs]);
    for (const table of ['account', 'contact'])
      await parts.store.saveTableSettings({ table, conflicts: 'ask', intervalMs: 3 * intervalMs });
    engine.trigger('interval');
    await until('idle');
    expect(device.timers.waiting()).toEqual([3 * intervalMs]);
    device.service.calls.length = 0;
    await device.timers.advance(3 * intervalMs - 1);
    expect(device.service.calls).toEqual([]);
    await device.timers.advance(1);
    expect(device.service.calls).toEqual(['read on account', 'read on contact']);
    engine.close();
  });
});
