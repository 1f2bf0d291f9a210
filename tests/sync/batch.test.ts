import { describe, expect, it } from 'vitest';
import type { Edit } from '../../src/core/change.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { ETag, RowKey } from '../../src/core/row.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { settle } from '../fakes/timers.ts';
import { Device, edit, wake } from './device.ts';

const cut: Failure = { kind: 'network', message: 'connection cut' };
const portal: Failure = { kind: 'unreadable', status: 200, message: 'a web page' };
const refused = (status: number, retryAfterMs: number | null = null): Failure => ({
  kind: 'refused',
  status,
  code: '',
  message: `status ${status}`,
  retryAfterMs,
});

/** A device with so many rows, each of them changed. */
async function changed(rows: number) {
  const device = new Device();
  device.service.portionRows = 1_000;
  const keys = Array.from({ length: rows }, (_, n) => `k${`${n}`.padStart(3, '0')}`);
  for (const key of keys) device.service.put('account', key, { accountid: key, name: key, city: 'Before' });
  const parts = device.openContext();
  await wake(parts);
  for (const key of keys) await edit(device, parts, { kind: 'update', key, values: { city: 'After' } });
  device.service.calls.length = 0;
  return { device, parts, keys };
}

const batches = (device: Device) => device.service.calls.filter((call) => call.startsWith('batch'));
const states = async (parts: SyncParts) => (await parts.store.outbox()).map(({ state }) => state.kind);
const arrived = (device: Device, keys: readonly string[]) =>
  keys.filter((key) => device.service.there('account', key)?.values['city'] === 'After').length;

it('comes through a slow line, on which a request that is too long is given up, also in contexts that have learnt nothing', async () => {
  const device = new Device();
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  for (const key of keys) device.service.put('account', key, { accountid: key, name: key });
  await wake(device.openContext());
  for (const key of keys)
    await edit(device, device.openContext(), { kind: 'update', key, values: { name: key.repeat(60_000) } });
  const sendBatch = device.service.sendBatch.bind(device.service);
  device.service.sendBatch = async (changes, signal) =>
    changes.length > 2
      ? { ok: false, failure: { kind: 'network', message: 'No answer for 30 seconds.' } }
      : await sendBatch(changes, signal);
  await wake(device.openContext(), 'background sync');
  expect(await device.openContext().store.outbox()).toEqual([]);
});

