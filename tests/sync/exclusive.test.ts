import { describe, expect, it } from 'vitest';
import { leaseOnlyLocks } from '../../src/platform/browser/both/lease-only-locks.ts';
import { FenceLost } from '../../src/storage/store.ts';
import { type ExclusiveRequest, runExclusively } from '../../src/sync/exclusive.ts';
import type { Holder } from '../../src/sync/holder.ts';
import { deferred } from '../fakes/deferred.ts';
import { settle } from '../fakes/timers.ts';
import { Device, edit, wake } from './device.ts';

const request = (over: Partial<ExclusiveRequest> = {}): ExclusiveRequest => ({
  beginning: { trigger: 'opened', host: 'data worker', isLastChance: false },
  whenHeld: { kind: 'leave' },
  signal: new AbortController().signal,
  isNeeded: async () => true,
  ...over,
});

/** A holder that works until it is let go. */
function occupy(parts: ReturnType<Device['openContext']>) {
  const begun = deferred<Holder>();
  const letGo = deferred();
  const done = runExclusively(parts, request(), async (holder) => {
    begun.resolve(holder);
    await letGo.promise;
    return 'done' as const;
  });
  return { begun: begun.promise, letGo: letGo.resolve, done };
}

describe('the exclusive right to run a cycle', () => {
  it('is one holder at a time: another leaves while the first is alive', async () => {
    const device = new Device();
    const first = occupy(device.openContext());
    const { fence } = await first.begun;
    const second = device.openContext();
    expect(await runExclusively(second, request(), async () => 'ran')).toBe('held elsewhere');
    first.letGo();
    expect(await first.done).toBe('done');
    expect(await runExclusively(second, request(), async (holder) => holder.fence)).toBe(fence + 1);
  });

  it('beats while an answer is awaited, so that it is not taken for dead', async () => {
    const device = new Device();
    const first = occupy(device.openContext());
    await first.begun;
    await device.timers.advance(60_000);
    expect(await runExclusively(device.openContext(), request(), async () => 'ran')).toBe('held elsewhere');
    first.letGo();
    await first.done;
  });

  it('is taken from a holder that froze, whose transactions then fail and whose cycle is stopped', async () => {
    const device = new Device();
    const frozen = device.openContext();
    const first = occupy(frozen);
    const holder = await first.begun;
    // Frozen: no timer fires, and the lock stays held.
    device.timers.clock.advance(20_000);
    const second = occupy(device.openContext());
    const newHolder = await second.begun;
    expect(newHolder.fence).toBe(holder.fence + 1);
    expect(holder.signal.aborted).toBe(true);
    await expect(frozen.store.heartbeat(holder.stamp())).rejects.toBeInstanceOf(FenceLost);
    second.letGo();
    first.letGo();
    await Promise.all([first.done, second.done]);
  });

  it('is taken from a holder whose heartbeat lies in the future', async () => {
    const device = new Device();
    const first = occupy(device.openContext());
    await first.begun;
    device.timers.clock.advance(-3_600_000);
    const second = occupy(device.openContext());
    expect((await second.begun).fence).toBe(2);
    second.letGo();
    first.letGo();
    await Promise.all([first.done, second.done]);
  });

  it('comes free when its holder is killed', async () => {
    const device = new Device();
    const dying = device.openContext();
    const first = occupy(dying);
    await first.begun;
    (dying.locks as ReturnType<Device['locks']['openContext']>).kill();
    expect(await wake(device.openContext())).toMatchObject({ end: 'finished' });
    const { wakes } = await device.openContext().store.facts();
    expect(wakes.map(({ end }) => end)).toEqual(['finished', 'cut off']);
  });

  it('waits for a live holder up to so long, then leaves', async () => {
    const device = new Device();
    const first = occupy(device.openContext());
    await first.begun;
    const patient = device.openContext();
    const waited = runExclusively(patient, request({ whenHeld: { kind: 'wait', forMs: 20_000 } }), async () => 'ran');
    await settle();
    await device.timers.advance(20_000);
    expect(await waited).toBe('held elsewhere');
    const again = runExclusively(patient, request({ whenHeld: { kind: 'wait', forMs: 20_000 } }), async () => 'ran');
    await settle();
    first.letGo();
    expect(await again).toBe('ran');
  });

  it('is kept by the lease alone where there are no locks', async () => {
    const device = new Device();
    const open = () => ({ ...device.openContext(), locks: leaseOnlyLocks });
    const first = occupy(open());
    const { fence } = await first.begun;
    const second = open();
    expect(await runExclusively(second, request(), async () => 'ran')).toBe('held elsewhere');
    device.timers.clock.advance(20_000);
    expect(await runExclusively(second, request(), async (holder) => holder.fence)).toBe(fence + 1);
    first.letGo();
    await first.done;
  });

  it('begins no wake when there is nothing to do', async () => {
    const device = new Device();
    const parts = device.openContext();
    expect(await runExclusively(parts, request({ isNeeded: async () => false }), async () => 'ran')).toBe('not needed');
    expect((await parts.store.facts()).wakes).toEqual([]);
  });

  it('makes what a dead holder was sending maybe sent', async () => {
    const device = new Device();
    device.service.put('account', 'a', { accountid: 'a', name: 'Alpha' });
    const parts = device.openContext();
    await wake(parts);
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'New' } });
    const held = device.service.holdNext('send', true);
    void wake(parts, 'edit').catch(() => {});
    await held.reached;
    (parts.locks as ReturnType<Device['locks']['openContext']>).kill();
    const other = device.openContext();
    expect(await wake(other, 'retry')).toMatchObject({ end: 'finished' });
    expect(await other.store.outbox()).toEqual([]);
    expect(device.service.effects).toHaveLength(1);
  });
});
