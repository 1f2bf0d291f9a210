import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ChromiumBrowser, type ChromiumPage, launchChromium } from '../browsers/chromium.ts';
import { findChromium } from '../browsers/find-chromium.ts';
import { enter, goTo, openRow, save, signIn, smallPortions, waitUntilUpToDate } from './support/app-actions.ts';
import { type Direct, direct, uniqueNames } from './support/direct.ts';
import { databaseOf } from './support/people.ts';
import { type Service, startService } from './support/service.ts';
import { waitForEmptyOutbox } from './support/shown-outbox.ts';

/** Unsent changes leave a device as a file and arrive once from another; a device finds and repairs its damage. */

let service: Service;
let browser: ChromiumBrowser;
let page: ChromiumPage;
let dana: Direct;
beforeAll(async () => {
  service = await startService({ environments: smallPortions });
});
afterAll(() => service.remove());
beforeEach(async () => {
  dana = await direct(service, 'dana');
  browser = await launchChromium();
  page = await browser.open(service.url);
  await signIn(page, 'dana');
  await waitUntilUpToDate(page);
});
afterEach(() => browser.close());

const saveButton = { role: 'button', name: 'Save unsent changes to a file' } as const;

/** Presses the button and takes what the browser downloads. */
async function download(): Promise<{ readonly name: string; readonly path: string; readonly text: string }> {
  const [file] = await Promise.all([page.raw.waitForEvent('download'), page.click(saveButton)]);
  const path = await file.path();
  return { name: file.suggestedFilename(), path, text: readFileSync(path, 'utf8') };
}

async function importFile(name: string, text: string): Promise<void> {
  const buffer = Buffer.from(text);
  await page.raw.setInputFiles('input[type=file]', { name, mimeType: 'application/json', buffer });
}

/** As "clear site data" does it; the service worker goes too. */
async function wipe(): Promise<void> {
  await page.goto('about:blank');
  const cdp = await browser.cdp();
  await cdp.send('Storage.clearDataForOrigin', { origin: service.url, storageTypes: 'all' });
  await cdp.detach();
}

describe.runIf(findChromium() !== null)('unsent changes in a file', () => {
  test('saved offline, imported after the browser lost everything, arrive once; a new row is asked about', async () => {
    const [name, city] = [(await uniqueNames(dana, 'accounts', 'name'))[0], `City ${Date.now()}`];
    await service.stop();
    const key = await openRow(page, 'Accounts', name);
    await enter(page, 'address1_city', city);
    await save(page);
    await goTo(page, 'Accounts');
    await page.click({ role: 'link', name: /^New/ });
    await enter(page, 'name', `Made offline ${city}`);
    await save(page);
    await goTo(page, 'Sync');
    await page.waitFor({ role: 'heading', name: 'Outbox (2)' });
    const file = await download();
    await page.waitForText('2 changes, not encrypted; whoever has the file can read them. It is a copy');
    expect(file.name).toMatch(/^landfall-unsent-\d{4}-\d\d-\d\d-\d{4}\.json$/);
    expect(file.text).toContain(city);
    // A copy: the outbox is as it was.
    await page.waitFor({ role: 'heading', name: 'Outbox (2)' });

    await wipe();
    await service.start();
    await page.goto(service.url);
    await signIn(page, 'dana');
    await waitUntilUpToDate(page);
    await goTo(page, 'Sync');
    await importFile(file.name, file.text.slice(0, -200));
    await page.waitForText('The file is cut short');
    await page.waitFor({ role: 'heading', name: 'Outbox (0)' });
    await importFile(file.name, file.text);
    await page.waitForText('Accounts: 2', { within: { role: 'dialog' } });
    await page.click({ role: 'button', name: 'Import 2 changes' });
    await page.waitForText('1 new row from a file is not at the service', { deadlineMs: 60_000 });
    await page.waitFor({ role: 'heading', name: 'Outbox (1)' });
    expect((await dana.row('accounts', key))['address1_city']).toBe(city);
    await page.click({ role: 'button', name: 'Create it', within: { role: 'region', name: 'New rows from a file' } });
    await waitForEmptyOutbox(page);

    // The same file once more has nothing to say.
    await importFile(file.name, file.text);
    await page.waitForText('There is nothing new for this device in the file.', { within: { role: 'dialog' } });
    const effects = (await service.levers.effects()).map(({ effect }) => effect.kind).sort();
    expect(effects).toEqual(['create', 'update']);
    const made = await dana.rows('accounts', `$select=name&$filter=startswith(name,'Made offline ${city}')`);
    expect(made).toHaveLength(1);
  });

  test('the question before signing out offers the file', async () => {
    const name = (await uniqueNames(dana, 'accounts', 'name'))[1];
    await service.stop();
    await openRow(page, 'Accounts', name);
    await enter(page, 'address1_city', 'Nowhere');
    await save(page);
    await goTo(page, 'Sync');
    await page.click({ role: 'button', name: 'Sign out' });
    const within = { role: 'dialog' } as const;
    const [file] = await Promise.all([page.raw.waitForEvent('download'), page.click({ ...saveButton, within })]);
    expect(file.suggestedFilename()).toContain('landfall-unsent');
    await page.waitForText('1 change, not encrypted', { within });
    await service.start();
  });
});

describe.runIf(findChromium() !== null)('the self-check', () => {
  test('finds a row that was damaged in IndexedDB and puts it right', async () => {
    const name = (await uniqueNames(dana, 'accounts', 'name'))[2];
    const key = await openRow(page, 'Accounts', name);
    await page.evaluate(
      async (database, row) => {
        const db = await new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open(database);
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        const store = db.transaction(['rows'], 'readwrite').objectStore('rows');
        const stored = await new Promise<{ values: Record<string, unknown> }>((resolve, reject) => {
          const request = store.get(['account', row]);
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        stored.values['address1_city'] = 'Damaged';
        await new Promise<void>((resolve, reject) => {
          const request = store.put(stored);
          request.onsuccess = () => resolve();
          request.onerror = () => reject(request.error);
        });
        db.close();
        return null;
      },
      databaseOf('dana'),
      key,
    );
    await goTo(page, 'Sync');
    await page.click({ role: 'button', name: 'Check this device against the service' });
    await page.waitForText('1 not as at the service', { deadlineMs: 90_000 });
    await page.waitForText('no difference');
    expect(await page.text('.check-findings')).toContain('Which row');
    await page.click({ role: 'button', name: 'Repair 1 row' });
    await page.waitForText('repaired since', { deadlineMs: 60_000 });
    await openRow(page, 'Accounts', name);
    const right = (await dana.row('accounts', key))['address1_city'];
    expect(await page.value('#field-address1_city')).toBe(right ?? '');
  });
});