describe('batches', () => {
  it('begin with 10 changes and grow to 100 while they are quick, also from one cycle to the next', async () => {
    const { device, parts, keys } = await changed(300);
    await wake(parts, 'edit');
    expect(batches(device).map((call) => Number(call.slice(9)))).toEqual([10, 20, 40, 80, 100, 50]);
    expect(arrived(device, keys)).toBe(300);
    expect((await parts.store.facts()).deliveries).toHaveLength(300);
    for (const key of keys) await edit(device, parts, { kind: 'update', key, values: { city: 'Again' } });
    device.service.calls.length = 0;
    await wake(parts, 'edit');
    expect(batches(device).length).toBe(3);
  });

  it('do not grow while they take 5 seconds, and shrink', async () => {
    const { device, parts } = await changed(25);
    const sendBatch = device.service.sendBatch.bind(device.service);
    device.service.sendBatch = async (changes, signal) => {
      device.timers.clock.advance(5_000);
      return await sendBatch(changes, signal);
    };
    await wake(parts, 'edit');
    expect(batches(device).slice(0, 3)).toEqual(['batch of 10', 'batch of 5', 'batch of 2']);
    expect(await parts.store.outbox()).toEqual([]);
  });

  it('never hold two changes of one row, nor a row with what points to it', async () => {
    const { device, parts } = await changed(2);
    await edit(device, parts, { kind: 'create', key: 'n', values: { name: 'New' } });
    const pointing = { kind: 'create', table: 'contact', key: 'c', values: { _account_value: 'n' } } as const;
    await edit(device, parts, { ...pointing, references: ['n'] });
    await wake(parts, 'edit');
    expect(device.service.effects.map(({ key }) => key)).toEqual(['k000', 'k001', 'n', 'c']);
    expect(batches(device)).toEqual(['batch of 3']);
  });

  it('settle each change by its own part: one in conflict, one refused, one that met a server error', async () => {
    const { device, parts, keys } = await changed(6);
    device.service.put('account', 'k001', { accountid: 'k001', name: 'k001', city: 'Theirs' });
    const send = device.service.send.bind(device.service);
    device.service.send = async (change, table, signal) => {
      if (change.key === 'k002') return { ok: false, failure: refused(403) };
      if (change.key === 'k003') return { ok: false, failure: refused(500) };
      return await send(change, table, signal);
    };
    expect(await wake(parts, 'edit')).toMatchObject({ hindrance: { kind: 'later', concernsAll: false } });
    expect(await states(parts)).toEqual(['conflict', 'parked', 'maybe sent']);
    expect(arrived(device, keys)).toBe(3);
  });

  it('have the effect of once when their answer was lost', async () => {
    const { device, parts, keys } = await changed(4);
    device.service.failNext('batch', cut, true);
    expect(await wake(parts, 'edit')).toMatchObject({ hindrance: { kind: 'later', concernsAll: true } });
    expect(await states(parts)).toEqual(keys.map(() => 'maybe sent'));
    await wake(parts, 'retry');
    expect(await parts.store.outbox()).toEqual([]);
    expect(device.service.effects).toHaveLength(4);
  });

  it('have the effect of once when their answer was cut off: what came whole is settled, the rest by reading', async () => {
    const { device, parts } = await changed(4);
    device.service.cutNextBatch(1);
    await wake(parts, 'edit');
    expect(await parts.store.outbox()).toEqual([]);
    expect(device.service.effects).toHaveLength(4);
    expect(parts.pace.batchSize).toBeLessThan(10);
  });

  it('that no part of came are taken apart, so that one change that breaks them blocks no other', async () => {
    const { device, parts, keys } = await changed(30);
    const sendBatch = device.service.sendBatch.bind(device.service);
    device.service.sendBatch = async (changes, signal) =>
      changes.some(({ change }) => change.key === 'k007')
        ? { ok: false, failure: refused(500) }
        : await sendBatch(changes, signal);
    const send = device.service.send.bind(device.service);
    device.service.send = async (change, table, signal) =>
      change.key === 'k007' ? { ok: false, failure: refused(500) } : await send(change, table, signal);
    await wake(parts, 'edit');
    expect(await states(parts)).toEqual(['maybe sent']);
    expect(arrived(device, keys)).toBe(29);
  });

  it('end a cycle within a few requests where a web page answers for the service', async () => {
    const { device, parts } = await changed(30);
    for (let n = 0; n < 9; n += 1) {
      device.service.failNext('batch', portal);
      device.service.failNext('send', portal);
    }
    expect(await wake(parts, 'edit')).toMatchObject({ hindrance: { kind: 'later', concernsAll: true } });
    expect(device.service.calls.length).toBeLessThan(7);
    expect(parts.pace.canBatch).toBe(true);
  });

  it('that are too large go in smaller ones', async () => {
    const { device, parts, keys } = await changed(10);
    device.service.failNext('batch', refused(413));
    await wake(parts, 'edit');
    expect(batches(device).slice(0, 2)).toEqual(['batch of 10', 'batch of 2']);
    expect(arrived(device, keys)).toBe(10);
  });
});

describe('a batch that is refused as a whole', () => {
  it('for one of its changes lets each hear its own answer, and batches go on', async () => {
    const { device, parts, keys } = await changed(10);
    const [bad] = keys;
    const sendBatch = device.service.sendBatch.bind(device.service);
    device.service.sendBatch = async (changes, signal) =>
      changes.some(({ change }) => change.key === bad)
        ? { ok: false, failure: refused(400) }
        : await sendBatch(changes, signal);
    const send = device.service.send.bind(device.service);
    device.service.send = async (change, table, signal) =>
      change.key === bad ? { ok: false, failure: refused(400) } : await send(change, table, signal);
    await wake(parts, 'edit');
    expect(await states(parts)).toEqual(['parked']);
    expect(arrived(device, keys)).toBe(9);
    expect(parts.pace.canBatch).toBe(true);
  });

  it('although each of its changes is taken by itself is the last one of this start of the app', async () => {
    const { device, parts } = await changed(4);
    device.service.failNext('batch', refused(400));
    await wake(parts, 'edit');
    expect(parts.pace.canBatch).toBe(false);
  });
});

