import { afterEach, describe, expect, test } from 'vitest';
import type { AppPage } from '../browsers/app-driver.ts';
import { type SyncWatch, watchBackgroundSync } from '../browsers/background-sync.ts';
import { type ChromiumBrowser, launchChromium, shortRetries } from '../browsers/chromium.ts';
import { findChromium } from '../browsers/find-chromium.ts';
import {
  cellsOf,
  type DemoPerson,
  enter,
  goTo,
  keyOf,
  openRow,
  save,
  signIn,
  signOut,
  smallPortions,
  waitUntilUpToDate,
} from './support/app-actions.ts';
import { closeEveryPage, doorbellEvents } from './support/doorbell.ts';
import { prepareService, type Service, startService } from './support/service.ts';

/** Journey 2 where the device holds several people's or environments' databases: each work goes with its own token. */

let browser: ChromiumBrowser;
let watch: SyncWatch;
let services: Service[] = [];
afterEach(async () => {
  await browser.close();
  await Promise.all(services.map((service) => service.remove()));
  services = [];
});

async function launch(): Promise<void> {
  browser = await launchChromium({ retries: shortRetries });
  watch = await watchBackgroundSync(browser);
}

async function signInAndLoad(page: AppPage, person: DemoPerson, environment?: string): Promise<void> {
  await signIn(page, person, environment);
  await waitUntilUpToDate(page);
}

/** Changes a work order of the list, counted from the top; returns its name and key. */
async function editWorkOrder(page: AppPage, nth: number): Promise<{ readonly name: string; readonly key: string }> {
  await goTo(page, 'Work Orders');
  const link = { role: 'link', nth, within: { role: 'table', name: 'Work Orders' } } as const;
  await page.waitFor(link);
  const name = await page.text(link);
  await openRow(page, 'Work Orders', name);
  await enter(page, 'msdyn_workordersummary', 'Seen to while nothing answered.');
  expect(await save(page)).toMatch(/^Saved on this device at /);
  return { name, key: keyOf(await page.url()) };
}

async function effectsOf(service: Service) {
  return (await service.levers.effects()).map(({ person, effect }) => ({ person, id: effect?.id }));
}

async function sentInBackground(page: AppPage): Promise<readonly (string | undefined)[]> {
  await goTo(page, 'Sync');
  await page.waitForText('The outbox is empty');
  const wakes = await cellsOf(page, 'Wake log');
  return wakes.filter(([, , , did]) => did?.includes(' sent')).map(([, reason, where]) => `${reason}, ${where}`);
}

describe.runIf(findChromium() !== null)('with several databases on the device', () => {
  test('the work of a person who signed out stays and goes as theirs; another’s goes meanwhile', async () => {
    const service = await startService({ environments: smallPortions });
    services = [service];
    await launch();
    const page = await browser.open(service.url);
    await signInAndLoad(page, 'dana');
    await service.stop();
    // Tom can see the first, and changes it later.
    const danas = await editWorkOrder(page, 1);
    const dialog = await signOut(page, `Edit: ${danas.name}`);
    expect(dialog).toContain('1 change has not been applied by the service:');
    expect(dialog).toContain(
      'They stay in the database on this device and go when you sign in again here. The token is deleted; until then nothing is sent.',
    );

    await service.start();
    await signInAndLoad(page, 'tom');
    await goTo(page, 'Sync');
    await page.waitForText('The outbox is empty');
    expect(await effectsOf(service)).toEqual([]);
    await service.stop();
    const toms = await editWorkOrder(page, 0);
    expect(toms.key).not.toBe(danas.key);
    const closed = await closeEveryPage(browser, watch, service.url);
    await service.start();
    await closed.drained();
    expect(await effectsOf(service)).toEqual([{ person: 'tom', id: toms.key }]);

    const again = await browser.open(service.url);
    await waitUntilUpToDate(again);
    expect(await sentInBackground(again)).toEqual(["browser's background sync, service worker"]);
    await signOut(again);
    expect(await effectsOf(service)).toHaveLength(1);
    await signInAndLoad(again, 'dana');
    expect(await effectsOf(service)).toEqual([
      { person: 'tom', id: toms.key },
      { person: 'dana', id: danas.key },
    ]);
  });

  test('a wake drains two that have a token each; that one’s service is down does not stop the other', async () => {
    const [near, far, host] = await Promise.all([prepareService(), prepareService(), prepareService()]);
    services = [near, far, host];
    const environment = (id: string, name: string, { url }: Service) => ({
      ...{ id, name, url, dialect: 'dataverse', portionRows: 20 },
    });
    // The one that stays down is the first in the directory.
    const environments = [environment('a-near', 'Near shore', near), environment('b-far', 'Far shore', far)];
    await host.start({ environments: JSON.stringify(environments) });
    await near.start({ appOrigins: [host.url] });
    await far.start({ appOrigins: [host.url] });
    await launch();
    // Where tabs do not hear each other, each can have somebody of its own signed in, if both were opened before.
    await browser.context.addInitScript(() => Reflect.deleteProperty(globalThis, 'BroadcastChannel'));
    const tabs = { near: await browser.open(host.url), far: await browser.open(host.url) };
    await signInAndLoad(tabs.near, 'dana', 'Near shore');
    await signInAndLoad(tabs.far, 'tom', 'Far shore');

    await Promise.all([near.stop(), far.stop()]);
    const danas = await editWorkOrder(tabs.near, 0);
    const toms = await editWorkOrder(tabs.far, 0);
    const closed = await closeEveryPage(browser, watch, host.url);
    await far.start();
    await far.levers.wait({ event: 'applied' });
    expect(await effectsOf(far)).toEqual([{ person: 'tom', id: toms.key }]);
    // Work is left, so each wake asks the browser for another try.
    const since = watch.events.length;
    await watch.waitFor((event, all) => event.name === 'sync event failed' && all.indexOf(event) >= since);
    expect(doorbellEvents(watch.events.slice(since)).map(({ name }) => name)).not.toContain('Sync completed');
    await near.start();
    await closed.drained();
    expect(await effectsOf(near)).toEqual([{ person: 'dana', id: danas.key }]);
    expect(await effectsOf(far)).toEqual([{ person: 'tom', id: toms.key }]);
    for (const service of [near, far]) {
      expect((await service.levers.requests()).map(({ status }) => status)).not.toContain(401);
    }
  });
});
