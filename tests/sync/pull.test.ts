import { describe, expect, it } from 'vitest';
import { baseRows, Device, edit, intervalMs, wake } from './device.ts';

function filled(rows: number): Device {
  const device = new Device();
  for (let index = 0; index < rows; index += 1) {
    const key = `k${String(index).padStart(3, '0')}`;
    device.service.put('account', key, { accountid: key, name: `Name ${index}` });
  }
  return device;
}

const position = async (parts: ReturnType<Device['openContext']>) =>
  (await parts.store.checkpoint('account'))?.position;

describe('receiving', () => {
  it('reads a table portion by portion and then follows its changes', async () => {
    const device = filled(10);
    const parts = device.openContext();
    await wake(parts);
    expect((await position(parts))?.kind).toBe('following');
    device.service.put('account', 'k001', { accountid: 'k001', name: 'Changed' });
    device.service.remove('account', 'k002');
    device.service.calls.length = 0;
    await device.timers.advance(intervalMs);
    await wake(parts, 'interval');
    expect(device.service.calls).toEqual(['read on account', 'read on contact']);
    const rows = await baseRows(parts, 'account', 'name');
    expect(Object.keys(rows)).toHaveLength(9);
    expect(rows['k001']).toMatchObject({ name: 'Changed' });
    expect(rows['k002']).toBeUndefined();
  });

  it('looks at once at what a delete of its own did to the rows that pointed there', async () => {
    const device = filled(2);
    device.service.put('contact', 'c', { contactid: 'c', fullname: 'Carla', _account_value: 'k001' });
    const parts = device.openContext();
    await wake(parts);
    await device.timers.advance(1_000);
    await edit(device, parts, { kind: 'delete', key: 'k001' });
    device.service.put('contact', 'c', { contactid: 'c', fullname: 'Carla', _account_value: null });
    await wake(parts, 'edit');
    expect((await baseRows(parts, 'contact', 'fullname'))['c']).toMatchObject({ _account_value: null });
    device.service.calls.length = 0;
    await device.timers.advance(1_000);
    await edit(device, parts, { kind: 'update', key: 'k000', values: { name: 'Changed' } });
    await wake(parts, 'edit');
    expect(device.service.calls).not.toContain('read on contact');
  });

  it('reads in full where the service does not track changes for this person, and removes what has left', async () => {
    const device = filled(7);
    device.service.isTracking = false;
    const parts = device.openContext();
    await wake(parts);
    expect((await position(parts))?.kind).toBe('complete');
    device.service.remove('account', 'k003');
    device.service.put('account', 'k900', { accountid: 'k900', name: 'Late' });
    await wake(parts, 'sync now');
    expect(Object.keys(await baseRows(parts, 'account', 'accountid')).sort()).toEqual([
      'k000',
      'k001',
      'k002',
      'k004',
      'k005',
      'k006',
      'k900',
    ]);
  });

  it('begins a read when its first portion is asked for: what was acknowledged before and is deleted since goes', async () => {
    const device = filled(2);
    const parts = device.openContext();
    await wake(parts);
    const down = { kind: 'network', message: 'down' } as const;
    const expired = {
      kind: 'refused',
      status: 410,
      code: '0x80044352',
      message: 'expired',
      retryAfterMs: null,
    } as const;
    device.service.failNext('read', expired);
    device.service.failNext('read', down);
    await wake(parts, 'sync now');
    expect((await position(parts))?.kind).toBe('reading');
    await edit(device, parts, { kind: 'update', key: 'k001', values: { name: 'Mine' } });
    device.service.failNext('read', down);
    await wake(parts, 'edit');
    expect(await parts.store.outbox()).toEqual([]);
    device.service.remove('account', 'k001');
    await wake(parts, 'sync now');
    expect((await position(parts))?.kind).toBe('following');
    expect(Object.keys(await baseRows(parts, 'account', 'name'))).toEqual(['k000']);
  });

  it('keeps the silence that a count was asked for beside a read that got no answer', async () => {
    const device = filled(1);
    const parts = device.openContext();
    device.service.failNext('read', { kind: 'network', message: 'down' });
    device.service.failNext('count', {
      kind: 'refused',
      status: 429,
      code: '',
      message: 'slow down',
      retryAfterMs: 30_000,
    });
    expect(await wake(parts)).toMatchObject({ hindrance: { kind: 'later', forMs: 30_000 } });
  });

  it('does not read a whole table again after each edit', async () => {
    const device = filled(4);
    device.service.isTracking = false;
    const parts = device.openContext();
    await wake(parts);
    device.service.calls.length = 0;
    await edit(device, parts, { kind: 'update', key: 'k001', values: { name: 'Mine' } });
    await wake(parts, 'edit');
    expect(device.service.calls).toEqual(['send update k001']);
    await device.timers.advance(300_000);
    await wake(parts, 'interval');
    expect(device.service.calls).toContain('read account by full read');
  });

  it('goes on at the portion where it was cut off', async () => {
    const device = filled(10);
    const parts = device.openContext();
    const stop = new AbortController();
    device.service.calls.length = 0;
    const first = wake(parts, 'opened', stop);
    // The portion after the second is asked for while the second lands.
    let reads = 0;
    const stopAfterTwo = parts.store.onCommit(() => {
      reads += 1;
      if (reads === 4) stop.abort('handed over');
    });
    expect(await first).toMatchObject({ end: 'handed over' });
    stopAfterTwo();
    const cutOff = await position(parts);
    if (cutOff?.kind !== 'reading') throw new Error(`it is ${cutOff?.kind}`);
    expect(cutOff.rowsRead).toBeGreaterThan(0);
    expect(cutOff.rowsRead).toBeLessThan(10);
    device.service.calls.length = 0;
    await wake(parts, 'visible');
    expect(device.service.calls[0]).toBe('read on account');
    expect(Object.keys(await baseRows(parts, 'account', 'name'))).toHaveLength(10);
  });

  it('begins a new read when the delta link has expired, keeping rows and outbox', async () => {
    const device = filled(5);
    const parts = device.openContext();
    await wake(parts);
    device.service.epoch = 'epoch 2';
    device.service.remove('account', 'k004');
    device.service.failNext('send', { kind: 'refused', status: 400, code: '', message: 'no', retryAfterMs: null });
    await edit(device, parts, { kind: 'update', key: 'k001', values: { name: 'Kept' } });
    await device.timers.advance(intervalMs);
    await wake(parts, 'interval');
    expect((await position(parts))?.kind).toBe('following');
    const rows = await baseRows(parts, 'account', 'name');
    expect(Object.keys(rows)).toHaveLength(4);
    expect(rows['k001']).toMatchObject({ name: 'Kept' });
    expect(await parts.store.outbox()).toHaveLength(1);
  });

  it('sends what is saved during a load between two portions, and no portion undoes it', async () => {
    const device = filled(12);
    const parts = device.openContext();
    const held = device.service.holdNext('read');
    const running = wake(parts);
    await held.reached;
    await edit(device, parts, {
      kind: 'create',
      key: 'k000-new',
      values: { accountid: 'k000-new', name: 'Made meanwhile' },
    });
    held.release();
    await running;
    expect(device.service.effects).toHaveLength(1);
    const rows = await baseRows(parts, 'account', 'name');
    expect(Object.keys(rows)).toHaveLength(13);
    expect(rows['k000-new']).toMatchObject({ name: 'Made meanwhile' });
  });

  it('leaves out a table that is refused, says so, and receives the others', async () => {
    const device = filled(3);
    device.service.put('contact', 'c1', { contactid: 'c1', fullname: 'Carla' });
    device.service.isTracking = false;
    const parts = device.openContext();
    const refusal = { kind: 'refused', status: 403, code: '', message: 'no privilege', retryAfterMs: null } as const;
    device.service.failNext('read', refusal);
    device.service.failNext('read', refusal);
    expect(await wake(parts)).toMatchObject({ end: 'failed', hindrance: { kind: 'table' } });
    const facts = await parts.store.facts();
    expect(facts.wakes[0]?.problem).toBe('Accounts: no privilege');
    expect(facts.rowCounts['contact']).toBe(1);
  });
});
