import { beforeEach, describe, expect, it } from 'vitest';
import type { RowKey, Values } from '../../src/core/row.ts';
import type { CheckProgress, TableCheck } from '../../src/core/self-check.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { CheckDesk } from '../../src/workers/check-desk.ts';
import { baseRows, Device, edit, intervalMs, wake } from './device.ts';

let device: Device;
let parts: SyncParts;
let told: CheckProgress[];
let desk: CheckDesk;
let listeners: Set<(progress: CheckProgress) => void>;

beforeEach(() => {
  device = new Device();
  parts = device.openContext();
  told = [];
  listeners = new Set();
  const onProgress = () => {
    told.push(desk.progress());
    for (const listener of listeners) listener(desk.progress());
  };
  desk = new CheckDesk(parts, { intervalMs, onProgress });
});

async function load(count = 7): Promise<void> {
  for (let n = 0; n < count; n += 1) put(`a${n}`, { name: `Account ${n}`, city: 'Oslo' });
  await wake(parts);
}

function put(key: string, values: Values): void {
  device.service.put('account', key, { accountid: key, ...values });
}

/** Damages base rows as a bug, or a broken disk, would. */
async function damage(rows: Record<string, Values | null>): Promise<void> {
  const { fence } = await parts.store.beginWake({
    trigger: 'opened',
    host: 'data worker',
    isLastChance: false,
    now: 0,
  });
  const stamp = { fence, now: device.timers.clock.now() };
  for (const [key, values] of Object.entries(rows)) {
    const etag = (await parts.store.baseRow({ table: 'account', key: key as RowKey }))?.etag ?? null;
    await parts.store.commitRepair(stamp, {
      table: 'account',
      rows: values === null ? [] : [{ key: key as RowKey, etag, values: { accountid: key, ...values } }],
      removals: values === null ? [key as RowKey] : [],
      askedAt: await parts.store.commitNumber(),
      epoch: null,
    });
  }
  await parts.store.endWake(stamp, { end: 'finished', problem: null, silentUntil: null });
}

async function run(what: 'check' | 'repair'): Promise<TableCheck | undefined> {
  const end = ended();
  desk.start(what);
  await end;
  return (await parts.store.facts()).checks.find(({ table }) => table === 'account');
}

/** The next news that is as wanted. */
function news(isWanted: (progress: CheckProgress) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const listener = (progress: CheckProgress) => {
      if (!isWanted(progress)) return;
      listeners.delete(listener);
      resolve();
    };
    listeners.add(listener);
  });
}

const ended = () => news(({ kind }) => kind === 'resting');
/** In the middle of the comparison: behind the pull, before the later portions. */
const comparing = () => news((progress) => progress.kind === 'running' && progress.rowsCompared > 0);

function problem(): string | null {
  const progress = desk.progress();
  return progress.kind === 'resting' ? progress.problem : 'running';
}

