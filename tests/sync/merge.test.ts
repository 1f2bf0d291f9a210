import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/core/failure.ts';
import type { RowKey } from '../../src/core/row.ts';
import type { ConflictPolicy } from '../../src/core/table-settings.ts';
import { Device, edit, wake } from './device.ts';

const refused = (status: number): Failure => ({
  kind: 'refused',
  status,
  code: '',
  message: `status ${status}`,
  retryAfterMs: null,
});
const cut: Failure = { kind: 'network', message: 'connection cut' };

async function loaded(conflicts: ConflictPolicy = 'ask') {
  const device = new Device();
  device.service.put('account', 'a', { accountid: 'a', name: 'Alpha', city: 'Aachen' });
  const parts = device.openContext();
  await parts.store.saveTableSettings({ table: 'account', conflicts, intervalMs: null });
  await wake(parts);
  const theirs = (values: object) =>
    device.service.put('account', 'a', { accountid: 'a', name: 'Alpha', city: 'Aachen', ...values });
  const there = () => device.service.there('account', 'a')?.values;
  const log = async () => (await parts.store.facts()).deliveries[0];
  return { device, parts, theirs, there, log };
}

describe('a change that meets a newer row', () => {
  it('is merged with it where the columns differ, and the log names what others changed', async () => {
    const { device, parts, theirs, there, log } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Mine' } });
    theirs({ name: 'Theirs' });
    expect(await wake(parts, 'edit')).toMatchObject({ end: 'finished', progress: { changesSent: 1 } });
    expect(there()).toMatchObject({ name: 'Theirs', city: 'Mine' });
    expect(await parts.store.outbox()).toEqual([]);
    expect(await log()).toMatchObject({ end: 'applied', merge: { theirs: ['name'], mine: [], givenUp: [] } });
  });

  it('is not taken for one of an untouched row where a form was opened before the create of its row was acknowledged', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'create', key: 'n', values: { name: 'New' } });
    const opened = await parts.store.row({ table: 'account', key: 'n' as RowKey });
    await wake(parts, 'edit');
    device.service.put('account', 'n', { accountid: 'n', name: 'New', city: 'Theirs' });
    await parts.store.commitEdit({
      id: device.newId(),
      kind: 'delete',
      table: 'account',
      key: 'n' as RowKey,
      values: {},
      oldValues: opened?.seen.values ?? {},
      baseETag: opened?.baseETag ?? null,
      references: [],
      savedAt: 1,
    });
    await wake(parts, 'edit');
    expect((await parts.store.outbox()).map(({ state }) => state.kind)).toEqual(['conflict']);
    expect(device.service.there('account', 'n')?.values).toMatchObject({ city: 'Theirs' });
  });

  it('is not taken for one of an untouched row where the create before it is known only by reading', async () => {
    const { device, parts } = await loaded();
    await edit(device, parts, { kind: 'create', key: 'n', values: { name: 'New' } });
    device.service.failNext('send', cut, true);
    await wake(parts, 'edit');
    await parts.store.commitEdit({
      id: device.newId(),
      kind: 'delete',
      table: 'account',
      key: 'n' as RowKey,
      values: {},
      oldValues: { name: 'New' },
      baseETag: null,
      references: [],
      savedAt: 1,
    });
    device.service.put('account', 'n', { accountid: 'n', name: 'New', city: 'Theirs' });
    await wake(parts, 'edit');
    expect((await parts.store.outbox()).map(({ kind, state }) => [kind, state.kind])).toEqual([['delete', 'conflict']]);
    expect(device.service.there('account', 'n')?.values).toMatchObject({ city: 'Theirs' });
  });

  it('waits for the person where both sides changed one column, and so does what is behind it', async () => {
    const { device, parts, theirs, there } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Mine' } });
    theirs({ city: 'Theirs' });
    await wake(parts, 'edit');
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Behind' } });
    await wake(parts, 'edit');
    expect((await parts.store.outbox()).map(({ state }) => state.kind)).toEqual(['conflict', 'pending']);
    expect(there()).toMatchObject({ name: 'Alpha', city: 'Theirs' });
  });

  it('goes over theirs by the policy of the table, with the version it was merged with', async () => {
    const { device, parts, theirs, there, log } = await loaded('mine');
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Mine' } });
    theirs({ city: 'Theirs', name: 'New' });
    await wake(parts, 'edit');
    expect(there()).toMatchObject({ city: 'Mine', name: 'New' });
    expect(await log()).toMatchObject({ merge: { theirs: ['name'], mine: ['city'], givenUp: [] } });
  });

  it('gives way by the policy of the table: nothing is sent, the newer row is there, the log says so', async () => {
    const { device, parts, theirs, there, log } = await loaded('theirs');
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Mine' } });
    theirs({ city: 'Theirs' });
    await wake(parts, 'edit');
    expect(device.service.effects).toEqual([]);
    expect(there()).toMatchObject({ city: 'Theirs' });
    expect(await parts.store.outbox()).toEqual([]);
    expect((await parts.store.row({ table: 'account', key: 'a' as RowKey }))?.seen.values['city']).toBe('Theirs');
    expect(await log()).toMatchObject({ end: 'given up', merge: { givenUp: ['city'] } });
  });

  it('makes the whole row anew by the policy if it is gone, and what is behind it goes on', async () => {
    const { device, parts, there, log } = await loaded('mine');
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Mine' } });
    device.service.remove('account', 'a');
    const held = device.service.holdNext('send');
    const running = wake(parts, 'edit');
    await held.reached;
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Behind' } });
    held.release();
    await running;
    await wake(parts, 'edit');
    expect(device.service.effects.map(({ kind }) => kind)).toEqual(['create', 'update']);
    expect(there()).toMatchObject({ name: 'Behind', city: 'Mine' });
    expect(await parts.store.outbox()).toEqual([]);
    expect(await log()).toMatchObject({ kind: 'update', end: 'applied' });
  });

  it('does not take with it what others changed in a column of a later change', async () => {
    const { device, parts, theirs, there } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Mine' } });
    theirs({ name: 'Theirs' });
    const held = device.service.holdNext('send');
    const running = wake(parts, 'edit');
    await held.reached;
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Mine too' } });
    held.release();
    await running;
    await wake(parts, 'edit');
    expect(there()).toMatchObject({ city: 'Mine', name: 'Theirs' });
    expect((await parts.store.outbox()).map(({ state }) => state.kind)).toEqual(['conflict']);
  });

  it('has the effect of once when the answer to the merged change was lost', async () => {
    const { device, parts, theirs, there } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Mine' } });
    theirs({ name: 'Theirs' });
    device.service.failNext('send', refused(412));
    device.service.failNext('send', cut, true);
    await wake(parts, 'edit');
    const [maybe] = await parts.store.outbox();
    expect(maybe).toMatchObject({ state: { kind: 'maybe sent' }, merge: { theirs: ['name'] } });
    await wake(parts, 'retry');
    expect(await parts.store.outbox()).toEqual([]);
    expect(device.service.effects).toHaveLength(1);
    expect(there()).toMatchObject({ city: 'Mine', name: 'Theirs' });
  });

  it('is given up for this cycle if others keep changing the row, and goes in the next', async () => {
    const { device, parts, theirs, there } = await loaded();
    await edit(device, parts, { kind: 'update', key: 'a', values: { city: 'Mine' } });
    const read = device.service.row.bind(device.service);
    let n = 0;
    theirs({ name: 'Theirs' });
    device.service.row = async (address, table, signal) => {
      const row = await read(address, table, signal);
      n += 1;
      theirs({ name: `Theirs ${n}` });
      return row;
    };
    expect(await wake(parts, 'edit')).toMatchObject({ hindrance: { kind: 'later', concernsAll: false } });
    expect(n).toBeLessThan(6);
    expect((await parts.store.outbox()).map(({ state }) => state.kind)).toEqual(['maybe sent']);
    device.service.row = read;
    await wake(parts, 'retry');
    expect(there()).toMatchObject({ city: 'Mine', name: `Theirs ${n}` });
  });
});

describe('a service that demands a version where none was known', () => {
  it('is sent the one that reading brings', async () => {
    const { device, parts, there } = await loaded();
    await parts.store.commitEdit({
      id: device.newId(),
      kind: 'update',
      table: 'account',
      key: 'a' as RowKey,
      values: { city: 'Mine' },
      oldValues: { city: 'Aachen' },
      baseETag: null,
      references: [],
      savedAt: 0,
    });
    const read = device.service.row.bind(device.service);
    let reads = 0;
    device.service.row = async (address, table, signal) => {
      const row = await read(address, table, signal);
      reads += 1;
      if (!row.ok || row.value === null || reads > 1) return row;
      return { ok: true, value: { ...row.value, etag: null } };
    };
    const send = device.service.send.bind(device.service);
    device.service.send = async (change, table, signal) =>
      change.baseETag === null ? { ok: false, failure: refused(428) } : await send(change, table, signal);
    await wake(parts, 'edit');
    expect(reads).toBe(2);
    expect(there()).toMatchObject({ city: 'Mine' });
    expect(await parts.store.outbox()).toEqual([]);
  });
});
