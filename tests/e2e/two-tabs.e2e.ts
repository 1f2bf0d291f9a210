import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ChromiumBrowser, launchChromium } from '../browsers/chromium.ts';
import { isHere } from '../browsers/engines.ts';
import { enter, goTo, openRow, save, signIn, smallPortions, waitUntilUpToDate } from './support/app-actions.ts';
import { deviceRows, overlaps, readDevice, serviceRows } from './support/device.ts';
import { direct, uniqueNames } from './support/direct.ts';
import { databaseOf } from './support/people.ts';
import { type Service, startService } from './support/service.ts';
import { waitForEmptyOutbox } from './support/shown-outbox.ts';

const database = databaseOf('dana');
const table = { role: 'table', name: 'Accounts' } as const;

let service: Service;
let browser: ChromiumBrowser;
beforeEach(async () => {
  service = await startService({ environments: smallPortions });
});
afterEach(async () => {
  await browser.close();
  await service.remove();
});

describe.runIf(isHere('chromium'))('two tabs', () => {
  test('that edit during the load: one effect each, one wake at a time, each sees the other', async () => {
    browser = await launchChromium();
    const [one, two] = await uniqueNames(await direct(service, 'dana'), 'accounts', 'name');
    const held = await service.levers.fault({ kind: 'hold-before', pathIncludes: 'skiptoken', skip: 2, count: 1 });
    const first = await browser.open(service.url);
    await signIn(first, 'dana');
    await service.levers.wait({ event: 'held' });
    const second = await browser.open(service.url);
    await second.waitFor('.shell');

    await openRow(first, 'Accounts', one);
    await openRow(second, 'Accounts', two);
    await enter(first, 'address1_city', 'First Town');
    await enter(second, 'address1_city', 'Second Town');
    await Promise.all([save(first), save(second)]);
    await openRow(first, 'Accounts', two);
    expect(await first.value('#field-address1_city')).toBe('Second Town');
    await openRow(second, 'Accounts', one);
    expect(await second.value('#field-address1_city')).toBe('First Town');
    await goTo(first, 'Accounts');
    await first.waitFor({ role: 'row', name: /Waiting/, within: table });
    // Nothing may leave while the load is held: both wait behind the one wake that runs.
    expect(await service.levers.effects()).toEqual([]);

    await service.levers.clearFaults(held);
    for (const page of [first, second]) {
      await goTo(page, 'Sync');
      await waitForEmptyOutbox(page);
      await waitUntilUpToDate(page);
    }
    expect((await service.levers.effects()).map(({ effect, ifMatch }) => [effect?.kind, ifMatch !== null])).toEqual([
      ['update', true],
      ['update', true],
    ]);
    const device = await readDevice(first, database);
    expect(overlaps(device.wakes)).toEqual([]);
    expect(new Set(device.wakes.map(({ fence }) => fence)).size).toBe(device.wakes.length);
    await service.stop();
    expect(deviceRows(device)).toEqual(await serviceRows(service.dataFolder));
  });

  test.each([
    { how: 'with a service worker', serviceWorkers: 'allow' },
    { how: 'without one, by the other tab itself', serviceWorkers: 'block' },
  ] as const)('one is closed while it holds the right: taken over $how', async ({ serviceWorkers }) => {
    browser = await launchChromium({ serviceWorkers });
    await service.levers.fault({ kind: 'hold-before', pathIncludes: 'skiptoken', skip: 2, count: 1 });
    const first = await browser.open(service.url);
    await signIn(first, 'dana');
    await service.levers.wait({ event: 'held' });
    const second = await browser.open(service.url);
    await second.waitFor('.shell');
    await second.waitFor('.status-badge[data-kind="syncing"]');

    await first.close();
    await waitUntilUpToDate(second);
    const device = await readDevice(second, database);
    const [load, next] = [...device.wakes].sort((a, b) => a.fence - b.fence);
    expect(load).toMatchObject({ trigger: 'signed in', host: 'data worker' });
    expect(['cut off', 'handed over']).toContain(load?.end);
    expect(next?.end).toBe('finished');
    if (serviceWorkers === 'block') expect(next?.host).toBe('data worker');
    expect(overlaps(device.wakes)).toEqual([]);
    await service.stop();
    expect(deviceRows(device)).toEqual(await serviceRows(service.dataFolder));
  });
});
