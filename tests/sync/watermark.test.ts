import { describe, expect, it } from 'vitest';
import type { Watching } from '../../src/core/checkpoint.ts';
import { reconcileEveryMs } from '../../src/core/pull-due.ts';
import type { NextLink } from '../../src/core/row.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { datedAccounts } from '../fixtures/tables.ts';
import { baseRows, Device, edit, intervalMs, wake } from './device.ts';

const account = (key: string, name: string) => ({ accountid: key, name });

/** A table with stamps, whose tracking is refused: read once, and due again. */
async function watched(
  rows: number,
  before: (device: Device) => void = (device) => (device.service.isTracking = false),
) {
  const device = new Device();
  device.service.tablesThere = [datedAccounts];
  device.service.portionRows = 50;
  before(device);
  for (let n = 0; n < rows; n += 1) device.service.put('account', `k${n}`, account(`k${n}`, `Name ${n}`));
  const parts = device.openContext();
  await wake(parts);
  // The first round looks at the last rows once more; the next one is behind the overlap.
  await device.timers.advance(2 * intervalMs);
  await wake(parts, 'interval');
  await device.timers.advance(2 * intervalMs);
  device.service.calls.length = 0;
  return { device, parts };
}

const checkpoint = (parts: SyncParts) => parts.store.checkpoint('account');

async function watching(parts: SyncParts): Promise<Watching> {
  const position = (await checkpoint(parts))?.position;
  if (position?.kind !== 'watching') throw new Error(`it is ${position?.kind}`);
  return position;
}

const sameAsService = async (device: Device, parts: SyncParts) =>
  expect(await baseRows(parts, 'account', 'accountid')).toEqual(device.service.rowsInSight('account'));

describe('the strategy of a table', () => {
  it('is the watermark where tracking is refused, and tracking is not asked for again', async () => {
    const { device, parts } = await watched(7);
    expect((await checkpoint(parts))?.best).toBe('watermark');
    await wake(parts, 'interval');
    expect(device.service.calls).toEqual([expect.stringMatching(/^read account since \d+$/)]);
  });

  it('is the watermark where the wish is passed over in silence, without reading everything twice', async () => {
    const { device, parts } = await watched(120, ({ service }) => (service.isSilentAboutTracking = true));
    expect((await watching(parts)).round).toBeNull();
    device.service.put('account', 'k1', account('k1', 'Changed'));
    await wake(parts, 'interval');
    expect(device.service.calls).toHaveLength(1);
    await sameAsService(device, parts);
  });

  it('is the full read where neither tracking nor stamps are to be had', async () => {
    const device = new Device();
    device.service.isSilentAboutTracking = true;
    device.service.put('account', 'a', account('a', 'Alpha'));
    const parts = device.openContext();
    await wake(parts);
    expect((await checkpoint(parts))?.position.kind).toBe('complete');
    await device.timers.advance(intervalMs);
    device.service.calls.length = 0;
    await wake(parts, 'interval');
    expect(device.service.calls).toEqual(['read account by full read', 'read contact by full read']);
  });

  it('is the full read where the service cannot sort by stamps', async () => {
    const refusal = { kind: 'refused', status: 400, code: '', message: 'no $orderby', retryAfterMs: null } as const;
    const { device, parts } = await watched(7, ({ service }) => {
      service.isTracking = false;
      const readFirst = service.readFirst.bind(service);
      service.readFirst = async (table, strategy, signal) =>
        strategy === 'watermark' ? { ok: false, failure: refusal } : await readFirst(table, strategy, signal);
    });
    expect(await checkpoint(parts)).toMatchObject({ best: 'full read', position: { kind: 'complete' } });
    await sameAsService(device, parts);
  });

  it('is no delta link where the profile has a filter', async () => {
    const { device, parts } = await watched(3, ({ service }) => {
      service.tablesThere = [{ ...datedAccounts, rowFilter: "city eq 'Bern'" }];
    });
    expect((await watching(parts)).kind).toBe('watching');
    expect(device.service.calls).not.toContain('read account by delta link');
  });

  it('goes from a delta link to the watermark when the privilege to track is taken away', async () => {
    const { device, parts } = await watched(7, () => {});
    expect((await checkpoint(parts))?.position.kind).toBe('following');
    const message = 'Required Depth: Global';
    device.service.failNext('read', { kind: 'refused', status: 403, code: '', message, retryAfterMs: null });
    await wake(parts, 'interval');
    expect(device.service.calls).toEqual(['read on account', 'read account by watermark']);
    await sameAsService(device, parts);
  });
});

