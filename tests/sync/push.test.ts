import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/core/failure.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { Device, edit, wake } from './device.ts';

const cut: Failure = { kind: 'network', message: 'connection cut' };
const refused = (status: number, code = '', retryAfterMs: number | null = null): Failure => ({
  kind: 'refused',
  status,
  code,
  message: `status ${status}`,
  retryAfterMs,
});

async function loaded(): Promise<{ device: Device; parts: SyncParts }> {
  const device = new Device();
  device.service.put('account', 'a', { accountid: 'a', name: 'Alpha', city: 'Aachen' });
  device.service.put('account', 'b', { accountid: 'b', name: 'Beta', city: 'Bonn' });
  const parts = device.openContext();
  await wake(parts);
  return { device, parts };
}

const states = async (parts: SyncParts) => (await parts.store.outbox()).map((change) => change.state.kind);

describe('sending the outbox', () => {
  it('sends in the order made, and writes a delivery with its times', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Ahlen' } });
    await edit(device, parts, { kind: 'create', key: 'c', values: { name: 'Gamma' } });
    await edit(device, parts, { kind: 'delete', key: 'b' });
    expect(await wake(parts, 'edit')).toMatchObject({ kind: 'ran', end: 'finished', progress: { changesSent: 3 } });
    expect(device.service.effects.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'update a',
      'create c',
      'delete b',
    ]);
    expect(await parts.store.outbox()).toEqual([]);
    const facts = await parts.store.facts();
    expect(facts.deliveries).toHaveLength(3);
    expect(facts.deliveries.every(({ savedAt, sentAt, appliedAt }) => savedAt <= sentAt && sentAt <= appliedAt)).toBe(
      true,
    );
    expect(facts.rowCounts['account']).toBe(2);
  });

  it('keeps the order made also when the first try met no network', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'First' } });
    device.service.failNext('send', cut);
    await wake(parts, 'edit');
    await edit(device, parts, { kind: 'update', key: 'b', values: { city: 'Second' } });
    await wake(parts, 'retry');
    expect(device.service.effects.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('creates a row before the rows that point to it, and holds those back while it is parked', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'create', key: 'n', values: { name: 'New' } });
    await edit(device, parts, {
      kind: 'create',
      table: 'contact',
      key: 'k',
      values: { _account_value: 'n' },
      references: ['n'],
    });
    device.service.failNext('send', refused(400));
    await wake(parts, 'edit');
    expect(await states(parts)).toEqual(['parked', 'pending']);
    const [parked] = await parts.store.outbox();
    if (parked === undefined) throw new Error('nothing parked');
    await parts.store.commitDecision(parked.id, { kind: 'retry' });
    await wake(parts, 'edit');
    expect(device.service.effects.map(({ key }) => key)).toEqual(['n', 'k']);
  });

  it('keeps a refused change with the words of the service, and goes on with the others', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: '?' } });
    await edit(device, parts, { kind: 'update', key: 'b', values: { city: 'Brilon' } });
    device.service.failNext('send', refused(403, '0x80040220'));
    await wake(parts, 'edit');
    const [parked, ...others] = await parts.store.outbox();
    expect(others).toEqual([]);
    expect(parked?.state.kind).toBe('parked');
    expect(parked?.lastAnswer).toMatchObject({ status: 403, code: '0x80040220', message: 'status 403' });
    expect(device.service.there('account', 'b')?.values['city']).toBe('Brilon');
  });

  it('has the effect of once when the answer to a change was lost', async () => {
    for (const kind of ['update', 'create', 'delete'] as const) {
      const { device, parts } = await loaded();
      await edit(device, parts, {
        kind,
        key: kind === 'create' ? 'n' : 'a',
        values: kind === 'delete' ? {} : { city: 'Once' },
      });
      device.service.failNext('send', cut, true);
      expect(await wake(parts, 'edit')).toMatchObject({ hindrance: { kind: 'later' } });
      expect(await states(parts)).toEqual(['maybe sent']);
      expect(await wake(parts, 'retry')).toMatchObject({ end: 'finished' });
      expect(await parts.store.outbox()).toEqual([]);
      expect(device.service.effects).toHaveLength(1);
    }
  });

  it('settles a server error on create by reading, never by assuming', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'create', key: 'n', values: { name: 'New' } });
    device.service.failNext('send', refused(500), true);
    await wake(parts, 'edit');
    expect(await parts.store.outbox()).toEqual([]);
    expect(device.service.effects).toHaveLength(1);
  });

  it('takes a change by someone else as a conflict, with their row, and never overwrites it', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Mine' } });
    device.service.put('account', 'a', { accountid: 'a', name: 'Alpha', city: 'Theirs' });
    await wake(parts, 'edit');
    const [change] = await parts.store.outbox();
    expect(change?.state).toMatchObject({ kind: 'conflict', theirs: { values: { city: 'Theirs' } } });
    expect(device.service.there('account', 'a')?.values['city']).toBe('Theirs');
    if (change === undefined) throw new Error('no conflict');
    await parts.store.commitDecision(change.id, { kind: 'retry' });
    await wake(parts, 'edit');
    expect(device.service.there('account', 'a')?.values['city']).toBe('Mine');
  });

  it('takes a row that is gone there as a conflict for an update and as done for a delete', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Mine' } });
    await edit(device, parts, { kind: 'delete', key: 'b' });
    device.service.remove('account', 'a');
    device.service.remove('account', 'b');
    await wake(parts, 'edit');
    const outbox = await parts.store.outbox();
    expect(outbox.map((change) => [change.key, change.state])).toMatchObject([
      ['a', { kind: 'conflict', theirs: null }],
    ]);
  });

  it('sends a later change of the same row with the version the earlier one made', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'One' } });
    const held = device.service.holdNext('send');
    const running = wake(parts, 'edit');
    await held.reached;
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Two' } });
    held.release();
    await running;
    await wake(parts, 'edit');
    expect(device.service.there('account', 'a')?.values).toMatchObject({ city: 'One', name: 'Two' });
    expect(await parts.store.outbox()).toEqual([]);
  });

  it('is silent for as long as the service asked', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Later' } });
    device.service.failNext('send', refused(429, '0x80072322', 60_000));
    expect(await wake(parts, 'edit')).toMatchObject({ hindrance: { kind: 'later', forMs: 60_000 } });
    expect(await states(parts)).toEqual(['pending']);
    // So is every other tab and worker of the device, whoever asks.
    const other = device.openContext();
    const asked = device.service.calls.length;
    expect(await wake(other, 'sync now')).toEqual({ kind: 'silent' });
    await device.timers.advance(59_000);
    expect(await wake(other, 'online')).toEqual({ kind: 'silent' });
    expect(device.service.calls).toHaveLength(asked);
    await device.timers.advance(1_000);
    expect(await wake(other, 'retry')).toMatchObject({ end: 'finished' });
  });

  it('pauses for the person when the token is not taken, and keeps everything', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Later' } });
    device.service.failNext('send', refused(401));
    expect(await wake(parts, 'edit')).toMatchObject({ hindrance: { kind: 'sign in' } });
    expect(await states(parts)).toEqual(['pending']);
  });

  it('sets a change aside that meets server errors, sends the others and still receives', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Poison' } });
    await edit(device, parts, { kind: 'update', key: 'b', values: { city: 'Fine' } });
    device.service.put('account', 'z', { accountid: 'z', name: 'Zeta' });
    device.service.failNext('send', refused(500));
    await device.timers.advance(1_000);
    expect(await wake(parts, 'edit')).toMatchObject({ end: 'failed', hindrance: { kind: 'later' } });
    expect(await states(parts)).toEqual(['maybe sent']);
    expect(device.service.there('account', 'b')?.values['city']).toBe('Fine');
    expect((await parts.store.facts()).rowCounts['account']).toBe(3);
  });
});
