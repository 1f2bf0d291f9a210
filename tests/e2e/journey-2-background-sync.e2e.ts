import { afterEach, describe, expect, test } from 'vitest';
import type { AppPage } from '../browsers/app-driver.ts';
import { type SyncWatch, watchBackgroundSync } from '../browsers/background-sync.ts';
import { type ChromiumBrowser, launchChromium, shortRetries } from '../browsers/chromium.ts';
import { findChromium } from '../browsers/find-chromium.ts';
import { cellsOf, goTo, signIn, smallPortions, waitUntilUpToDate } from './support/app-actions.ts';
import { closeEveryPage } from './support/doorbell.ts';
import { expectOnceEach, type FourChanges, makeFourChanges } from './support/four-changes.ts';
import { prepareService, type Service, startService } from './support/service.ts';
import { shownOutbox } from './support/shown-outbox.ts';

/** Journey 2: what was changed while nothing answered leaves by the browser's own `sync` event, with every page closed. */

let browser: ChromiumBrowser | undefined;
let services: Service[] = [];
afterEach(async () => {
  await browser?.close();
  await Promise.all(services.map((service) => service.remove()));
  browser = undefined;
  services = [];
});

async function openApp(url: string): Promise<{ browser: ChromiumBrowser; watch: SyncWatch; page: AppPage }> {
  browser = await launchChromium({ retries: shortRetries });
  const watch = await watchBackgroundSync(browser);
  return { browser, watch, page: await browser.open(url) };
}

/** What the app shows when it is opened after the service worker did it all. */
async function expectTold(page: AppPage, changes: FourChanges): Promise<void> {
  await waitUntilUpToDate(page);
  await goTo(page, 'Sync');
  await page.waitForText('The outbox is empty');
  const sending = (await cellsOf(page, 'Wake log')).filter(([, , , did]) => did?.includes(' sent'));
  expect(sending).toHaveLength(1);
  const [began, reason, where, did, , end] = sending[0] ?? [];
  expect(began).toMatch(/^\d+:\d\d:\d\d [AP]M$/);
  expect([reason, where, end]).toEqual(["browser's background sync", 'service worker', 'Finished']);
  expect(did).toMatch(/^4 sent\b/);

  const deliveries = await cellsOf(page, 'Recent deliveries');
  expect(deliveries.map(([, kind]) => kind)).toEqual(['Delete', 'New row', 'Edit', 'Edit']);
  expect(deliveries).toHaveLength(changes.effects.length);
  // Saved, sent, applied, seen back: each with its time.
  for (const [, , ...times] of deliveries) expect(times).toEqual(Array(4).fill(expect.stringMatching(/:\d\d [AP]M$/)));
}

describe.runIf(findChromium() !== null)('with every page closed', () => {
  test('the service worker sends what was saved, on the browser’s own event', async () => {
    const service = await startService({ environments: smallPortions });
    services = [service];
    const app = await openApp(service.url);
    await signIn(app.page, 'dana');
    await waitUntilUpToDate(app.page);

    await service.stop();
    const changes = await makeFourChanges(app.page);
    await goTo(app.page, 'Sync');
    await app.page.waitFor({ role: 'heading', name: 'Outbox (4)' });
    for (const { stage } of await shownOutbox(app.page))
      expect(['Waiting', 'Being sent', 'Maybe sent']).toContain(stage);
    const closed = await closeEveryPage(app.browser, app.watch, service.url);
    await service.start();
    await closed.drained();

    expectOnceEach(await service.levers.effects(), changes, 'dana');
    await expectTold(await app.browser.open(service.url), changes);
    expectOnceEach(await service.levers.effects(), changes, 'dana');
  });

  test('the same with the app from one origin and the service at another, both down', async () => {
    const data = await prepareService();
    const host = await prepareService({
      environments: JSON.stringify([
        { id: 'far', name: 'Far shore', url: data.url, dialect: 'dataverse', portionRows: 20 },
      ]),
    });
    services = [data, host];
    await data.start({ appOrigins: [host.url] });
    await host.start();
    const app = await openApp(host.url);
    await signIn(app.page, 'dana');
    await waitUntilUpToDate(app.page);

    await data.stop();
    await host.stop();
    const changes = await makeFourChanges(app.page);
    const closed = await closeEveryPage(app.browser, app.watch, host.url);
    // The app's own origin stays down: the service worker needs nothing from it.
    await data.start();
    await closed.drained();

    expectOnceEach(await data.levers.effects(), changes, 'dana');
    // Still down: the app opens from the device.
    await expectTold(await app.browser.open(host.url), changes);
    expectOnceEach(await data.levers.effects(), changes, 'dana');
  });
});
