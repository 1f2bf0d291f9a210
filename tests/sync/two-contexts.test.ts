import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/sync/engine.ts';
import { runExclusively } from '../../src/sync/exclusive.ts';
import { settle } from '../fakes/timers.ts';
import { Device, edit, intervalMs, wake } from '../sync/device.ts';

describe('two contexts, and two edits of one row', () => {
  it('two tabs and one edit: one wake, none cut off or robbed', async () => {
    const device = new Device();
    device.service.put('account', 'a', { accountid: 'a', name: 'Alpha' });
    const parts = device.openContext();
    await wake(parts);
    const other = device.openContext();
    const engines = [parts, other].map((own) => new Engine(own, { intervalMs, onActivity: () => {} }));
    device.timers.clock.advance(60_000);
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'New' } });
    engines[0]?.trigger('edit');
    for (let n = 0; n < 20; n += 1) await settle();
    for (const engine of engines) engine.close();
    const { wakes } = await parts.store.facts();
    expect(wakes.filter(({ end }) => end === 'cut off' || end === null)).toEqual([]);
    expect(device.service.effects).toHaveLength(1);
  });
  it('does not wait for the right when it was asked to stop before it began to wait', async () => {
    const device = new Device();
    device.service.put('account', 'a', { accountid: 'a', name: 'Alpha' });
    const parts = device.openContext();
    const held = device.service.holdNext('read');
    const running = wake(parts);
    await held.reached;
    const stop = new AbortController();
    stop.abort('handed over');
    let isOver = false;
    const waiting = runExclusively(
      device.openContext(),
      {
        beginning: { trigger: 'visible', host: 'data worker', isLastChance: false },
        whenHeld: { kind: 'wait', forMs: 20_000 },
        signal: stop.signal,
        isNeeded: async () => true,
      },
      async () => 'ran',
    ).then(() => {
      isOver = true;
    });
    await settle();
    const wasOver = isOver;
    await device.timers.advance(30_000);
    held.release();
    await Promise.all([running, waiting]);
    expect(wasOver).toBe(true);
  });
  it('a second edit of a form that was opened before the first was acknowledged is no conflict with oneself', async () => {
    const device = new Device();
    device.service.put('account', 'a', { accountid: 'a', name: 'Alpha', city: 'Aachen' });
    const parts = device.openContext();
    await wake(parts);
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'One' } });
    const opened = await parts.store.row({ table: 'account', key: 'a' as never });
    await wake(parts, 'edit');
    await parts.store.commitEdit({
      id: device.newId(),
      kind: 'update',
      table: 'account',
      key: 'a' as never,
      values: { city: 'Two' },
      oldValues: { city: 'Aachen' },
      baseETag: opened?.baseETag ?? null,
      references: [],
      savedAt: 1,
    });
    await wake(parts, 'edit');
    expect((await parts.store.outbox()).map(({ state }) => state.kind)).toEqual([]);
  });
});