describe('the self-check', () => {
  it('says of a sound device what was compared and when', async () => {
    await load();
    const check = await run('check');
    expect(check).toMatchObject({ rowsCompared: 7, missing: [], excess: [], different: [], problem: null });
    expect(check?.at).toBe(device.timers.clock.now());
    expect(problem()).toBe(null);
    expect(told.map((one) => one.kind === 'running' && one.doing)).toContain('comparing');
    expect((await parts.store.facts()).wakes[0]).toMatchObject({ trigger: 'self-check', end: 'finished' });
  });

  it('finds a row that is missing, one too many and one that is changed, and repairs exactly those', async () => {
    await load();
    await damage({ a1: null, a2: { name: 'Broken', city: 'Oslo' }, zz: { name: 'Never was', city: 'Nowhere' } });
    expect(await run('check')).toMatchObject({
      missing: ['a1'],
      different: ['a2'],
      excess: ['zz'],
      names: { a1: 'Account 1', a2: 'Broken', zz: 'Never was' },
      isRepaired: false,
    });
    device.service.calls.length = 0;
    expect(await run('repair')).toMatchObject({ isRepaired: true });
    expect(device.service.calls).toEqual(['read 3 of account by name']);
    expect(Object.keys(await baseRows(parts, 'account', 'name'))).toHaveLength(7);
    expect(await run('check')).toMatchObject({ missing: [], excess: [], different: [] });
  });

  it('leaves unsent work on damaged rows as it is', async () => {
    await load();
    device.service.failNext('send', { kind: 'network', message: 'reset' });
    device.isOffline = true;
    await edit(device, parts, { kind: 'update', key: 'a1', values: { city: 'Rome' } });
    await edit(device, parts, { kind: 'delete', key: 'a2' });
    await edit(device, parts, { kind: 'update', key: 'a3', values: { name: 'Mine' } });
    await edit(device, parts, { kind: 'create', key: 'new', values: { name: 'New' } });
    // In the hands of the person: nothing of it leaves during the check.
    const outbox = await parts.store.outbox();
    const { fence } = await parts.store.beginWake({
      trigger: 'edit',
      host: 'data worker',
      isLastChance: false,
      now: device.timers.clock.now(),
    });
    const stamp = { fence, now: device.timers.clock.now() };
    await parts.store.commitSending(
      stamp,
      outbox.map(({ id }) => id),
    );
    const state = { kind: 'parked', why: 'refused' } as const;
    await parts.store.commitAnswers(
      stamp,
      outbox.map(({ id }) => ({ kind: 'set back', changeId: id, state, answer: null })),
    );
    await parts.store.endWake(stamp, { end: 'finished', problem: null, silentUntil: null });
    device.isOffline = false;
    await damage({ a1: { name: 'Broken', city: 'Oslo' }, a2: null, a3: null });
    const before = await parts.store.outbox();
    expect(await run('check')).toMatchObject({ missing: ['a2', 'a3'], different: ['a1'], excess: [] });
    await run('repair');
    expect(await parts.store.outbox()).toEqual(before);
    expect((await parts.store.row({ table: 'account', key: 'a1' as RowKey }))?.seen.values).toMatchObject({
      name: 'Account 1',
      city: 'Rome',
    });
    expect((await parts.store.row({ table: 'account', key: 'a2' as RowKey }))?.isDeleteWaiting).toBe(true);
    expect((await parts.store.row({ table: 'account', key: 'a3' as RowKey }))?.seen.values).toMatchObject({
      name: 'Mine',
      city: 'Oslo',
    });
  });

  it('counts nothing that others changed while it read', async () => {
    await load();
    await damage({ a6: { name: 'Broken', city: 'Oslo' } });
    const [middle, end] = [comparing(), ended()];
    desk.start('check');
    await middle;
    put('a5', { name: 'Changed by others', city: 'Rome' });
    put('a9', { name: 'Created by others', city: 'Rome' });
    device.service.remove('account', 'a0');
    await end;
    const check = (await parts.store.facts()).checks.find(({ table }) => table === 'account');
    expect(check).toMatchObject({ missing: [], excess: [], different: ['a6'] });
  });

  it('works for a table that the service gives whole only', async () => {
    device.service.isTracking = false;
    await load();
    await damage({ a2: { name: 'Broken', city: 'Oslo' } });
    expect(await run('check')).toMatchObject({ rowsCompared: 7, different: ['a2'] });
    await run('repair');
    expect((await baseRows(parts, 'account', 'name'))['a2']).toMatchObject({ name: 'Account 2' });
  });

  it('says which table the service refuses, and compares the others', async () => {
    await load();
    const refusal = {
      kind: 'refused',
      status: 403,
      code: '',
      message: 'Missing privilege',
      retryAfterMs: null,
    } as const;
    const { readFirst } = device.service;
    device.service.readFirst = (table, strategy, signal) =>
      table.name === 'contact'
        ? Promise.resolve({ ok: false, failure: refusal })
        : readFirst.call(device.service, table, strategy, signal);
    await run('check');
    const { checks } = await parts.store.facts();
    expect(Object.fromEntries(checks.map(({ table, problem: words }) => [table, words]))).toEqual({
      account: null,
      contact: 'Missing privilege',
    });
    expect(problem()).toBe(null);
  });

  it('says why it could not begin or go on, and begins anew', async () => {
    await load();
    device.isOffline = true;
    await run('check');
    expect(problem()).toBe('This device has no network.');
    device.isOffline = false;
    device.service.failNext('read', { kind: 'network', message: 'connection reset' });
    await run('check');
    expect(problem()).toBe('connection reset');
    expect(await run('check')).toMatchObject({ rowsCompared: 7 });
    expect(problem()).toBe(null);
  });

  it('can be stopped between two portions', async () => {
    await load();
    const middle = comparing();
    desk.start('check');
    await middle;
    await desk.stop();
    expect(problem()).toBe('It was stopped.');
    expect((await parts.store.facts()).checks).toEqual([]);
    expect((await parts.store.facts()).lease?.isReleased).toBe(true);
  });

  it('takes its turn: no cycle runs beside it', async () => {
    await load();
    const [middle, end] = [comparing(), ended()];
    desk.start('check');
    await middle;
    expect(await wake(device.openContext(), 'edit')).toEqual({ kind: 'held elsewhere' });
    await end;
    expect(await wake(parts, 'edit')).toMatchObject({ kind: 'ran', end: 'finished' });
  });
});
