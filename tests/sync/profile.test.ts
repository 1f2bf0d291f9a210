import { describe, expect, it } from 'vitest';
import { everything, type OfflineProfile } from '../../src/core/profile.ts';
import type { TableDefinition } from '../../src/core/table.ts';
import { contacts, datedAccounts } from '../fixtures/tables.ts';
import { baseRows, Device, edit, intervalMs, wake } from './device.ts';

const city: TableDefinition['columns'][number] = {
  name: 'region',
  label: 'Region',
  type: { kind: 'text', maxLength: 50 },
  isRequired: false,
  isReadOnly: false,
};

/** A device whose profile a test may change, with both tables read. */
async function loaded(profile: OfflineProfile = everything) {
  const device = new Device();
  const { service } = device;
  service.tablesThere = [datedAccounts, contacts];
  for (let n = 0; n < 8; n += 1) {
    const key = `k${n}`;
    service.put('account', key, { accountid: key, name: key, city: n < 4 ? 'Bern' : 'Chur', region: `R${n}` });
  }
  service.put('contact', 'c', { contactid: 'c', fullname: 'Carla' });
  const chosen = { profile };
  const parts = { ...device.openContext(), profile: async () => chosen.profile };
  // The service keeps to the filter that the definition carries.
  const filtered = (filter: string | null) => {
    service.isInSight = (table, row) => table !== 'account' || filter === null || row.values['city'] === filter;
  };
  await wake(parts);
  await device.timers.advance(2 * intervalMs);
  service.calls.length = 0;
  return { device, service, parts, chosen, filtered };
}

const only = (filter: string | null, columns: 'all' | readonly string[] = 'all'): OfflineProfile => ({
  kind: 'tables',
  otherTables: 'all',
  tables: [{ name: 'account', columns, filter, intervalMs: null }],
});

describe('a profile that changes', () => {
  it('has the table read again while the old rows stay, and rows outside leave at its end', async () => {
    const { service, parts, chosen, filtered } = await loaded();
    chosen.profile = only("city eq 'Bern'");
    filtered('Bern');
    const held = service.holdNext('read');
    const running = wake(parts, 'interval');
    await held.reached;
    const during = await parts.store.facts();
    expect(during.rowCounts['account']).toBe(8);
    const position = during.checkpoints.find(({ table }) => table === 'account')?.position;
    expect(position).toMatchObject({ kind: 'reading', isInitial: false, upToDateAt: expect.any(Number) });
    held.release();
    await running;
    expect((await parts.store.facts()).rowCounts['account']).toBe(4);
    expect(service.calls).not.toContain('read account by delta link');
    expect(service.calls.filter((call) => call.includes('contact'))).toEqual(['read on contact']);
  });

  it('brings a column that was left out, in rows of the same version too', async () => {
    const { service, parts, chosen } = await loaded(only(null, ['name']));
    expect((await baseRows(parts, 'account', 'name'))['k1']).not.toHaveProperty('city');
    chosen.profile = everything;
    await wake(parts, 'interval');
    expect((await baseRows(parts, 'account', 'name'))['k1']).toMatchObject({ city: 'Bern' });
    expect(service.calls).toContain('read account by delta link');
  });

  it('drops a table that it leaves out, once nothing of it is unsent', async () => {
    const { device, service, parts, chosen } = await loaded();
    await edit(device, parts, { kind: 'update', table: 'contact', key: 'c', values: { fullname: 'Mine' } });
    service.failNext('send', { kind: 'refused', status: 400, code: '', message: 'no', retryAfterMs: null });
    chosen.profile = { ...only(null), otherTables: 'none' } as OfflineProfile;
    await wake(parts, 'interval');
    expect((await parts.store.tables()).map(({ name }) => name)).toEqual(['account', 'contact']);
    const [change] = await parts.store.outbox();
    if (change === undefined) throw new Error('the change is gone');
    await parts.store.commitDecision(change.id, { kind: 'drop' });
    await wake(parts, 'sync now');
    expect((await parts.store.tables()).map(({ name }) => name)).toEqual(['account']);
    expect((await parts.store.checkpoint('contact'))?.position).toBeUndefined();
  });

  it('drops a table also where the cycle was cut off before it came to that', async () => {
    const { device, parts, chosen } = await loaded();
    chosen.profile = { ...only(null), otherTables: 'none' } as OfflineProfile;
    const { store } = parts;
    const cut = new Proxy(store, {
      get: (inner, name) => {
        if (name === 'dropTable') return () => Promise.reject(new Error('killed'));
        const value: unknown = Reflect.get(inner, name);
        return typeof value === 'function' ? value.bind(inner) : value;
      },
    });
    await wake({ ...parts, store: cut }, 'interval').catch(() => {});
    await device.timers.advance(2 * intervalMs);
    await wake(parts, 'interval');
    expect(await store.baseKeys('contact')).toEqual([]);
    expect(await store.checkpoint('contact')).toBeNull();
  });
});

describe('definitions that change', () => {
  const fourHours = 4 * 60 * 60_000;

  it('are noticed without a sign-in, and only the table with another column is read again', async () => {
    const { device, service, parts } = await loaded();
    service.tablesThere = [
      { ...datedAccounts, columns: [...datedAccounts.columns, city] },
      { ...contacts, label: 'Person' },
    ];
    service.definitions = 'definitions 2';
    await wake(parts, 'interval');
    expect(service.calls).not.toContain('tables');
    await device.timers.advance(fourHours);
    service.calls.length = 0;
    await wake(parts, 'interval');
    expect(service.calls.slice(0, 3)).toEqual(['definitions version', 'tables', 'read account by delta link']);
    expect(service.calls.filter((call) => call.includes('contact'))).toEqual(['read on contact']);
    expect((await baseRows(parts, 'account', 'name'))['k1']).toMatchObject({ region: 'R1' });
    expect((await parts.store.tables())[1]?.label).toBe('Person');
  });

  it('cost one short answer every few hours while they are the same', async () => {
    const { device, service, parts } = await loaded();
    for (let n = 0; n < 6; n += 1) {
      await device.timers.advance(fourHours / 3);
      await wake(parts, 'interval');
    }
    expect(service.calls.filter((call) => call === 'definitions version')).toHaveLength(2);
    expect(service.calls).not.toContain('tables');
  });

  it('are asked for soon when a table is refused', async () => {
    const { device, service, parts } = await loaded();
    const refusal = { kind: 'refused', status: 400, code: '', message: 'no such column', retryAfterMs: null } as const;
    const readOn = service.readOn;
    service.readOn = async () => ({ ok: false, failure: refusal });
    service.readFirst = async () => ({ ok: false, failure: refusal });
    service.readSince = async () => ({ ok: false, failure: refusal });
    await wake(parts, 'interval');
    service.readOn = readOn;
    service.calls.length = 0;
    await device.timers.advance(60_000);
    await wake(parts, 'retry');
    await wake(parts, 'retry');
    expect(service.calls.filter((call) => call === 'definitions version')).toHaveLength(1);
  });
});