describe('a round', () => {
  it('brings what changed and nothing else of a quiet table, not even its last rows', async () => {
    const { device, parts } = await watched(20);
    await wake(parts, 'interval');
    await device.timers.advance(intervalMs);
    const number = await parts.store.commitNumber();
    device.service.put('account', 'k3', account('k3', 'Changed'));
    device.service.put('account', 'new', account('new', 'New'));
    const result = await wake(parts, 'interval');
    expect(result).toMatchObject({ progress: { rowsReceived: 2 } });
    expect(await parts.store.commitNumber()).toBe(number + 1);
    await sameAsService(device, parts);
  });

  it('finds a row that was committed after one with a later stamp had been seen', async () => {
    const { device, parts } = await watched(5);
    device.service.put('account', 'k1', account('k1', 'Early'));
    await wake(parts, 'interval');
    device.service.put('account', 'k2', account('k2', 'Committed late'), 4 * 60_000);
    await device.timers.advance(intervalMs);
    await wake(parts, 'interval');
    await sameAsService(device, parts);
  });

  it('comes through thousands of rows with one stamp, and does not bring them again', async () => {
    const { device, parts } = await watched(3);
    for (let n = 0; n < 2_000; n += 1) device.service.put('account', `i${n}`, account(`i${n}`, 'Imported'));
    await wake(parts, 'interval');
    await sameAsService(device, parts);
    for (let n = 0; n < 3; n += 1) {
      await device.timers.advance(2 * intervalMs);
      device.service.calls.length = 0;
      await wake(parts, 'interval');
    }
    expect(device.service.calls).toHaveLength(1);
  });

  it('brings rows that change while it is being read', async () => {
    const { device, parts } = await watched(3);
    for (let n = 0; n < 200; n += 1) device.service.put('account', `i${n}`, account(`i${n}`, 'Imported'));
    const readOn = device.service.readOn.bind(device.service);
    let page = 0;
    device.service.readOn = async (table, link, signal) => {
      page += 1;
      device.timers.clock.advance(1_000);
      if (page < 4) device.service.put('account', `i${page}`, account(`i${page}`, `Changed at page ${page}`));
      return await readOn(table, link, signal);
    };
    await wake(parts, 'interval');
    await sameAsService(device, parts);
  });

  it.each([-60 * 60_000, -10 * 60_000, -40_000, 60 * 60_000])(
    'sees what changed after the clock jumped by %i ms',
    async (jump) => {
      const { device, parts } = await watched(5);
      await wake(parts, 'interval');
      const clock = device.service.clock;
      device.service.clock = () => clock() + jump;
      device.service.put('account', 'k1', account('k1', 'After the jump'));
      for (let n = 0; n < 3; n += 1) {
        await device.timers.advance(2 * intervalMs);
        await wake(parts, 'interval');
      }
      await sameAsService(device, parts);
      device.service.clock = clock;
      device.service.put('account', 'k2', account('k2', 'After it was put right'));
      for (let n = 0; n < 3; n += 1) {
        await device.timers.advance(2 * intervalMs);
        await wake(parts, 'interval');
      }
      await sameAsService(device, parts);
    },
  );

  it('is not led astray by a stamp in the future', async () => {
    const { device, parts } = await watched(5);
    device.service.put('account', 'k1', account('k1', 'From the future'), -24 * 60 * 60_000);
    await wake(parts, 'interval');
    await device.timers.advance(intervalMs);
    device.service.put('account', 'k2', account('k2', 'Today'));
    await wake(parts, 'interval');
    await sameAsService(device, parts);
  });

  it('needs no Date from the service', async () => {
    const { device, parts } = await watched(5, ({ service }) => {
      service.isTracking = false;
      service.showsDate = false;
    });
    for (let n = 0; n < 4; n += 1) {
      device.service.put('account', `k${n}`, account(`k${n}`, 'Changed'));
      await wake(parts, 'interval');
      await device.timers.advance(intervalMs);
    }
    await sameAsService(device, parts);
  });

  it('goes on at the portion where it was cut off, and asks anew if that link is void', async () => {
    const { device, parts } = await watched(3);
    for (let n = 0; n < 200; n += 1) device.service.put('account', `i${n}`, account(`i${n}`, 'Imported'));
    device.service.failNext('read', { kind: 'network', message: 'down' });
    await wake(parts, 'interval');
    const readOn = device.service.readOn;
    device.service.readOn = async () => ({ ok: false, failure: { kind: 'network', message: 'down' } });
    await wake(parts, 'retry');
    expect((await watching(parts)).round).not.toBeNull();
    device.service.readOn = readOn;
    device.service.calls.length = 0;
    device.service.failNext('read', { kind: 'refused', status: 410, code: '', message: 'gone', retryAfterMs: null });
    await wake(parts, 'retry');
    expect(device.service.calls.slice(0, 2)).toEqual(['read on account', expect.stringMatching(/since/)]);
    await sameAsService(device, parts);
  });

  it('breaks off where the service gives the same next link again and again', async () => {
    const { device, parts } = await watched(3);
    for (let n = 0; n < 200; n += 1) device.service.put('account', `i${n}`, account(`i${n}`, 'Imported'));
    const readOn = device.service.readOn.bind(device.service);
    device.service.readOn = async (table, link, signal) => {
      const portion = await readOn(table, link, signal);
      return portion.ok ? { ok: true, value: { ...portion.value, next: link as never } } : portion;
    };
    expect(await wake(parts, 'interval')).toMatchObject({ hindrance: { kind: 'table' } });
  });

  it('breaks off where the next links of the service lead in a circle', async () => {
    const { device, parts } = await watched(3);
    for (let n = 0; n < 200; n += 1) device.service.put('account', `i${n}`, account(`i${n}`, 'Imported'));
    const readOn = device.service.readOn.bind(device.service);
    const links: NextLink[] = [];
    let asked = 0;
    device.service.readOn = async (table, link, signal) => {
      links.push(link as NextLink);
      asked += 1;
      const portion = await readOn(table, links[0] ?? (link as NextLink), signal);
      const next = (asked % 3 === 0 ? links[0] : `${links[0]} ${asked % 3}`) as NextLink;
      return portion.ok ? { ok: true, value: { ...portion.value, next } } : portion;
    };
    expect(await wake(parts, 'interval')).toMatchObject({ hindrance: { kind: 'table' } });
    expect(asked).toBe(3);
  });
});

