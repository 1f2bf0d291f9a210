import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppPage } from '../browsers/app-driver.ts';
import { findFirefox } from '../browsers/find-firefox.ts';
import { makeProfile, removeProfile } from '../browsers/processes.ts';
import { launchFirefox, type PuppeteerBrowser } from '../browsers/puppeteer.ts';
import * as app from './support/app-actions.ts';
import { readDevice } from './support/device.ts';
import { expectOnceEach, type FourChanges, makeFourChanges } from './support/four-changes.ts';
import { databaseOf } from './support/people.ts';
import { type Service, startService } from './support/service.ts';
import { waitForEmptyOutbox, waitForStage } from './support/shown-outbox.ts';

describe.runIf(findFirefox() !== null)('Firefox killed by SIGKILL', () => {
  let profile: string;
  let service: Service;
  let browser: PuppeteerBrowser;
  let page: AppPage;
  let changes: FourChanges;
  const draftOf = { name: 'Bäckerei Smith Dublin', key: '' };

  beforeAll(async () => {
    profile = makeProfile('firefox');
    [service, browser] = await Promise.all([
      startService({ environments: app.smallPortions }),
      launchFirefox({ profile }),
    ]);
    page = await browser.open(service.url);
    await app.signIn(page, 'dana');
    await app.waitUntilUpToDate(page);
    await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
  });
  afterAll(async () => {
    await browser?.close().catch(() => {});
    await service?.remove();
    removeProfile(profile);
  });

  const killAndReopen = async (path: string) => {
    await browser.kill();
    browser = await launchFirefox({ profile });
    page = await browser.open(`${service.url}${path}`);
  };

  test('in the middle of an edit, with an outbox: both are there again, still offline', async () => {
    await service.stop();
    changes = await makeFourChanges(page);
    draftOf.key = await app.openRow(page, 'Accounts', draftOf.name);
    await page.type('#field-address1_city', ' (harbour)');
    const typed = await page.value('#field-address1_city');
    await untilDraftKept(page, databaseOf('dana'));

    await killAndReopen(`/t/account/${draftOf.key}`);
    await page.waitForText('Your draft from', { within: '.form-screen' });
    expect(await page.value('#field-address1_city')).toBe(typed);
    const { outbox } = await readDevice(page, databaseOf('dana'));
    expect(outbox.map(({ kind, table, key }) => ({ kind, table, id: key }))).toEqual(changes.effects);
  });

  test('in the middle of a push: each change takes effect once', async () => {
    await page.click('.status-badge');
    await page.click({ role: 'button', name: 'Leave and keep the draft' });
    await page.waitFor({ role: 'heading', name: 'Outbox (4)' });
    await service.start();
    // Applied, and the answer never comes: all that the device knows is that it was being sent.
    await service.levers.fault({ kind: 'hold-after-applying', pathIncludes: '$batch', count: 1 });
    await page.click({ role: 'button', name: 'Sync now' });
    await service.levers.wait({ event: 'held' });
    await waitForStage(page, 'Anna Müller', 'Being sent');

    await killAndReopen('/sync');
    await service.levers.clearFaults();
    await waitForEmptyOutbox(page);
    await app.waitUntilUpToDate(page);
    expectOnceEach(await service.levers.effects(), changes, 'dana');
    // One batch held them all: which of them was settled first by reading says nothing.
    const delivered = (await app.cellsOf(page, 'Recent deliveries')).map(([, kind]) => kind);
    expect(delivered.toSorted()).toEqual(['Delete', 'Edit', 'Edit', 'New row']);
    const ends = (await app.cellsOf(page, 'Wake log')).map(([, , , , , end]) => end);
    expect(ends).toContain('Cut off');
  });

  test('the draft outlived both', async () => {
    await app.openRow(page, 'Accounts', draftOf.name);
    await page.waitForText('Your draft from', { within: '.form-screen' });
    expect(await page.value('#field-address1_city')).toMatch(/ \(harbour\)$/);
    expect(await app.save(page)).toMatch(/^Saved on this device at/);
    await page.waitForText('The service applied it at', { within: '.form-screen' });
  });
});

/** What is typed is kept after a short rest: until the device has it. */
async function untilDraftKept(page: AppPage, database: string): Promise<void> {
  await page.waitForFunction(async (name: string) => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
    });
    const count = await new Promise<number>((resolve) => {
      const request = db.transaction('drafts').objectStore('drafts').count();
      request.onsuccess = () => resolve(request.result);
    });
    db.close();
    return count > 0;
  }, database);
}
