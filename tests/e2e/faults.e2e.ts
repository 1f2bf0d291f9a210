import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ChromiumBrowser, type ChromiumPage, launchChromium } from '../browsers/chromium.ts';
import { isHere } from '../browsers/engines.ts';
import { enter, goTo, openRow, save, signIn, smallPortions, waitUntilUpToDate } from './support/app-actions.ts';
import { deviceRows, readDevice, serviceRows } from './support/device.ts';
import { direct, uniqueNames } from './support/direct.ts';
import { databaseOf } from './support/people.ts';
import { type Service, startService } from './support/service.ts';
import { waitForEmptyOutbox, waitForStage } from './support/shown-outbox.ts';

const syncNow = { role: 'button', name: 'Sync now' } as const;

let service: Service;
let browser: ChromiumBrowser;
let page: ChromiumPage;
let name: string;

describe.runIf(isHere('chromium'))('a service that misbehaves', () => {
  beforeAll(async () => {
    service = await startService({ environments: smallPortions });
    [name] = await uniqueNames(await direct(service, 'dana'), 'accounts', 'name');
    browser = await launchChromium();
    page = await browser.open(service.url);
    await signIn(page, 'dana');
    await waitUntilUpToDate(page);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.remove();
  });
  afterEach(() => service.levers.clearFaults());

  let edits = 0;
  /** Edits the row, then looks at the Sync page. */
  async function editOne(): Promise<string> {
    edits += 1;
    await openRow(page, 'Accounts', name);
    await enter(page, 'address1_city', `Town ${edits}`);
    await save(page);
    await goTo(page, 'Sync');
    return `Town ${edits}`;
  }

  async function requestsSince(n: number) {
    return (await service.levers.requests()).filter((request) => request.n > n && request.person === 'dana');
  }

  async function effectsSince(n: number) {
    return (await service.levers.effects()).filter((request) => request.n > n && request.person === 'dana');
  }

  async function expectOneEffectSince(n: number): Promise<void> {
    // An empty outbox may be that of a moment ago, before the edit.
    await service.levers.wait({ event: 'applied', since: n });
    await waitForEmptyOutbox(page);
    const effects = (await effectsSince(n)).map(({ effect, ifMatch }) => [effect.kind, ifMatch !== null]);
    expect(effects).toEqual([['update', true]]);
    await waitUntilUpToDate(page);
  }

  test('throttles: silent until Retry-After has passed, also for Sync now, and shown', async () => {
    const before = await service.levers.last();
    const [retryAfterSeconds, method] = [8, 'PATCH'];
    await service.levers.fault({ kind: 'throttle', method, count: 1, retryAfterSeconds });
    await editOne();
    await page.waitForText(/Nothing goes out before .*, also not with Sync now/, { within: '.activity' });
    await page.waitForText('Number of requests exceeded the limit', { within: '.activity' });
    await page.click(syncNow);
    await expectOneEffectSince(before);
    const requests = await requestsSince(before);
    const refused = requests.findIndex(({ status }) => status === 429);
    const [asked, next] = [requests[refused], requests[refused + 1]].map((one) => Date.parse(one?.at ?? ''));
    expect((next ?? 0) - (asked ?? 0)).toBeGreaterThanOrEqual(retryAfterSeconds * 1000);
  });

  test('is unavailable: tried again by itself', async () => {
    const before = await service.levers.last();
    await service.levers.fault({ kind: 'unavailable', method: 'PATCH', count: 1 });
    await editOne();
    await expectOneEffectSince(before);
    expect((await requestsSince(before)).filter(({ status }) => status === 503)).toHaveLength(1);
  });

  test('drops its answer after applying: one effect', async () => {
    const before = await service.levers.last();
    await service.levers.fault({ kind: 'drop-after-applying', method: 'PATCH', count: 1 });
    await editOne();
    await expectOneEffectSince(before);
    // The browser or the app sent it again, which took no effect.
    const sent = (await requestsSince(before)).filter(({ method }) => method === 'PATCH');
    expect(sent.map(({ status, effects }) => [status, effects.length])).toEqual([
      [null, 1],
      [412, 0],
    ]);
  });

  test('is behind a captive portal: said so, kept, and sent afterwards', async () => {
    const before = await service.levers.last();
    await service.levers.fault({ kind: 'html', pathIncludes: '/api/data' });
    await editOne();
    await page.waitForText('Not an answer of this service', { within: '.activity' });
    expect(await effectsSince(before)).toEqual([]);
    await service.levers.clearFaults();
    await page.click(syncNow);
    await expectOneEffectSince(before);
  });

  test('comes back with the delta link expired: read again with rows and outbox kept on the screen', async () => {
    await service.stop();
    await service.start();
    await service.levers.set({ deltaExpirySeconds: 0 });
    const held = await service.levers.fault({
      kind: 'hold-before',
      pathIncludes: 'accounts?$select=accountid,',
      count: 1,
    });
    await goTo(page, 'Sync');
    await page.click(syncNow);
    await service.levers.wait({ event: 'held' });
    await service.levers.set({ deltaExpirySeconds: 604_800 });
    const expired = (await service.levers.requests()).filter(({ status }) => status === 410);
    expect(expired.map(({ path }) => path.includes('deltatoken'))).toEqual([true]);
    const before = await service.levers.last();
    const town = await editOne();
    expect(await waitForStage(page, name, 'Waiting')).toContain('not sent yet');
    await goTo(page, 'Accounts');
    // The list comes back as it was left: with a search.
    await page.fill({ role: 'searchbox', name: 'Search Accounts by name' }, '');
    await page.waitForText('40 rows', { within: '.list-screen' });
    await page.waitFor({ role: 'row', name: /Waiting/, within: { role: 'table', name: 'Accounts' } });
    await service.levers.clearFaults(held);
    await goTo(page, 'Sync');
    await expectOneEffectSince(before);
    await openRow(page, 'Accounts', name);
    expect(await page.value('#field-address1_city')).toBe(town);
    const device = await readDevice(page, databaseOf('dana'));
    await service.stop();
    expect(deviceRows(device)).toEqual(await serviceRows(service.dataFolder));
    await service.start();
  });

  test.each([
    { decision: 'Keep mine', isMine: true },
    { decision: 'Take theirs', isMine: false },
  ])('has a newer row: in conflict with base, mine and theirs; $decision', async ({ decision, isMine }) => {
    const tom = await direct(service, 'tom');
    const [tomsName] = await uniqueNames(tom, 'accounts', 'name');
    const row = (await tom.rows('accounts')).find((one) => one['name'] === tomsName);
    const key = String(row?.['accountid']);
    const base = String(row?.['address1_city'] ?? 'Not set');
    const theirs = `Tom's ${decision}`;
    await openRow(page, 'Accounts', tomsName);
    await tom.update('accounts', key, { address1_city: theirs });
    await enter(page, 'address1_city', `Mine, ${decision}`);
    await save(page);
    await goTo(page, 'Sync');
    const said = await waitForStage(page, tomsName, 'In conflict');
    for (const part of [base, theirs, `Mine, ${decision}`, "doesn't match the RowVersion"])
      expect(said).toContain(part);
    await page.waitForText('1 change needs you', { within: '.status-badge' });

    const shown = await tom.row('accounts', key);
    const before = await service.levers.last();
    await page.click({ role: 'link', name: `Decide: ${tomsName}` });
    await page.click({ role: 'button', name: decision });
    await page.waitForText('Decided on this device', { within: 'main' });
    await goTo(page, 'Sync');
    await waitForEmptyOutbox(page);
    const effects = await effectsSince(before);
    expect(effects.map(({ ifMatch }) => ifMatch)).toEqual(isMine ? [shown['@odata.etag']] : []);
    expect((await tom.row('accounts', key))['address1_city']).toBe(isMine ? `Mine, ${decision}` : theirs);
    if (!isMine) await page.click(syncNow);
    await waitUntilUpToDate(page);
    await openRow(page, 'Accounts', tomsName);
    expect(await page.value('#field-address1_city')).toBe(isMine ? `Mine, ${decision}` : theirs);
  });
});