describe('comparing keys', () => {
  const beat = reconcileEveryMs(10);

  it('finds on its own beat what was deleted, is no longer shared or came into sight, by keys and names alone', async () => {
    const hidden = new Set(['k5']);
    const { device, parts } = await watched(10, ({ service }) => {
      service.isTracking = false;
      service.isInSight = (_, { key }) => !hidden.has(key);
    });
    device.service.remove('account', 'k1');
    hidden.add('k2');
    hidden.delete('k5');
    await wake(parts, 'interval');
    expect(device.service.calls).toEqual([expect.stringMatching(/since/)]);
    await device.timers.advance(beat);
    device.service.calls.length = 0;
    await wake(parts, 'interval');
    expect(device.service.calls).toEqual([
      expect.stringMatching(/since/),
      'keys of account',
      'read 3 of account by name',
    ]);
    await sameAsService(device, parts);
    device.service.calls.length = 0;
    await device.timers.advance(intervalMs);
    await wake(parts, 'interval');
    expect(device.service.calls).toHaveLength(1);
  });

  it('spares a row that was acknowledged since the list began', async () => {
    const { device, parts } = await watched(30);
    device.service.keyPortionRows = 10;
    await device.timers.advance(beat);
    const held = device.service.holdNext('keys', true);
    const running = wake(parts, 'interval');
    await held.reached;
    await edit(device, parts, { kind: 'create', key: 'a-new', values: account('a-new', 'Made meanwhile') });
    held.release();
    await running;
    expect(device.service.effects).toHaveLength(1);
    await sameAsService(device, parts);
  });

  it('goes on at the portion where it was cut off', async () => {
    const { device, parts } = await watched(40);
    device.service.keyPortionRows = 10;
    device.service.remove('account', 'k7');
    await device.timers.advance(beat);
    const readKeys = device.service.readKeys.bind(device.service);
    let portions = 0;
    device.service.readKeys = async (table, next, signal) => {
      portions += 1;
      return portions === 3
        ? { ok: false, failure: { kind: 'network', message: 'down' } }
        : await readKeys(table, next, signal);
    };
    await wake(parts, 'interval');
    expect((await watching(parts)).reconcile).toMatchObject({ kind: 'listing', next: expect.any(String) });
    expect((await parts.store.facts()).rowCounts['account']).toBe(40);
    await wake(parts, 'retry');
    expect(portions).toBe(5);
    await sameAsService(device, parts);
  });

  it('believes nothing of a list whose pages shift while others delete', async () => {
    const { device, parts } = await watched(40, ({ service }) => {
      service.isTracking = false;
      service.isPagingByOffset = true;
    });
    device.service.keyPortionRows = 10;
    await device.timers.advance(beat);
    const readKeys = device.service.readKeys.bind(device.service);
    device.service.readKeys = async (table, next, signal) => {
      if (next !== null) device.service.remove('account', 'k0');
      return await readKeys(table, next, signal);
    };
    await wake(parts, 'interval');
    expect((await parts.store.facts()).rowCounts['account']).toBe(39 + 1);
    await device.timers.advance(beat);
    await wake(parts, 'interval');
    await sameAsService(device, parts);
  });

  it('reads the table in full where very much is missing', async () => {
    const hidden = { is: true };
    const { device, parts } = await watched(700, ({ service }) => {
      service.isTracking = false;
      service.isInSight = (_, { key }) => !hidden.is || key.length < 3;
    });
    hidden.is = false;
    await wake(parts, 'sync now');
    expect(device.service.calls).toContain('read account by watermark');
    await sameAsService(device, parts);
  });

  it('brings a row back that was out of sight for a while, though its version is the old one', async () => {
    const hidden = new Set<string>();
    const { device, parts } = await watched(5, ({ service }) => {
      service.isTracking = false;
      service.isInSight = (_, { key }) => !hidden.has(key);
    });
    device.service.put('account', 'k1', account('k1', 'Seen in the overlap'));
    await wake(parts, 'interval');
    hidden.add('k1');
    await wake(parts, 'sync now');
    await sameAsService(device, parts);
    hidden.delete('k1');
    await device.timers.advance(60_000);
    await wake(parts, 'visible');
    await sameAsService(device, parts);
  });
});

describe('what was sent', () => {
  it('is looked for at once, and seen back', async () => {
    const { device, parts } = await watched(5);
    await wake(parts, 'interval');
    await device.timers.advance(30_000);
    await edit(device, parts, { kind: 'update', key: 'k1', values: { name: 'Mine' } });
    await device.timers.advance(1_000);
    await wake(parts, 'edit');
    expect((await parts.store.facts()).deliveries[0]?.seenBackAt).not.toBeNull();
    device.service.calls.length = 0;
    await device.timers.advance(1_000);
    await wake(parts, 'edit');
    expect(device.service.calls).toEqual([]);
  });
});
