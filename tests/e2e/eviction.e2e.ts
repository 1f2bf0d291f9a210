import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ChromiumBrowser, launchChromium } from '../browsers/chromium.ts';
import { findChromium } from '../browsers/find-chromium.ts';
import { freePort } from '../browsers/free-port.ts';
import { enter, goTo, openRow, save, signIn, smallPortions, waitUntilUpToDate } from './support/app-actions.ts';
import { prepareService, type Service, startService } from './support/service.ts';

/** Everything that a browser deletes of an origin when it needs the room. */
const evicted = 'indexeddb,cache_storage,local_storage,service_workers,file_systems';
const account = 'Käserei Žukauskas Hamburg';

let service: Service;
let browser: ChromiumBrowser;
beforeAll(async () => {
  service = await startService({ environments: smallPortions });
});
afterAll(() => service.remove());
beforeEach(async () => {
  browser = await launchChromium();
});
afterEach(() => browser.close());

async function clear(storageTypes: string): Promise<void> {
  await browser.closeAllAppPages();
  const cdp = await browser.cdp();
  await cdp.send('Storage.clearDataForOrigin', { origin: service.url, storageTypes });
}

/** A change that the service does not take now, and of which it has heard that it waits. */
async function leaveOneUnsent(): Promise<void> {
  const page = await browser.open(service.url);
  await signIn(page, 'dana');
  await waitUntilUpToDate(page);
  await service.levers.fault({ kind: 'unavailable', method: 'write', pathIncludes: '/api/data/' });
  await openRow(page, 'Accounts', account);
  await enter(page, 'telephone1', '+49 40 5550100');
  await save(page);
  await goTo(page, 'Sync');
  await page.waitForText(/The service last heard from this device at .*: 1 change waited\./);
}

describe.runIf(findChromium() !== null)('the browser deleted the data on this device', () => {
  test('with its cookies left, the app says so, with what had not been sent', async () => {
    await leaveOneUnsent();
    await clear(evicted);
    await service.levers.clearFaults();

    const page = await browser.open(service.url);
    await signIn(page, 'dana');
    await page.waitForText('The browser deleted Landfall’s data on this device.', { deadlineMs: 60_000 });
    await page.waitForText(/1 change had not arrived at the service at .*, and is gone from here\./);
    await waitUntilUpToDate(page);
    // Said until it was read, also after a new start; then no more.
    await page.reload();
    await page.waitForText('The browser deleted Landfall’s data on this device.');
    await page.click({ role: 'button', name: 'I have read this' });
    await page.waitForGone({ role: 'button', name: 'I have read this' });
    await page.reload();
    await waitUntilUpToDate(page);
    await goTo(page, 'Sync');
    await page.waitForText(/The service last heard from this device at .*: nothing waited to be sent\./);
    expect(await page.text()).not.toContain('The browser deleted');
    expect(await page.text()).toContain('None of your other devices');
  });

  test('with the cookies gone too, the list of devices still has its last report', async () => {
    await leaveOneUnsent();
    await clear(`${evicted},cookies`);
    await service.levers.clearFaults();

    const page = await browser.open(service.url);
    await signIn(page, 'dana');
    await waitUntilUpToDate(page);
    await goTo(page, 'Sync');
    await page.waitForText(/Chrom\w+ on Linux: 1 change not arrived, last heard from at/);
    await page.waitForText('One of them may be this browser, before its data and cookies were cleared.');
    expect(await page.text()).not.toContain('The browser deleted');
  });

  test('signing out and in again is no eviction', async () => {
    const page = await browser.open(service.url);
    await signIn(page, 'tom');
    await waitUntilUpToDate(page);
    await goTo(page, 'Sync');
    await page.waitForText('The service last heard from this device at');
    await page.click({ role: 'button', name: 'Sign out' });
    await page.click({ role: 'button', name: 'Sign out', within: { role: 'dialog' } });
    await signIn(page, 'dana');
    await waitUntilUpToDate(page);
    await goTo(page, 'Sync');
    await page.waitForText('The service last heard from this device at');
    expect(await page.text()).not.toContain('The browser deleted');
  });

  test('where the app comes from elsewhere, it says that it cannot know', async () => {
    const port = await freePort();
    const host = await prepareService({
      port,
      environments: JSON.stringify([{ id: 'far', name: 'Far', url: `${service.url}/`, dialect: 'dataverse' }]),
    });
    await service.stop();
    await service.start({ appOrigins: [host.url] });
    await host.start();
    try {
      const page = await browser.open(host.url);
      await signIn(page, 'dana');
      await waitUntilUpToDate(page);
      await goTo(page, 'Sync');
      await page.waitForText('Landfall would not notice: what serves this app keeps no record of devices.');
    } finally {
      await host.remove();
    }
  });
});
