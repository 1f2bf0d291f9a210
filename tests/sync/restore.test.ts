import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { accounts, datedAccounts } from '../fixtures/tables.ts';
import { baseRows, Device, edit, intervalMs, wake } from './device.ts';

const expired = { kind: 'refused', status: 410, code: '0x80044352', message: 'expired', retryAfterMs: null } as const;

async function filled(): Promise<{ device: Device; parts: SyncParts }> {
  const device = new Device();
  for (const key of ['a', 'b', 'c', 'd', 'e']) device.service.put('account', key, { accountid: key, name: key });
  const parts = device.openContext();
  await wake(parts);
  return { device, parts };
}

async function offered(parts: SyncParts): Promise<readonly Change[]> {
  const outbox = await parts.store.outbox();
  for (const { state } of outbox) expect(state).toEqual({ kind: 'parked', why: 'missing after restore' });
  return outbox;
}

describe('a service that was restored from a backup', () => {
  it('is read anew, and what it had acknowledged since is offered, sent when the person says so, and arrives once', async () => {
    const { device, parts } = await filled();
    const restore = device.service.backup();
    await edit(device, parts, { kind: 'create', key: 'new', values: { accountid: 'new', name: 'New' } });
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'A' } });
    await edit(device, parts, { kind: 'delete', key: 'b' });
    await wake(parts, 'edit');
    expect(await parts.store.outbox()).toEqual([]);

    restore();
    device.service.effects.length = 0;
    await device.timers.advance(intervalMs);
    await wake(parts, 'interval');
    // Seen as the person left it: what is not settled is not hidden.
    expect(Object.keys(await baseRows(parts, 'account', 'name')).sort()).toEqual(['a', 'c', 'd', 'e', 'new']);
    const changes = await offered(parts);
    expect(changes.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['create new', 'update a', 'delete b']);
    expect((await parts.store.facts()).notices).toMatchObject([{ kind: 'service restored', missing: 3 }]);
    await wake(parts, 'sync now');
    expect(device.service.effects).toEqual([]);

    for (const { id } of changes) await parts.store.commitDecision(id, { kind: 'retry' });
    await wake(parts, 'edit');
    await wake(parts, 'sync now');
    expect(device.service.effects.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'create new',
      'update a',
      'delete b',
    ]);
    expect(device.service.there('account', 'a')?.values['name']).toBe('A');
    expect(await parts.store.outbox()).toEqual([]);
  });

  it('is noticed by an answer to a change, also for a table that is not due', async () => {
    const { device, parts } = await filled();
    device.service.isTracking = false;
    device.service.failNext('read', expired);
    await wake(parts, 'sync now');
    expect((await parts.store.checkpoint('account'))?.position.kind).toBe('complete');
    const restore = device.service.backup();
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'A' } });
    await wake(parts, 'edit');
    restore();
    await edit(device, parts, { kind: 'update', key: 'c', values: { name: 'C' } });
    await wake(parts, 'edit');
    expect((await parts.store.checkpoint('account'))?.epoch).toBe('epoch 1 restored');
    expect((await offered(parts)).map(({ key }) => key)).toEqual(['a']);
    expect(device.service.there('account', 'c')?.values['name']).toBe('C');
  });

  it('is noticed where a link still answers with nothing new', async () => {
    const { device, parts } = await filled();
    const restore = device.service.backup();
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'A' } });
    await wake(parts, 'edit');
    restore();
    device.service.keepsLinks = true;
    await device.timers.advance(intervalMs);
    await wake(parts, 'interval');
    expect((await offered(parts)).map(({ key }) => key)).toEqual(['a']);
  });

  it('keeps everything usable while it is read, and offers also after a reading that was cut off', async () => {
    const { device, parts } = await filled();
    const restore = device.service.backup();
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'A' } });
    await wake(parts, 'edit');
    restore();
    // The first portion lands; the second does not come.
    const stop = new AbortController();
    const unsubscribe = parts.store.onCommit(() => {
      void parts.store.checkpoint('account').then((checkpoint) => {
        if (checkpoint?.position.kind === 'reading' && checkpoint.position.rowsRead > 0) stop.abort('handed over');
      });
    });
    await device.timers.advance(intervalMs);
    await wake(parts, 'interval', stop);
    unsubscribe();
    expect(Object.keys(await baseRows(parts, 'account', 'name'))).toHaveLength(5);
    restore();
    await device.timers.advance(intervalMs);
    await wake(parts, 'interval');
    expect((await offered(parts)).map(({ key }) => key)).toEqual(['a']);
  });

  it.each([
    { where: 'a full read', table: accounts },
    { where: 'a comparison of keys', table: datedAccounts },
  ])('is noticed where it goes back before rows are asked for by name in $where', async ({ table }) => {
    const hidden = new Set<string>();
    const device = new Device();
    const { service } = device;
    service.tablesThere = [table];
    service.isTracking = false;
    service.isInSight = (_, { key }) => !hidden.has(key);
    for (const key of ['a', 'b', 'c', 'd', 'e']) service.put('account', key, { accountid: key, name: key });
    const parts = device.openContext();
    await wake(parts);
    const restore = service.backup();
    await edit(device, parts, { kind: 'create', key: 'new', values: { accountid: 'new', name: 'New' } });
    await wake(parts, 'edit');
    await device.timers.advance(intervalMs);
    await wake(parts, 'interval');
    hidden.add('new');
    const readNamed = service.readNamed.bind(service);
    service.readNamed = async (of, keys, signal) => {
      service.readNamed = readNamed;
      restore();
      return await readNamed(of, keys, signal);
    };
    await device.timers.advance(24 * 60 * 60_000);
    await wake(parts, 'sync now');
    expect(service.epoch).toBe('epoch 1 restored');
    await wake(parts, 'sync now');
    expect((await offered(parts)).map(({ key }) => key)).toEqual(['new']);
  });

  it('offers nothing where the backup is younger than everything that was sent', async () => {
    const { device, parts } = await filled();
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'A' } });
    await wake(parts, 'edit');
    device.service.backup()();
    await device.timers.advance(intervalMs);
    await wake(parts, 'interval');
    expect(await parts.store.outbox()).toEqual([]);
    expect((await parts.store.facts()).notices).toEqual([]);
    expect((await parts.store.checkpoint('account'))?.epoch).toBe('epoch 1 restored');
  });
});
