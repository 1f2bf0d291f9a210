import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppBrowser, AppPage } from '../../browsers/app-driver.ts';
import * as app from './app-actions.ts';
import { direct } from './direct.ts';
import { expectOnceEach, type FourChanges, makeFourChanges } from './four-changes.ts';
import { askFrom, type OtherOrigin, serveOtherOrigin } from './other-origin.ts';
import { expectAccountsInOrder } from './same-order.ts';
import { type Service, startService } from './service.ts';
import { waitForEmptyOutbox } from './shown-outbox.ts';

export interface WithoutBackgroundSync {
  /** As the app names it. */
  readonly name: string;
  readonly isHere: boolean;
  readonly launch: () => Promise<AppBrowser>;
  /** Longer than the service worker may live on without a page. */
  readonly closedForMs: number;
}

/** Journey 3: where the browser wakes nobody, nothing leaves while the app is closed, and everything on opening it again. */
export function tellJourneyWithoutBackgroundSync({ name, isHere, launch, closedForMs }: WithoutBackgroundSync): void {
  describe.runIf(isHere)(`${name}, which has no Background Sync`, () => {
    let service: Service;
    let other: OtherOrigin;
    let browser: AppBrowser;
    let elsewhere: AppPage;
    let page: AppPage;
    let changes: FourChanges;

    beforeAll(async () => {
      [service, other, browser] = await Promise.all([
        startService({ environments: app.smallPortions }),
        serveOtherOrigin(),
        launch(),
      ]);
      elsewhere = await browser.open(other.url);
    });
    afterAll(() => Promise.all([browser?.close(), service?.remove(), other?.stop()]));

    test('every row is loaded, and the app says beforehand that it has to stay open for that', async () => {
      page = await browser.open(service.url);
      await service.levers.fault({ kind: 'hold-before', method: 'GET', pathIncludes: '/contacts', skip: 2, count: 1 });
      await app.signIn(page, 'dana');
      await page.waitForText('1 of 6 tables are here', { within: '.first-load' });
      await page.waitForText(/Accounts 40 rows.*Contacts [24]0 of 96 rows/, { within: '.table-cards' });
      const advice = `Keep Landfall open: ${name} stops this when you close it, and it goes on where it was when you open it again.`;
      await page.waitForText(advice, { within: '.expectation' });
      await service.levers.clearFaults();
      await app.waitUntilUpToDate(page);
      expect(await page.text('.table-cards')).toMatch(/Accounts 40 rows.*Contacts 96 rows.*Work Orders 240 rows/);
    });

    test('lists are ordered and searched by the one rule', async () => {
      const dana = await direct(service, 'dana');
      await expectAccountsInOrder(page, await dana.rows('accounts'));
    });

    test('a form says what is wrong with what was typed', async () => {
      await app.openRow(page, 'Accounts', 'Käserei Žukauskas Hamburg');
      await app.enter(page, 'name', '');
      await app.enter(page, 'numberofemployees', 'many');
      await app.enter(page, 'creditlimit', '-5');
      await page.click({ role: 'button', name: 'Save' });
      await page.waitForText('3 fields need attention', { within: '.form-screen [role=alert]' });
      await page.waitForText('Enter Account Name.', { within: '#field-name-problem' });
      await page.waitForText('Enter Number of Employees as a number', { within: '#field-numberofemployees-problem' });
      await page.waitForText('Credit Limit must be at least 0', { within: '#field-creditlimit-problem' });
      await page.click('.status-badge');
      await page.click({ role: 'button', name: 'Leave and discard' });
      await page.waitForText('The outbox is empty');
      await app.goTo(page, 'Home');
    });

    test('with the service stopped it opens, lists, searches and opens rows', async () => {
      await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
      await service.stop();
      await page.reload();
      await page.waitFor({ role: 'heading', name: 'Your tables' });
      expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
      await app.goTo(page, 'Contacts');
      await page.waitForText('96 rows', { within: '.list-count' });
      const found = await app.search(page, 'Contacts', 'MULLER');
      expect(found).toEqual(found.map(() => expect.stringMatching(/Müller/)));
      await app.openRow(page, 'Contacts', found[0] ?? '');
      expect(await page.value('#field-fullname')).toBe(found[0]);
    });

    test('two edits, a new row and a delete are kept on this device', async () => {
      changes = await makeFourChanges(page);
      await app.goTo(page, 'Sync');
      await page.waitFor({ role: 'heading', name: 'Outbox (4)' });
      const names = 'Käserei Žukauskas Hamburg.*Anna Müller.*Shoreline Works.*10004 Lift stops between floors';
      await page.waitForText(new RegExp(names), { within: '.outbox' });
      expect((await page.text('.outbox')).match(/Saved on this device at/g)).toHaveLength(4);
    });

    test('it says that nothing leaves while it is closed, and why', async () => {
      const said = 'Nothing leaves this device while Landfall is closed.';
      await page.waitForText(
        `${said} Your 4 changes are saved on this device and leave when you open Landfall again.`,
        {
          within: '.away-state:last-child',
        },
      );
      expect(await page.text('.expectation .lead')).toContain(said);
      await page.waitForText(`${name} does not wake web apps to send.`, { within: '.expectation' });
    });

    test('nothing leaves while every page of it is closed', async () => {
      await page.close();
      await service.start();
      await askFrom(elsewhere, `${service.url}/api/data/v9.2/accounts`, 40, closedForMs);
      const requests = await service.levers.requests();
      expect(requests.length).toBeGreaterThanOrEqual(40);
      expect(requests.filter(({ path, person }) => person !== null || !path.includes('?asked='))).toEqual([]);
    });

    test('everything leaves when it is opened again, each change once and with its precondition', async () => {
      page = await browser.open(`${service.url}/sync`);
      await waitForEmptyOutbox(page);
      await app.waitUntilUpToDate(page);
      expectOnceEach(await service.levers.effects(), changes, 'dana');
      const [account, contact, created, workOrder] = changes.effects.map(({ id }) => id);
      const dana = await direct(service, 'dana');
      expect(await dana.row('accounts', account ?? '')).toMatchObject({ telephone1: '+49 40 5550100' });
      expect(await dana.row('contacts', contact ?? '')).toMatchObject({ jobtitle: 'Lighthouse keeper' });
      expect(await dana.row('accounts', created ?? '')).toMatchObject({ name: 'Shoreline Works' });
      await expect(dana.row('msdyn_workorders', workOrder ?? '')).rejects.toThrow('404');
    });

    test('the wake log says that opening the app sent them', async () => {
      const wakes = await app.cellsOf(page, 'Wake log');
      const sending = wakes.filter(([, , , did]) => did?.includes(' sent'));
      expect(sending.map(([, reason, where, , , end]) => [reason, where, end])).toEqual([
        ['app opened', 'data worker', 'Finished'],
      ]);
      expect(sending[0]?.[3]).toMatch(/^4 sent\b/);
      expect(wakes.filter(([, , where]) => where !== 'data worker')).toEqual([]);
      const deliveries = await app.cellsOf(page, 'Recent deliveries');
      expect(deliveries.map(([, kind]) => kind)).toEqual(['Delete', 'New row', 'Edit', 'Edit']);
    });

    test('signing out asks for the next sign-in', async () => {
      expect(await app.signOut(page)).toContain('The outbox is empty.');
      await app.signIn(page, 'dana');
      await app.waitUntilUpToDate(page);
      await app.goTo(page, 'Accounts');
      await page.waitForText('41 rows', { within: '.list-count' });
    });
  });
}
