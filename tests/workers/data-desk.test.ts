import { describe, expect, it } from 'vitest';
import type { SyncState } from '../../src/core/facts.ts';
import { freshForMs } from '../../src/core/pull-due.ts';
import type { RowKey } from '../../src/core/row.ts';
import { type Account, databaseName } from '../../src/core/session.ts';
import type { DataCall, DataCalls, DataEvent } from '../../src/messages/data-calls.ts';
import { MemoryDirectory } from '../../src/storage/memory-directory.ts';
import { Engine } from '../../src/sync/engine.ts';
import { CheckDesk } from '../../src/workers/check-desk.ts';
import { DataDesk } from '../../src/workers/data-desk.ts';
import { DataSession } from '../../src/workers/data-session.ts';
import { deferred } from '../fakes/deferred.ts';
import { Device, intervalMs, wake } from '../sync/device.ts';

const environment = { id: 'demo', name: 'Demo', url: 'http://localhost/', dialect: 'dataverse' } as const;
const dana: Account = {
  database: databaseName('demo', 'dana'),
  environment,
  person: { id: 'dana', name: 'Dana' },
};

function setUp() {
  const device = new Device();
  const directory = new MemoryDirectory();
  const events: DataEvent[] = [];
  let heard: (event: DataEvent) => void = () => {};
  const desk = new DataDesk({
    directory,
    clock: device.timers.clock,
    readUnsent: async () => null,
    openSession: async () => {
      const parts = device.openContext();
      return new DataSession({
        account: dana,
        ...parts,
        unreadable: [],
        post: (event) => {
          events.push(event);
          heard(event);
        },
        makeEngine: (onActivity) => new Engine(parts, { intervalMs, onActivity }),
        makeCheck: (onProgress) => new CheckDesk(parts, { intervalMs, onProgress }),
      });
    },
  });
  let id = 0;
  const call = async <Call extends DataCall>(name: Call, input: DataCalls[Call]['in']) => {
    id += 1;
    const answer = await desk.answer({ call: name, id, input });
    if ('failure' in answer) throw new Error(answer.failure.message);
    return ('output' in answer ? answer.output : null) as DataCalls[Call]['out'];
  };
  const open = (session: { token: string; expiresAt: number } | null) =>
    call('open', {
      account: dana,
      session,
      locale: 'en',
      settings: { portionRows: 10, intervalMs },
      seenIn: { browserMajor: 156, install: 'tab' },
    });
  /** The next state that is as wanted; the clock is moved on, since reports are coalesced. */
  const state = async (isWanted: (state: SyncState) => boolean): Promise<SyncState> => {
    const found = deferred<SyncState>();
    heard = (event) => {
      if (event.kind === 'state changed' && isWanted(event.state)) found.resolve(event.state);
    };
    for (let turn = 0; turn < 20; turn += 1) await device.timers.advance(150);
    return await found.promise;
  };
  return { device, directory, call, open, state, events };
}

