import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { watchBackgroundSync } from '../browsers/background-sync.ts';
import { type ChromiumBrowser, launchChromium, shortRetries } from '../browsers/chromium.ts';
import { findChromium } from '../browsers/find-chromium.ts';
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
import { doorbellEvents, hasGivenUp } from './support/doorbell.ts';
import { type Service, startService } from './support/service.ts';

/** Longer than the browser's retries are apart here: that nothing happens has no event to wait for. */
const quietMs = 4_000;

let browser: ChromiumBrowser;
let service: Service;
beforeAll(async () => {
  service = await startService({ environments: smallPortions });
  browser = await launchChromium({ retries: { ...shortRetries, attempts: 2 } });
});
afterAll(async () => {
  await browser.close();
  await service.remove();
});

describe.runIf(findChromium() !== null)('when the browser has used up its tries', () => {
  test('nothing leaves until the app is opened again, as it had said', async () => {
    const watch = await watchBackgroundSync(browser);
    const page = await browser.open(service.url);
    await signIn(page, 'dana');
    await waitUntilUpToDate(page);
    await service.stop();
    const key = await openRow(page, 'Accounts', 'Käserei Žukauskas Hamburg');
    await enter(page, 'telephone1', '+49 40 5550100');
    expect(await save(page)).toMatch(/^Saved on this device at /);

    await goTo(page, 'Sync');
    await page.waitForText(
      '1 change waits. Chromium sends it by itself when there is network, even if you close Landfall, as long as the browser runs; if the service stays down for about 20 minutes, open Landfall again.',
    );
    await browser.closeAllAppPages();

    let seen: number;
    do {
      await watch.waitFor((_event, all) => hasGivenUp(all));
      seen = doorbellEvents(watch.events).length;
      await setTimeout(quietMs);
      // Rung once more by the page that was closing: then those tries count.
    } while (doorbellEvents(watch.events).length > seen);
    await service.start();
    await setTimeout(quietMs);
    expect(doorbellEvents(watch.events)).toHaveLength(seen);
    expect(await service.levers.requests()).toEqual([]);

    const again = await browser.open(service.url);
    await waitUntilUpToDate(again);
    expect((await service.levers.effects()).map(({ effect, person }) => ({ ...effect, person }))).toEqual([
      { kind: 'update', table: 'account', id: key, person: 'dana' },
    ]);
    await goTo(again, 'Sync');
    const wakes = await cellsOf(again, 'Wake log');
    expect(wakes.filter(([, , , did]) => did?.includes(' sent')).map(([, reason, where]) => [reason, where])).toEqual([
      ['app opened', 'data worker'],
    ]);
    const lastTries = wakes.filter(([, , , did]) => did?.includes("the browser's last try"));
    expect(lastTries.length).toBeGreaterThan(0);
    for (const [, reason] of lastTries) expect(reason).toBe("browser's background sync");
  });
});