describe('throttling', () => {
  it('of a whole batch silences, and makes the next one smaller', async () => {
    const { device, parts } = await changed(12);
    device.service.failNext('batch', refused(429, 60_000));
    expect(await wake(parts, 'edit')).toMatchObject({ hindrance: { kind: 'later', forMs: 60_000 } });
    expect(device.service.calls).toEqual(['batch of 10']);
    expect(await states(parts)).toEqual(Array(12).fill('pending'));
    expect(parts.pace.batchSize).toBe(5);
  });

  it('of one part silences for the longest time asked for; the other parts are settled', async () => {
    const { device, parts, keys } = await changed(5);
    device.service.failNext('send', refused(429, 5_000));
    device.service.failNext('send', refused(503, 9_000));
    expect(await wake(parts, 'edit')).toMatchObject({ hindrance: { kind: 'later', forMs: 9_000 } });
    expect(await states(parts)).toEqual(['pending', 'maybe sent']);
    expect(arrived(device, keys)).toBe(3);
    expect(parts.pace.batchSize).toBe(5);
  });

  it('stops requests that run side by side; what was not sent stays as it was', async () => {
    const { device, parts } = await changed(9);
    device.service.canBatch = false;
    device.service.failNext('send', refused(429, 60_000));
    expect(await wake(parts, 'edit')).toMatchObject({ hindrance: { kind: 'later', forMs: 60_000 } });
    const sent = device.service.calls.filter((call) => call.startsWith('send')).length;
    expect(sent).toBeLessThan(6);
    expect(await states(parts)).toEqual(Array(9 - sent + 1).fill('pending'));
  });
});

describe('a service without $batch', () => {
  it('is asked once; then each change has a request of its own, several at the same time', async () => {
    const { device, parts, keys } = await changed(20);
    device.service.canBatch = false;
    await wake(parts, 'edit');
    expect(batches(device)).toEqual(['batch of 10']);
    expect(arrived(device, keys)).toBe(20);
    expect(await parts.store.outbox()).toEqual([]);
  });

  it('answers several requests at the same time, 4 at most; a delete goes by itself', async () => {
    const { device, parts, keys } = await changed(9);
    // The batch that is refused has a delete in it too, and is taken apart.
    for (const key of ['x', 'y']) device.service.put('account', key, { accountid: key, name: key });
    await wake(parts, 'sync now');
    for (const key of keys) await edit(device, parts, { kind: 'update', key, values: { city: 'Again' } });
    await edit(device, parts, { kind: 'delete', key: 'x', values: {} });
    device.service.canBatch = false;
    const inFlight = new Set<string>();
    const seen: { readonly kind: string; readonly beside: number }[] = [];
    const send = device.service.send.bind(device.service);
    device.service.send = async (change, table, signal) => {
      inFlight.add(change.id);
      // Until everything that goes at the same time has arrived.
      await settle();
      seen.push({ kind: change.kind, beside: inFlight.size });
      inFlight.delete(change.id);
      return await send(change, table, signal);
    };
    await wake(parts, 'edit');
    expect(await parts.store.outbox()).toEqual([]);
    expect(seen.filter(({ kind }) => kind === 'delete')).toEqual([{ kind: 'delete', beside: 1 }]);
    expect(Math.max(...seen.map(({ beside }) => beside))).toBe(1);
    seen.length = 0;
    for (const key of keys) await edit(device, parts, { kind: 'update', key, values: { city: 'Third' } });
    await edit(device, parts, { kind: 'delete', key: 'y', values: {} });
    await wake(parts, 'edit');
    expect(await parts.store.outbox()).toEqual([]);
    expect(seen.filter(({ kind }) => kind === 'delete')).toEqual([{ kind: 'delete', beside: 1 }]);
    expect(Math.max(...seen.map(({ beside }) => beside))).toBe(4);
  });

  it('is asked again when the app is started again', async () => {
    const { device, parts } = await changed(4);
    device.service.canBatch = false;
    await wake(parts, 'edit');
    device.service.canBatch = true;
    const again = device.openContext();
    for (const key of ['k000', 'k001']) await edit(device, again, { kind: 'update', key, values: { city: 'Again' } });
    device.service.calls.length = 0;
    await wake(again, 'edit');
    expect(batches(device)).toEqual(['batch of 2']);
  });
});

