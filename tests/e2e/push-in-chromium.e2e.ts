import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ChromiumBrowser, launchChromium, shortRetries } from '../browsers/chromium.ts';
import { findChromium } from '../browsers/find-chromium.ts';
import { launchHideableChromium, type PuppeteerBrowser } from '../browsers/puppeteer.ts';
import { createSeededRandom } from '../fakes/random.ts';
import {
  deleteOpenRow,
  enter,
  goTo,
  openRow,
  save,
  signIn,
  smallPortions,
  waitUntilUpToDate,
} from './support/app-actions.ts';
import { deviceRows, overlaps, readDevice, serviceRows, untilAtRest } from './support/device.ts';
import { direct, uniqueNames } from './support/direct.ts';
import { type DroppingProxy, startDroppingProxy } from './support/dropping-proxy.ts';
import { databaseOf } from './support/people.ts';
import { type Service, startService } from './support/service.ts';
import { waitForEmptyOutbox } from './support/shown-outbox.ts';

/** What may happen to a push in a real browser: each change still has one effect. */

const database = databaseOf('dana');
const account = 'Käserei Žukauskas Hamburg';

let service: Service;
let browser: ChromiumBrowser | PuppeteerBrowser;
let proxy: DroppingProxy | undefined;
beforeEach(async () => {
  service = await startService({ environments: smallPortions });
});
afterEach(async () => {
  await browser.close();
  await proxy?.close();
  proxy = undefined;
  await service.remove();
});

const effects = async () => (await service.levers.effects()).map(({ effect }) => effect);

