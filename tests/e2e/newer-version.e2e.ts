import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ChromiumBrowser, launchChromium } from '../browsers/chromium.ts';
import { isHere } from '../browsers/engines.ts';
import { signIn, waitUntilUpToDate } from './support/app-actions.ts';
import { databaseOf } from './support/people.ts';
import { type Service, startService } from './support/service.ts';

let service: Service;
let browser: ChromiumBrowser;
beforeEach(async () => {
  service = await startService();
});
afterEach(async () => {
  await browser.close();
  await service.remove();
});

/** In a page of the app's origin: what a newer build does to the database, which waits for nobody. */
async function upgrade(database: string): Promise<number> {
  return await new Promise<number>((resolve, reject) => {
    const opening = indexedDB.open(database, 1_000);
    opening.addEventListener('blocked', () => reject(new Error('blocked')));
    opening.addEventListener('error', () => reject(opening.error));
    opening.addEventListener('success', () => {
      opening.result.close();
      resolve(opening.result.version);
    });
  });
}

describe.runIf(isHere('chromium'))('a newer build', () => {
  test('that upgrades the database under an open tab is made way for; the tab says so, and after a reload why it opens nothing', async () => {
    browser = await launchChromium();
    const page = await browser.open(service.url);
    await signIn(page, 'dana');
    await waitUntilUpToDate(page);
    const newer = await browser.open(`${service.url}/config.json`);
    expect(await newer.evaluate(upgrade, databaseOf('dana'))).toBe(1_000);
    await page.waitForText('Landfall was updated in another tab.');
    await page.click({ role: 'button', name: 'Reload' });
    await page.waitForText('last used by a newer version of Landfall than this one');
  });
});
