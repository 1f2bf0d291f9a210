import { afterEach, describe, expect, test } from 'vitest';
import { type ChromiumBrowser, launchChromium } from '../browsers/chromium.ts';
import { findChromium } from '../browsers/find-chromium.ts';
import * as app from './support/app-actions.ts';
import { expectOnceEach, makeFourChanges } from './support/four-changes.ts';
import { type Service, startService } from './support/service.ts';
import { waitForEmptyOutbox } from './support/shown-outbox.ts';

/** Where there is no service worker the page and its data worker do everything, and the app says so. */

let service: Service;
let browser: ChromiumBrowser;
afterEach(async () => {
  await browser?.close();
  await service?.remove();
});

const withoutServiceWorker = [
  {
    name: 'a browser that starts no service worker',
    launch: () => launchChromium({ serviceWorkers: 'block' }),
    reason: 'There is no service worker:',
    missing: 'The service worker of Landfall does not run in this browser',
  },
  {
    name: 'a browser that has none',
    launch: () =>
      launchWith(() => {
        Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
      }),
    reason: 'There is no service worker: this browser gives Landfall no service worker here.',
    missing: 'This browser has no service worker here (a private window, or an old browser)',
  },
  {
    name: 'a browser that refuses one',
    launch: () =>
      launchWith(() => {
        ServiceWorkerContainer.prototype.register = () =>
          Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'));
      }),
    reason: 'There is no service worker: The operation is insecure.',
    missing: 'The service worker of Landfall does not run in this browser',
  },
];

async function launchWith(change: () => void): Promise<ChromiumBrowser> {
  const launched = await launchChromium();
  await launched.context.addInitScript(change);
  return launched;
}

describe.runIf(findChromium() !== null).each(withoutServiceWorker)('in $name', ({ launch, reason, missing }) => {
  test('the page loads, edits and sends by itself, and says what is missing', async () => {
    [service, browser] = await Promise.all([startService({ environments: app.smallPortions }), launch()]);
    let page = await browser.open(service.url);
    await app.signIn(page, 'dana');
    await app.waitUntilUpToDate(page);
    await app.goTo(page, 'Sync');
    await page.waitForText('No service worker: Landfall works only while it is open.', { within: '.activity' });
    await page.waitForText(reason, { within: '.activity' });
    const loss = 'Landfall cannot work in the background or start without network.';
    await page.waitForText(`${missing}: ${loss}`, { within: '.expectation .reasons' });

    await service.stop();
    const changes = await makeFourChanges(page);
    await app.goTo(page, 'Sync');
    await page.waitForText('Your 4 changes are saved on this device and leave when you open Landfall again.', {
      within: '.away-state:last-child',
    });

    // As any page of a browser: nothing is there to answer. What was saved is.
    await expect(page.reload()).rejects.toThrow('ERR_CONNECTION_REFUSED');
    await page.close();
    await service.start();
    page = await browser.open(`${service.url}/sync`);
    await waitForEmptyOutbox(page);
    expectOnceEach(await service.levers.effects(), changes, 'dana');
    const sending = (await app.cellsOf(page, 'Wake log')).filter(([, , , did]) => did?.includes(' sent'));
    expect(sending.map(([, why, where]) => [why, where])).toEqual([['app opened', 'data worker']]);

    // And while it is open: at once.
    await app.openRow(page, 'Accounts', 'Shoreline Works');
    await app.enter(page, 'address1_city', 'Lorient');
    await app.save(page);
    await page.waitForText('The service applied it at', { within: '.form-screen' });
  });
});