describe('changes that belong together', () => {
  async function grouped() {
    const { device, parts } = await changed(0);
    const rows = ['a', 'b', 'c'];
    for (const key of rows) device.service.put('account', key, { accountid: key, name: key });
    await wake(parts, 'sync now');
    const remove = async (key: string, group: string): Promise<Edit> => {
      const opened = await parts.store.row({ table: 'account', key: key as RowKey });
      return {
        id: device.newId(),
        kind: 'delete',
        table: 'account',
        key: key as RowKey,
        values: {},
        oldValues: opened?.seen.values ?? {},
        baseETag: (opened?.baseETag ?? null) as ETag | null,
        references: [],
        savedAt: 1,
        group,
      };
    };
    await parts.store.commitEdits([await remove('a', 'g'), await remove('b', 'g')]);
    device.service.calls.length = 0;
    return { device, parts };
  }

  it('are applied and acknowledged together', async () => {
    const { device, parts } = await grouped();
    await edit(device, parts, { kind: 'update', key: 'c', values: { name: 'Beside' } });
    await wake(parts, 'edit');
    expect(device.service.calls.slice(0, 2)).toEqual(['change set of 2', 'send update c']);
    expect(device.service.countOf('account')).toBe(1);
    expect(await parts.store.outbox()).toEqual([]);
    expect((await parts.store.facts()).deliveries).toHaveLength(3);
  });

  it('have the effect of once when the answer was lost', async () => {
    const { device, parts } = await grouped();
    device.service.failNext('batch', cut, true);
    await wake(parts, 'edit');
    expect(await states(parts)).toEqual(['maybe sent', 'maybe sent']);
    await wake(parts, 'retry');
    expect(await parts.store.outbox()).toEqual([]);
    expect(device.service.effects).toHaveLength(2);
  });

  it('wait for the person together where one of them is in conflict: nothing of them is applied', async () => {
    const { device, parts } = await grouped();
    device.service.put('account', 'b', { accountid: 'b', name: 'Theirs' });
    expect(await wake(parts, 'edit')).toMatchObject({ end: 'finished' });
    expect(await states(parts)).toEqual(['pending', 'conflict']);
    expect(device.service.countOf('account')).toBe(3);
    const [, second] = await parts.store.outbox();
    if (second === undefined) throw new Error('no conflict');
    await parts.store.commitDecision(second.id, { kind: 'retry' });
    await wake(parts, 'edit');
    expect(device.service.countOf('account')).toBe(1);
  });

  it('go on without one that holds already: its row is gone', async () => {
    const { device, parts } = await grouped();
    device.service.remove('account', 'a');
    await wake(parts, 'edit');
    await wake(parts, 'retry');
    expect(device.service.countOf('account')).toBe(1);
    expect(await parts.store.outbox()).toEqual([]);
  });

  it('are put before the person where the service refuses one, with its words at that one', async () => {
    const { device, parts } = await grouped();
    const [, second] = await parts.store.outbox();
    device.service.sendChangeSet = async () => ({
      ok: true,
      value: { kind: 'refused', failure: refused(403), culprit: second?.id ?? null },
    });
    expect(await wake(parts, 'edit')).toMatchObject({ end: 'finished' });
    expect(await states(parts)).toEqual(['pending', 'parked']);
  });

  it('are parked, and never sent apart, where the service has no change sets', async () => {
    const { device, parts } = await grouped();
    device.service.canBatch = false;
    expect(await wake(parts, 'edit')).toMatchObject({ end: 'finished' });
    const why = (await parts.store.outbox()).map(({ state }) => state);
    expect(why).toEqual(Array(2).fill({ kind: 'parked', why: 'no change sets' }));
    expect(device.service.effects).toEqual([]);
  });

  it('are silent for as long as the service asks', async () => {
    const { device, parts } = await grouped();
    device.service.failNext('batch', refused(429, 60_000));
    expect(await wake(parts, 'edit')).toMatchObject({ hindrance: { kind: 'later', forMs: 60_000 } });
    expect(await states(parts)).toEqual(['pending', 'pending']);
  });
});