describe.runIf(findChromium() !== null)('a push', () => {
  test('whose service worker is stopped after the service applied it has one effect', async () => {
    const { levers } = service;
    const hidden = await launchHideableChromium({ retries: shortRetries });
    browser = hidden;
    const page = await hidden.open(service.url);
    await signIn(page, 'dana');
    await waitUntilUpToDate(page);
    // The page's own request stays out; the service worker's is applied and its answer held.
    await levers.fault({ kind: 'hold-before', method: 'write', pathIncludes: '/api/data/', count: 1 });
    await levers.fault({ kind: 'hold-after-applying', method: 'write', pathIncludes: '/api/data/', count: 1 });
    const key = await openRow(page, 'Accounts', account);
    await enter(page, 'telephone1', '+49 40 5550100');
    await save(page);
    await levers.wait({ event: 'held' });
    await hidden.hideAll();
    await levers.wait({ event: 'held', count: 2 });
    const cdp = await hidden.blank.createCDPSession();
    await cdp.send('ServiceWorker.enable');
    await cdp.send('ServiceWorker.stopAllWorkers');
    await levers.clearFaults();

    await page.bringToFront();
    await page.waitForText('The service applied it at', { deadlineMs: 90_000 });
    await waitUntilUpToDate(page);
    expect(await effects()).toEqual([{ kind: 'update', table: 'account', id: key }]);
    const device = await readDevice(page, database);
    expect(device.outbox).toEqual([]);
    const stopped = device.wakes.filter(({ host, end }) => host === 'service worker' && end === 'cut off');
    expect(stopped).toHaveLength(1);
    expect(overlaps(device.wakes)).toEqual([]);
  });

  test('of two tabs while the service worker is woken: one effect each, one cycle at a time', async () => {
    const open = await launchChromium({ retries: shortRetries });
    browser = open;
    const names = await uniqueNames(await direct(service, 'dana'), 'accounts', 'name');
    const first = await open.open(service.url);
    await signIn(first, 'dana');
    await waitUntilUpToDate(first);
    const second = await open.open(service.url);
    await waitUntilUpToDate(second);
    const cdp = await open.cdp();
    const registration = new Promise<string>((resolve) => {
      cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(service.url));
        if (own !== undefined) resolve(own.registrationId);
      });
    });
    await cdp.send('ServiceWorker.enable');
    const registrationId = await registration;
    const wakeServiceWorker = () =>
      cdp.send('ServiceWorker.dispatchSyncEvent', {
        origin: service.url,
        registrationId,
        tag: 'workbox-background-sync:landfall',
        lastChance: false,
      });
    const held = await service.levers.fault({
      kind: 'hold-before',
      method: 'write',
      pathIncludes: '/api/data/',
      count: 1,
    });
    for (const [at, name] of names.entries()) {
      const page = at % 2 === 0 ? first : second;
      await openRow(page, 'Accounts', name);
      await enter(page, 'address1_city', `Town ${at}`);
      await save(page);
      await wakeServiceWorker();
    }
    await service.levers.wait({ event: 'held' });
    await service.levers.clearFaults(held);
    for (const page of [first, second]) {
      await goTo(page, 'Sync');
      await waitForEmptyOutbox(page);
      await waitUntilUpToDate(page);
    }
    const done = await effects();
    expect(done.map(({ kind }) => kind)).toEqual(['update', 'update', 'update', 'update']);
    expect(new Set(done.map(({ id }) => id)).size).toBe(4);
    const device = await readDevice(first, database);
    expect(overlaps(device.wakes)).toEqual([]);
    await service.stop();
    expect(deviceRows(device)).toEqual(await serviceRows(service.dataFolder));
  });

  test('whose tab is frozen in the middle is taken over by another, and the thawed one writes nothing of it', async () => {
    const hidden = await launchHideableChromium();
    browser = hidden;
    // Without Background Sync a hidden page runs on, so that it can be frozen in the middle of a cycle.
    const cdp = await hidden.blank.createCDPSession();
    const permission = { name: 'background-sync' };
    await cdp.send('Browser.setPermission', { permission, setting: 'denied', origin: service.url });
    const page = await hidden.open(service.url);
    await signIn(page, 'dana');
    await waitUntilUpToDate(page);
    await service.levers.fault({ kind: 'hold-after-applying', method: 'write', pathIncludes: '/api/data/', count: 1 });
    const key = await openRow(page, 'Accounts', account);
    await enter(page, 'telephone1', '+49 40 5550100');
    await save(page);
    await service.levers.wait({ event: 'held' });
    await hidden.hideAll();
    await untilAtRest(page, database);
    await page.setFrozen(true);

    const other = await hidden.open(service.url);
    await goTo(other, 'Sync');
    await waitForEmptyOutbox(other, 90_000);
    await waitUntilUpToDate(other);
    const taken = await readDevice(other, database);
    await page.setFrozen(false);
    await service.levers.clearFaults();
    await page.bringToFront();
    await waitUntilUpToDate(page);
    expect(await effects()).toEqual([{ kind: 'update', table: 'account', id: key }]);
    const device = await readDevice(page, database);
    expect(device.wakes.slice(0, taken.wakes.length)).toEqual(taken.wakes);
    expect(device.wakes.filter(({ end }) => end === 'cut off')).toHaveLength(1);
    expect(overlaps(device.wakes)).toEqual([]);
  });

  test('through something that loses two answers of three after they were applied has one effect for each change', async () => {
    const seed = Number(process.env.LANDFALL_SEED ?? Date.now() % 1_000_000);
    const random = createSeededRandom(seed);
    let writes = 0;
    const isLost = () => {
      writes += 1;
      return writes === 1 || random.fraction() < 2 / 3;
    };
    const dropping = await startDroppingProxy(service.port, isLost);
    proxy = dropping;
    const open = await launchChromium();
    browser = open;
    const [one, two, three, four] = await uniqueNames(await direct(service, 'dana'), 'accounts', 'name');
    const page = await open.open(dropping.url);
    await signIn(page, 'dana');
    await waitUntilUpToDate(page);
    for (const [at, name] of [one, two, three].entries()) {
      await openRow(page, 'Accounts', name);
      await enter(page, 'address1_city', `Town ${at}`);
      await save(page);
    }
    await goTo(page, 'Accounts');
    await page.click({ role: 'link', name: 'New Account' });
    await enter(page, 'name', 'Zebra Works');
    await save(page);
    await openRow(page, 'Accounts', four);
    await deleteOpenRow(page);
    await goTo(page, 'Sync');
    await page.click({ role: 'button', name: 'Sync now' });
    await service.levers.wait({ event: 'applied', count: 5 });
    dropping.heal();
    await page.click({ role: 'button', name: 'Sync now' });
    await waitForEmptyOutbox(page);
    await waitUntilUpToDate(page);
    const done = await effects();
    expect(done.map(({ kind }) => kind).sort(), `LANDFALL_SEED=${seed}`).toEqual([
      'create',
      'delete',
      'update',
      'update',
      'update',
    ]);
    expect(new Set(done.map(({ id }) => id)).size).toBe(5);
    expect(dropping.lost).toBeGreaterThan(0);
    const device = await readDevice(page, database);
    await service.stop();
    expect(deviceRows(device)).toEqual(await serviceRows(service.dataFolder));
  });
});
