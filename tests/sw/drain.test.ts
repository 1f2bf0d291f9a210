import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/core/failure.ts';
import { StoreFailure } from '../../src/storage/store.ts';
import { edit, wake } from '../sync/device.ts';
import { accountOf, ring, setUp } from './people.ts';

const down: Failure = { kind: 'network', message: 'down' };

describe('draining in the service worker', () => {
  it('drains every database, and the trouble of one never stops the next', async () => {
    const { drain, person } = await setUp(['dana', 'tom']);
    for (const name of ['dana', 'tom'])
      await edit(person(name).device, person(name).parts, { kind: 'update', key: 'a', values: { name } });
    person('dana').device.service.failNext('send', down);
    expect(await drain.run(ring)).toEqual({ isWorkLeft: true, hasProgress: true, problem: 'down' });
    expect(person('dana').device.service.effects).toHaveLength(0);
    expect(person('tom').device.service.effects).toHaveLength(1);
    expect(await drain.run(ring)).toMatchObject({ isWorkLeft: false });
    expect(person('dana').device.service.effects).toHaveLength(1);
  });

  it('tells the register how many changes are left, after a slice that sent some, each person apart', async () => {
    const { drain, person, register } = await setUp(['dana', 'tom']);
    const { device, parts } = person('dana');
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Sent' } });
    await drain.run(ring);
    const { storeId } = await parts.store.identity();
    expect(register.reports).toEqual([{ storeId, name: 'Chrome on Linux', unsent: 0 }]);
    register.trouble = 'no answer';
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Sent too' } });
    expect(await drain.run(ring)).toMatchObject({ isWorkLeft: false, hasProgress: true });
  });

  it('has sent what it sent though the database then hangs while it reports', async () => {
    const { drain, person, timers, levers } = await setUp(['dana']);
    const { device, parts } = person('dana');
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Sent' } });
    const hung = levers.hang('dana', 'identity');
    const running = drain.run(ring);
    await hung.reached;
    await timers.advance(130_000);
    expect(await running).toEqual({ isWorkLeft: false, hasProgress: true, problem: '' });
  });

  it('leaves alone the database of a person who signed out', async () => {
    const { drain, person } = await setUp(['dana']);
    const { device, parts } = person('dana');
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Later' } });
    await parts.store.deleteSession();
    expect(await drain.run(ring)).toMatchObject({ isWorkLeft: false });
    expect(device.service.effects).toHaveLength(0);
  });

  it('joins events that come while it runs', async () => {
    const { drain, person } = await setUp(['dana']);
    const { device, parts } = person('dana');
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Once' } });
    const held = device.service.holdNext('send');
    const first = drain.run({ trigger: 'handover', isLastChance: false });
    await held.reached;
    const second = drain.run(ring);
    held.release();
    await Promise.all([first, second]);
    expect((await parts.store.facts()).wakes.filter(({ host }) => host === 'service worker')).toHaveLength(1);
  });

  it('writes no wake when there is nothing to do', async () => {
    const { drain, person } = await setUp(['dana']);
    await drain.run(ring);
    expect((await person('dana').parts.store.facts()).wakes.filter(({ host }) => host === 'service worker')).toEqual(
      [],
    );
  });

  it('asks for no retry when a person has to act: signed out, parked', async () => {
    const { drain, person } = await setUp(['dana']);
    const { device, parts } = person('dana');
    for (const status of [401, 403]) {
      await edit(device, parts, { kind: 'create', key: `n${status}`, values: { name: 'New' } });
      device.service.failNext('send', { kind: 'refused', status, code: '', message: 'no', retryAfterMs: null });
      expect(await drain.run(ring)).toMatchObject({ isWorkLeft: false });
    }
  });

  it('ends its slice for a page that is visible again, and asks for no retry', async () => {
    const { drain, person } = await setUp(['dana']);
    const { device, parts } = person('dana');
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Mine' } });
    const held = device.service.holdNext('send');
    const slice = drain.run({ trigger: 'handover', isLastChance: false });
    await held.reached;
    drain.yieldToPage(parts.store.name);
    expect(await slice).toMatchObject({ isWorkLeft: false });
    expect((await parts.store.facts()).wakes[0]?.end).toBe('handed over');
    expect(await wake(parts, 'visible')).toMatchObject({ end: 'finished' });
    expect(device.service.effects).toHaveLength(1);
  });

  it('gives what comes after a slice was stopped a slice of its own', async () => {
    const { drain, person } = await setUp(['dana']);
    const { device, parts } = person('dana');
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Mine' } });
    const held = device.service.holdNext('send');
    const first = drain.run({ trigger: 'handover', isLastChance: false });
    await held.reached;
    drain.yieldToPage(null);
    const second = drain.run(ring);
    await Promise.all([first, second]);
    expect(device.service.effects).toHaveLength(1);
    expect(await parts.store.outbox()).toEqual([]);
  });

  it('yields one database to its page and goes on with the other', async () => {
    const { drain, person } = await setUp(['dana', 'tom']);
    for (const name of ['dana', 'tom']) {
      await edit(person(name).device, person(name).parts, { kind: 'update', key: 'a', values: { name } });
    }
    const held = person('dana').device.service.holdNext('send');
    const slices = drain.run(ring);
    await held.reached;
    drain.yieldToPage(accountOf('dana').database);
    expect(await slices).toMatchObject({ isWorkLeft: false, hasProgress: true });
    expect(person('tom').device.service.effects).toHaveLength(1);
  });

  it('keeps no database waiting for one whose right is held by a page', async () => {
    const { drain, person, timers } = await setUp(['dana', 'tom']);
    const dana = person('dana');
    await edit(person('tom').device, person('tom').parts, { kind: 'update', key: 'a', values: { name: 'Tom' } });
    const held = dana.device.service.holdNext('read');
    const page = wake(dana.parts, 'sync now');
    await held.reached;
    await edit(dana.device, dana.parts, { kind: 'update', key: 'a', values: { name: 'Waits' } });
    const slices = drain.run(ring);
    await timers.advance(0);
    expect(person('tom').device.service.effects).toHaveLength(1);
    await timers.advance(90_000);
    expect(await slices).toMatchObject({ isWorkLeft: true });
    held.release();
    await page;
  });

  it('does not wait for a page when a new build waits to take over', async () => {
    const { drain, person, levers } = await setUp(['dana']);
    const { device, parts } = person('dana');
    const held = device.service.holdNext('read');
    const page = wake(parts, 'sync now');
    await held.reached;
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Waits' } });
    levers.isToBeReplaced = true;
    expect(await drain.run(ring)).toMatchObject({ isWorkLeft: true, problem: 'another tab holds the right to sync' });
    held.release();
    await page;
  });

  it('ends at the time box with work left, long before the browser would end it', async () => {
    const { drain, person, timers } = await setUp(['dana']);
    const { device, parts } = person('dana');
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Slow' } });
    const held = device.service.holdNext('send');
    const slice = drain.run(ring);
    await held.reached;
    await timers.advance(90_000);
    expect(await slice).toEqual({ isWorkLeft: true, hasProgress: false, problem: 'the time box was used up' });
    expect((await parts.store.facts()).wakes[0]?.end).toBe('time box');
  });

  it('leaves alone what a newer build has used, does not ask to be called again for it, and says so', async () => {
    const { drain, person, levers } = await setUp(['dana', 'tom']);
    for (const name of ['dana', 'tom'])
      await edit(person(name).device, person(name).parts, { kind: 'update', key: 'a', values: { name } });
    levers.refuse.set('dana', new StoreFailure('newer version', 'the database is of version 3, this app knows 2'));
    expect(await drain.run(ring)).toEqual({ isWorkLeft: false, hasProgress: true, problem: '' });
    expect(levers.tooOld).toBe(1);
    expect(person('tom').device.service.effects).toHaveLength(1);
    expect(await person('dana').parts.store.outbox()).toHaveLength(1);
    levers.refuse.clear();
    await drain.run(ring);
    expect(person('dana').device.service.effects).toHaveLength(1);
  });

  it('ends also if its cycle hangs and heeds no signal, and leaves the right to others', async () => {
    const { drain, person, timers, levers } = await setUp(['dana', 'tom']);
    for (const name of ['dana', 'tom'])
      await edit(person(name).device, person(name).parts, { kind: 'update', key: 'a', values: { name } });
    const { reached } = levers.hang('dana', 'commitSending');
    const slices = drain.run(ring);
    await reached;
    await timers.advance(90_000);
    await timers.advance(15_000);
    expect(await slices).toMatchObject({
      isWorkLeft: true,
      problem: 'no answer from the database on this device (commit sending)',
    });
    expect(person('tom').device.service.effects).toHaveLength(1);
    expect(await wake(person('dana').parts, 'visible')).toMatchObject({ end: 'finished' });
  });

  it.each(['session', 'outbox'] as const)('ends if %s, asked before any cycle, never answers', async (call) => {
    const { drain, person, timers, levers } = await setUp(['dana']);
    const { device, parts } = person('dana');
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'New' } });
    const { reached } = levers.hang('dana', call);
    const slices = drain.run(ring);
    await reached;
    await timers.advance(115_000);
    expect(await slices).toMatchObject({ isWorkLeft: true, problem: 'no answer from the database on this device' });
    levers.recover();
    expect(await drain.run(ring)).toMatchObject({ isWorkLeft: false });
    expect(device.service.effects).toHaveLength(1);
  });

  it('waits for a page that holds the right, and asks to be called again if it goes on holding it', async () => {
    const { drain, person, timers } = await setUp(['dana']);
    const { device, parts } = person('dana');
    const held = device.service.holdNext('read');
    const page = wake(parts, 'sync now');
    await held.reached;
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Waits' } });
    const slice = drain.run(ring);
    await timers.advance(0);
    await timers.advance(90_000);
    expect(await slice).toMatchObject({ isWorkLeft: true, hasProgress: false });
    held.release();
    await page;
  });
});
