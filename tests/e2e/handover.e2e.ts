import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Wake } from '../../src/core/wake.ts';
import { shortRetries } from '../browsers/chromium.ts';
import { findChromium } from '../browsers/find-chromium.ts';
import { launchHideableChromium, type PuppeteerBrowser, type PuppeteerPage } from '../browsers/puppeteer.ts';
import {
  cellsOf,
  enter,
  goTo,
  openRow,
  save,
  signIn,
  smallPortions,
  waitUntilUpToDate,
} from './support/app-actions.ts';
import { type Device, overlaps, readDevice, untilAtRest } from './support/device.ts';
import { databaseOf } from './support/people.ts';
import { type Service, startService } from './support/service.ts';

/** Handover between page and service worker, with pages that are really hidden and really frozen. */

/** What the demo has at this scale. */
const demoRows = {
  account: 40,
  contact: 96,
  msdyn_customerasset: 160,
  msdyn_workorder: 240,
  bookableresourcebooking: 64,
  annotation: 80,
};

let browser: PuppeteerBrowser;
let service: Service;
beforeEach(async () => {
  service = await startService({ environments: smallPortions });
  browser = await launchHideableChromium({ retries: shortRetries });
});
afterEach(async () => {
  await browser.close();
  await service.remove();
});

const deviceOf = (page: PuppeteerPage) => readDevice(page, databaseOf('dana'));

/** Every row once, and at no time two cycles. */
function expectWholeAndInTurn({ rows, wakes }: Device): void {
  const keys = Object.entries(rows).map(([table, list]) => [table, new Set(list.map(({ key }) => key)).size] as const);
  expect(Object.fromEntries(keys)).toEqual(demoRows);
  expect(overlaps(wakes)).toEqual([]);
}

const told = ({ trigger, host, end }: Wake) => `${trigger}, ${host}, ${end}`;