describe('the data worker', () => {
  it('opens a database, loads it and remembers who used it', async () => {
    const { device, call, open, state } = setUp();
    device.service.put('account', 'a', { accountid: 'a', name: 'Alpha' });
    await open({ token: 't', expiresAt: 0 });
    const loaded = await state(({ facts }) => facts.checkpoints.length === 2);
    expect(loaded.facts.rowCounts['account']).toBe(1);
    expect((await call('remembered', null)).account).toEqual(dana);
  });

  it('tells of views that change, and answers windows of them', async () => {
    const { device, call, open, state, events } = setUp();
    await open({ token: 't', expiresAt: 0 });
    await state(({ facts }) => facts.checkpoints.length === 2);
    const view = await call('open view', { table: 'account', sortColumn: 'name', direction: 'ascending', search: '' });
    expect(view.total).toBe(0);
    await call('edit', {
      id: device.newId(),
      kind: 'create',
      table: 'account',
      key: 'n' as RowKey,
      values: { name: 'New' },
      oldValues: {},
      baseETag: null,
      references: [],
      savedAt: 1,
    });
    for (let turn = 0; turn < 5; turn += 1) await device.timers.advance(150);
    expect(events.some((event) => event.kind === 'view changed' && event.total === 1)).toBe(true);
    const window = await call('window', { viewId: view.viewId, from: 0, count: 10 });
    expect(window.rows.map(({ values }) => values['name'])).toEqual(['New']);
    await call('close view', { viewId: view.viewId });
    expect(await call('window', { viewId: view.viewId, from: 0, count: 10 })).toEqual({ total: 0, rows: [] });
  });

  it('reads nothing while nobody looks, and tells what changed when somebody does', async () => {
    const { device, call, open, state, events } = setUp();
    await open({ token: 't', expiresAt: 0 });
    await state(({ facts }) => facts.checkpoints.length === 2);
    await call('life', { now: 'hidden', mayHandOver: false });
    events.length = 0;
    const other = device.openContext();
    device.service.put('account', 'late', { accountid: 'late', name: 'Late' });
    await wake(other, 'sync now');
    for (let turn = 0; turn < 5; turn += 1) await device.timers.advance(150);
    expect(events).toEqual([]);
    await call('life', { now: 'visible', mayHandOver: false });
    expect((await state(({ facts }) => facts.rowCounts['account'] === 1)).facts.wakes.length).toBeGreaterThan(1);
  });

  it.each(['visible', 'focused'] as const)('pulls what is new when its page is %s again', async (now) => {
    const { device, call, open, state } = setUp();
    await open({ token: 't', expiresAt: 0 });
    await state(({ facts, activity }) => facts.checkpoints.length === 2 && activity.kind === 'idle');
    if (now === 'visible') await call('life', { now: 'hidden', mayHandOver: true });
    device.service.put('account', 'late', { accountid: 'late', name: 'Late' });
    device.timers.clock.advance(freshForMs);
    await call('life', { now, mayHandOver: false });
    const { facts } = await state(({ facts: seen }) => seen.rowCounts['account'] === 1);
    expect(facts.wakes[0]).toMatchObject({ trigger: 'visible' });
  });

  it('tells that the service takes one change per request, once that was seen', async () => {
    const { device, call, open, state } = setUp();
    for (const key of ['a', 'b']) device.service.put('account', key, { accountid: key, name: key });
    await open({ token: 't', expiresAt: 0 });
    const loaded = await state(({ facts }) => facts.checkpoints.length === 2);
    expect(loaded.takesBatches).toBe(true);
    device.service.canBatch = false;
    // So that both go in one round.
    await call('life', { now: 'hidden', mayHandOver: true });
    for (const key of ['a', 'b'] as RowKey[]) {
      const row = await call('row', { table: 'account', key });
      await call('edit', {
        id: device.newId(),
        kind: 'update',
        table: 'account',
        key,
        values: { city: 'Hull' },
        oldValues: {},
        baseETag: row?.baseETag ?? null,
        references: [],
        savedAt: 1,
      });
    }
    await call('life', { now: 'visible', mayHandOver: false });
    expect((await state(({ facts }) => facts.outbox.length === 0)).takesBatches).toBe(false);
  });

  it('forgets the token and the person on signing out, and keeps the database with its unsent work', async () => {
    const { device, call, open, state } = setUp();
    await open({ token: 't', expiresAt: 0 });
    await state(({ facts }) => facts.checkpoints.length === 2);
    device.service.failNext('send', { kind: 'network', message: 'down' });
    await call('edit', {
      id: device.newId(),
      kind: 'create',
      table: 'account',
      key: 'n' as RowKey,
      values: { name: 'Unsent' },
      oldValues: {},
      baseETag: null,
      references: [],
      savedAt: 1,
    });
    await call('sign out', null);
    expect((await call('remembered', null)).account).toBeNull();
    await expect(call('sync now', null)).rejects.toThrow('nobody is signed in');
    const store = device.openContext().store;
    expect(await store.session()).toBeNull();
    expect(await store.outbox()).toHaveLength(1);
  });

  it('answers what it cannot do with the reason, and goes on', async () => {
    const { call, open } = setUp();
    await open(null);
    await expect(call('decide', { changeId: 'nothing' as never, decision: { kind: 'drop' } })).rejects.toThrow();
    expect(await call('row', { table: 'account', key: 'x' as RowKey })).toBeNull();
  });

  it('writes unsent changes into a file and takes them in again, once, with nobody signed in', async () => {
    const { device, call, open, state } = setUp();
    device.service.put('account', 'a', { accountid: 'a', name: 'Alpha' });
    await open({ token: 't', expiresAt: 0 });
    await state(({ facts }) => facts.checkpoints.length === 2);
    const refused = { kind: 'refused', status: 401, code: '', message: 'expired', retryAfterMs: null } as const;
    device.service.failNext('send', refused);
    await call('edit', {
      id: device.newId(),
      kind: 'update',
      table: 'account',
      key: 'a' as RowKey,
      values: { name: 'Omega' },
      oldValues: { name: 'Alpha' },
      baseETag: device.service.there('account', 'a')?.etag ?? null,
      references: [],
      savedAt: 0,
    });
    await state(({ activity }) => activity.kind === 'signed out');
    const written = await call('write escrow', null);
    expect(written).toMatchObject({ changes: 1 });
    const reading = await call('read escrow', written.text);
    expect(reading).toMatchObject({ kind: 'readable', preview: { all: 1, alreadyHere: 1, isFromHere: true } });

    const next = setUp();
    await next.open(null);
    expect(await next.call('read escrow', written.text.slice(0, 400))).toMatchObject({
      kind: 'refused',
      problem: { kind: 'cut short' },
    });
    expect(await next.call('import escrow', 'hello')).toMatchObject({ kind: 'refused' });
    expect(await next.call('import escrow', written.text)).toMatchObject({ kind: 'imported', added: 1 });
    expect(await next.call('import escrow', written.text)).toMatchObject({ added: 0 });
  });
});
