import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchBackgroundSync, windowsOf } from '../browsers/background-sync.ts';
import { type ChromiumBrowser, type ChromiumPage, launchChromium, shortRetries } from '../browsers/chromium.ts';
import { freePort } from '../browsers/free-port.ts';
import { enter, goTo, keyOf, save, savedNote, signIn, signOut, waitUntilUpToDate } from './support/app-actions.ts';
import { isNextBuild, makeNextBuild, waitForNextBuild } from './support/builds.ts';
import { prepareService, type Service } from './support/service.ts';
import { findUpdate, mayConnect, waitForController, watchDocuments } from './support/updating.ts';

/** The service that serves the app, and another one that becomes an environment of it later. */
let home: Service;
let second: Service;
let browser: ChromiumBrowser;

beforeEach(async () => {
  home = await prepareService();
  second = await prepareService({ appOrigins: [home.url] });
  await second.start();
  await home.start({ environments: JSON.stringify([own]) });
  browser = await launchChromium({ retries: shortRetries });
});
afterEach(async () => {
  await browser?.close();
  await home?.remove();
  await second?.remove();
});

const own = { id: 'demo', name: 'Landfall demo', url: '/', dialect: 'dataverse', portionRows: 20 };
const withSecond = () =>
  JSON.stringify([
    own,
    { id: 'second', name: 'Second service', url: second.url, dialect: 'dataverse', portionRows: 20 },
  ]);

test('a new build takes over by consent while a cycle is in flight; every change arrives once', async () => {
  const one = await browser.open(home.url);
  await signIn(one, 'dana');
  await waitUntilUpToDate(one);
  await waitForController(one);
  const two = await browser.open(home.url);
  await waitUntilUpToDate(two);

  // From here the host has the next build and other headers; the open pages still run the one before.
  await home.stop();
  await home.start({ appFolder: makeNextBuild(), environments: withSecond() });
  await home.levers.fault({ kind: 'hold-after-applying', method: 'PATCH', count: 1 });
  const keys = [await editAccount(one, 0)];
  await home.levers.wait({ event: 'held' });
  keys.push(await editAccount(two, 1));
  keys.push(await createAccount(two));
  await goTo(two, 'Sync');
  expect(await two.count('.outbox-change')).toBe(3);
  expect(await home.levers.effects()).toHaveLength(1);

  await findUpdate(one);
  await two.waitForText('A new version is ready.');
  expect([await isNextBuild(one), await isNextBuild(two)]).toEqual([false, false]);
  expect(await mayConnect(two, second.url)).toBe(false);
  const documents = [watchDocuments(one), watchDocuments(two)];
  await one.click({ role: 'button', name: 'Update now' });
  await waitForNextBuild(one);
  await waitForNextBuild(two);

  for (const page of [one, two]) {
    await waitUntilUpToDate(page);
    expect(await mayConnect(page, second.url)).toBe(true);
    expect(await mayConnect(page, `http://localhost:${await freePort()}`)).toBe(false);
  }
  for (const [document, ...more] of documents) {
    expect(more).toEqual([]);
    expect(document?.isFromWorker).toBe(true);
    expect(document?.policy).toContain(`connect-src 'self' ${second.url};`);
  }
  await home.levers.clearFaults();
  const effects = (await home.levers.effects()).map(({ effect }) => effect?.id);
  expect(effects.toSorted()).toEqual(keys.toSorted());
});

test('with one environment added, page and service worker reach it after consent', async () => {
  const page = await browser.open(home.url);
  await signIn(page, 'dana');
  await waitUntilUpToDate(page);
  await waitForController(page);
  await home.stop();
  await home.start({ environments: withSecond() });
  expect(await mayConnect(page, second.url)).toBe(false);
  await findUpdate(page);
  await page.click({ role: 'button', name: 'Update now' });
  await page.waitForFunction(
    () => document.querySelector('.shell') !== null && !document.body.innerText.includes('A new version'),
  );
  await signOut(page);
  await signIn(page, 'dana', 'Second service');
  await waitUntilUpToDate(page);

  await second.stop();
  const key = await editAccount(page, 2);
  const sync = await watchBackgroundSync(browser);
  await browser.closeAllAppPages();
  await second.start();
  await second.levers.wait({ event: 'applied', method: 'PATCH' });
  await sync.waitFor(({ name }) => /completed/i.test(name));
  expect(await windowsOf(browser, home.url)).toMatchObject({ pages: 0, clients: 0 });
  expect((await second.levers.effects()).map(({ effect }) => effect?.id)).toEqual([key]);
});

/** Opens the nth account of the list and saves another phone number; returns the row's key. */
async function editAccount(page: ChromiumPage, index: number): Promise<string> {
  await goTo(page, 'Accounts');
  await page.click(`.list-table a[data-index="${index}"]`);
  await page.waitFor('.form-screen');
  await enter(page, 'telephone1', `+49 40 555 ${index}`);
  await save(page);
  return keyOf(await page.url());
}

async function createAccount(page: ChromiumPage): Promise<string> {
  await goTo(page, 'Accounts');
  await page.click({ role: 'link', name: 'New Account' });
  await enter(page, 'name', 'Written by the build before');
  await page.click({ role: 'button', name: 'Save' });
  await savedNote(page);
  return keyOf(await page.url());
}
