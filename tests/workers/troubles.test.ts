import { describe, expect, it } from 'vitest';
import type { Trouble } from '../../src/core/trouble.ts';
import type { DataEvent } from '../../src/messages/data-calls.ts';
import { StoreFailure } from '../../src/storage/store.ts';
import { Engine } from '../../src/sync/engine.ts';
import { CheckDesk } from '../../src/workers/check-desk.ts';
import { DataSession } from '../../src/workers/data-session.ts';
import { source } from '../core/escrow-file.ts';
import { Device, intervalMs, wake } from '../sync/device.ts';
import { hangingStore } from '../sync/stalled.ts';

const { account } = source();

async function setUp() {
  const device = new Device();
  const context = device.openContext();
  await wake(context);
  const hanging = hangingStore(context.store);
  const parts = { ...context, store: hanging.store };
  const events: DataEvent[] = [];
  const session = new DataSession({
    account,
    ...parts,
    unreadable: [],
    post: (event) => events.push(event),
    makeEngine: (onActivity) => new Engine(parts, { intervalMs, onActivity }),
    makeCheck: (onProgress) => new CheckDesk(parts, { intervalMs, onProgress }),
  });
  const troubles = (of: string): (Trouble | null)[] =>
    events.flatMap((event) => (event.kind === 'trouble changed' && event.of === of ? [event.trouble] : []));
  return { device, hanging, session, events, troubles };
}

describe('the data worker, when its database hangs', () => {
  it('tells that sync is stuck although nothing can be read, and that it is not any more', async () => {
    const { device, hanging, session, events, troubles } = await setUp();
    hanging.hang('facts');
    hanging.hang('checkpoint');
    await session.answer('sync now', null);
    await device.timers.advance(300_000);
    expect(troubles('cycle')).toMatchObject([
      { kind: 'stuck', awaited: { what: expect.stringContaining('database') } },
    ]);
    expect(events.filter(({ kind }) => kind === 'state changed')).toEqual([]);
    hanging.recover();
    await session.answer('sync now', null);
    await device.timers.advance(20_000);
    expect(troubles('cycle').at(-1)).toBeNull();
    expect(events.at(-1)).toMatchObject({ kind: 'state changed', state: { activity: { kind: 'idle' } } });
  });

  it('tells since when the state of sync cannot be read, and reads on once it can', async () => {
    const { device, hanging, session, events, troubles } = await setUp();
    hanging.hang('facts');
    await session.answer('sync now', null);
    await device.timers.advance(25_000);
    expect(troubles('state')).toEqual([{ kind: 'no answer', since: expect.any(Number) }]);
    hanging.recover();
    await device.timers.advance(40_000);
    expect(troubles('state').at(-1)).toBeNull();
    expect(events.some(({ kind }) => kind === 'state changed')).toBe(true);
  });

  it('opens the connection anew when nothing is answered for long, also while no cycle runs', async () => {
    const { device, hanging, session, troubles } = await setUp();
    await session.answer('life', { now: 'hidden', mayHandOver: true });
    await session.answer('life', { now: 'visible', mayHandOver: false });
    await device.timers.advance(1_000);
    hanging.hang('facts');
    hanging.onReconnect(() => hanging.recover());
    hanging.calls.length = 0;
    await session.answer('sync now', null);
    await device.timers.advance(200_000);
    expect(hanging.calls).toContain('reconnect');
    expect(troubles('state').at(-1)).toBeNull();
  });

  it('tells why a cycle could not use the database, until one can', async () => {
    const { device, hanging, session, troubles } = await setUp();
    hanging.fail('beginWake', new StoreFailure('quota exceeded', 'Encountered full disk'));
    await session.answer('sync now', null);
    await device.timers.advance(1_000);
    expect(troubles('cycle')).toEqual([{ kind: 'store', why: 'quota exceeded' }]);
    hanging.recover();
    await session.answer('sync now', null);
    await device.timers.advance(1_000);
    expect(troubles('cycle').at(-1)).toBeNull();
  });

  it('tells why the database refuses', async () => {
    const { device, hanging, session, troubles } = await setUp();
    hanging.fail('facts', new StoreFailure('newer version', 'version 3'));
    await session.answer('sync now', null);
    await device.timers.advance(1_000);
    expect(troubles('state')).toEqual([{ kind: 'store', why: 'newer version' }]);
  });
});