describe.runIf(findChromium() !== null)('handover', () => {
  test('the load goes on in the service worker while the page is hidden, and comes back when it is seen', async () => {
    const { levers } = service;
    // One answer to the page stays out; what follows it comes, up to the work orders.
    await levers.fault({ kind: 'hold-before', method: 'GET', pathIncludes: '/contacts?', skip: 2, count: 1 });
    await levers.fault({ kind: 'hold-before', method: 'GET', pathIncludes: '/msdyn_workorders?', skip: 4 });
    const page = await browser.open(service.url);
    await signIn(page, 'dana');
    const [inPage] = await levers.wait({ event: 'held' });
    await page.waitForText('Chromium goes on for a while if you leave; if it is cut off, it goes on where it was');

    await browser.hideAll();
    const [, inServiceWorker] = await levers.wait({ event: 'held', count: 2 });
    expect(await page.evaluate(() => document.visibilityState)).toBe('hidden');
    expect(inServiceWorker?.path).toContain('/msdyn_workorders?');
    const meanwhile = (await levers.requests()).filter(
      ({ n }) => n > (inPage?.n ?? 0) && n < (inServiceWorker?.n ?? 0),
    );
    // The service worker asks for the very portion that the page gave up.
    expect(meanwhile.find(({ path }) => path.includes('/contacts?'))?.path).toBe(inPage?.path);
    expect(meanwhile.filter(({ status }) => status === 200).length).toBeGreaterThan(4);
    // The page tells the service worker and rings: whichever it hears first names the wake.
    const slice = /^(handover|background sync), service worker, /;
    expect((await deviceOf(page)).wakes.map(told)).toEqual([
      'signed in, data worker, handed over',
      expect.stringMatching(slice),
    ]);

    await page.bringToFront();
    const [, , again] = await levers.wait({ event: 'held', count: 3 });
    expect(again?.path).toBe(inServiceWorker?.path);
    await levers.clearFaults();
    await waitUntilUpToDate(page);
    const device = await deviceOf(page);
    expectWholeAndInTurn(device);
    expect(device.wakes.map(told)).toEqual([
      'signed in, data worker, handed over',
      expect.stringMatching(slice),
      'visible, data worker, finished',
    ]);
    expect(device.wakes[1]?.end).toBe('handed over');
    for (const { rowsReceived } of device.wakes) expect(rowsReceived).toBeGreaterThan(0);

    await goTo(page, 'Sync');
    const wakes = await cellsOf(page, 'Wake log');
    expect(wakes.map(([, reason, where, , , end]) => [reason, where, end])).toEqual([
      ['app in view again', 'data worker', 'Finished'],
      [expect.stringMatching(/app left the screen|background sync/), 'service worker', 'Handed over'],
      ['signed in', 'data worker', 'Handed over'],
    ]);
  });

  test('a change saved right before the page is hidden is sent by the service worker', async () => {
    const { levers } = service;
    const page = await browser.open(service.url);
    await signIn(page, 'dana');
    await waitUntilUpToDate(page);
    await levers.fault({ kind: 'hold-before', method: 'PATCH', count: 1 });
    const key = await openRow(page, 'Accounts', 'Käserei Žukauskas Hamburg');
    await enter(page, 'telephone1', '+49 40 5550100');
    await save(page);
    await levers.wait({ event: 'held' });
    await page.waitForText('It is on its way to the service; no answer yet.');

    await browser.hideAll();
    await levers.wait({ event: 'applied' });
    // What the page had on its way arrives all the same, after the other.
    await levers.clearFaults();
    await levers.wait({ event: 'answered', method: 'PATCH', count: 2 });
    await page.bringToFront();
    await page.waitForText('The service applied it at');
    await waitUntilUpToDate(page);
    const effects = (await levers.effects()).map(({ effect }) => effect);
    expect(effects).toEqual([{ kind: 'update', table: 'account', id: key }]);
    const { wakes } = await deviceOf(page);
    expect(wakes.slice(0, 2).map(told)).toEqual(['signed in, data worker, finished', 'edit, data worker, handed over']);
    // Woken by the doorbell that each saved change rings, it may have waited for the right already.
    const sending = wakes.filter(({ changesSent }) => changesSent > 0);
    expect(sending.map(({ id, host, changesSent }) => ({ id, host, changesSent }))).toEqual([
      { id: wakes[2]?.id, host: 'service worker', changesSent: 1 },
    ]);
    expect(['handover', 'background sync']).toContain(sending[0]?.trigger);
    expect(overlaps(wakes)).toEqual([]);
  });

  test('a page frozen while it holds the right loses it once its heartbeat is stale', async () => {
    // Without Background Sync a hidden page runs on, so that it can be frozen in the middle of a cycle.
    const cdp = await browser.blank.createCDPSession();
    const permission = { name: 'background-sync' };
    await cdp.send('Browser.setPermission', { permission, setting: 'denied', origin: service.url });
    await service.levers.fault({ kind: 'hold-before', method: 'GET', pathIncludes: '/contacts?', skip: 2, count: 1 });
    const page = await browser.open(service.url);
    await signIn(page, 'dana');
    await service.levers.wait({ event: 'held' });
    await browser.hideAll();
    await untilAtRest(page, databaseOf('dana'));
    await page.setFrozen(true);

    const other = await browser.open(service.url);
    await waitUntilUpToDate(other);
    const taken = await deviceOf(other);
    expectWholeAndInTurn(taken);
    expect(taken.wakes.map(told)).toEqual(['signed in, data worker, cut off', 'opened, data worker, finished']);
    const [frozen, taker] = taken.wakes;
    expect((taker?.startedAt ?? 0) - (frozen?.heartbeatAt ?? 0)).toBeGreaterThanOrEqual(15_000);

    // Thawed, with its answer at last: it may write nothing any more, and works on as any other tab.
    await page.setFrozen(false);
    await service.levers.clearFaults();
    await page.bringToFront();
    await waitUntilUpToDate(page);
    const key = await openRow(page, 'Accounts', 'Käserei Žukauskas Hamburg');
    await enter(page, 'telephone1', '+49 40 5550100');
    await save(page);
    await page.waitForText('The service applied it at');
    expect((await service.levers.effects()).map(({ effect }) => effect?.id)).toEqual([key]);
    await waitUntilUpToDate(page);
    expectWholeAndInTurn(await deviceOf(page));
  });
});
