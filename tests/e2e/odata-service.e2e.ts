import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppPage } from '../browsers/app-driver.ts';
import { type ChromiumBrowser, launchChromium } from '../browsers/chromium.ts';
import { isHere } from '../browsers/engines.ts';
import { PoorService } from '../poor-service/poor-service.ts';
import { type ServedPoorService, servePoorService } from '../poor-service/serve-poor-service.ts';
import { cellsOf, enter, goTo, openRow, save, waitUntilUpToDate } from './support/app-actions.ts';
import { type Service, startService } from './support/service.ts';
import { shownOutbox, waitForEmptyOutbox } from './support/shown-outbox.ts';

const keyOf = (n: number) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;

const poor = new PoorService();
let served: ServedPoorService;
let host: Service;
let browser: ChromiumBrowser;
let page: AppPage;
beforeAll(async () => {
  for (let n = 1; n <= 3; n += 1) poor.put('Customers', { Id: n, Name: `Customer ${n}` });
  for (let n = 1; n <= 50; n += 1) {
    poor.put('Tickets', { Id: keyOf(n), Title: `Ticket ${n}`, Urgency: 'Low', CustomerId: (n % 3) + 1 });
  }
  served = await servePoorService(poor);
  // What is not in its CORS headers, Authorization among it, no browser lets through to it.
  const environment = { id: 'workshop', name: 'Workshop', url: served.url, dialect: 'odata-v4', signIn: 'none' };
  host = await startService({ environments: JSON.stringify([environment]) });
  browser = await launchChromium();
  page = await browser.open(host.url);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([host.remove(), served.close()]);
});

describe.runIf(isHere('chromium'))('a service of OData 4 that gives little', () => {
  test('is opened without a sign-in, read whole, and what it does not give is said', async () => {
    await page.waitForText('Workshop asks nobody who they are', { within: 'main' });
    expect(await page.count({ role: 'textbox', name: 'Password' })).toBe(0);
    await page.click({ role: 'button', name: 'Open' });
    await page.waitForText('Workshop', { within: '.header', deadlineMs: 60_000 });
    await waitUntilUpToDate(page);
    await goTo(page, 'Sync');
    const tables = await cellsOf(page, 'Tables on this device');
    expect(tables.map(([table, rows]) => [table, rows])).toEqual([
      ['Customers', '3 rows'],
      ['Tickets', '50 rows'],
    ]);
    const said = await page.text('main');
    expect(said).toContain('It gives rows no version (Customers and Tickets)');
    expect(said).toContain('Ticket parts is not kept on this device: its key is made of several columns.');
    await goTo(page, 'Customers');
    await page.waitForText('the service makes the keys of this table', { within: 'main' });
    expect(await page.count({ role: 'link', name: /New/ })).toBe(0);
  });

  test('gets what was edited while it was away, each change once', async () => {
    await served.pause();
    await openRow(page, 'Tickets', 'Ticket 7');
    await enter(page, 'Note', 'Seen to while nothing answered.');
    await save(page);
    await goTo(page, 'Tickets');
    await page.click({ role: 'link', name: /New Ticket/ });
    await enter(page, 'Title', 'Made while nothing answered');
    await page.fill('#field-Urgency', 'High');
    await save(page);
    await goTo(page, 'Sync');
    expect(await shownOutbox(page)).toHaveLength(2);
    poor.put('Tickets', { Id: keyOf(8), Title: 'Changed by somebody else' });
    await served.resume();
    await page.click({ role: 'button', name: 'Sync now' });
    await waitForEmptyOutbox(page);
    const made = poor.rows('Tickets').find(({ Title }) => Title === 'Made while nothing answered');
    expect(made).toMatchObject({ Urgency: 'High', Id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(poor.row('Tickets', keyOf(7))).toMatchObject({ Title: 'Ticket 7', Note: 'Seen to while nothing answered.' });
    // Two rows that have nothing to do with each other: sent side by side, in no order.
    const effects = poor.effects.filter(({ isOverHttp }) => isOverHttp);
    expect(effects.map(({ kind }) => kind).sort()).toEqual(['create', 'update']);
    await openRow(page, 'Tickets', 'Changed by somebody else');
  });

  test('is closed again without a word of signing out', async () => {
    await goTo(page, 'Sync');
    await page.click({ role: 'button', name: 'Close the environment' });
    await page.waitForText('Your rows stay in a database on this device', { within: { role: 'dialog' } });
    expect(await page.text({ role: 'dialog' })).not.toMatch(/[Ss]ign|token/);
    await page.click({ role: 'button', name: 'Close the environment', within: { role: 'dialog' } });
    await page.waitFor({ role: 'button', name: 'Open' });
  });
});
