import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demoOwners } from '../../server/demo/people.ts';
import type { AppPage } from '../browsers/app-driver.ts';
import { type ChromiumBrowser, launchChromium } from '../browsers/chromium.ts';
import { isHere } from '../browsers/engines.ts';
import {
  cellsOf,
  type DemoPerson,
  enter,
  goTo,
  openRow,
  save,
  signIn,
  signOut,
  smallPortions,
  waitUntilUpToDate,
} from './support/app-actions.ts';
import { deviceRows, readDevice, rowCount, serviceRows } from './support/device.ts';
import { direct, uniqueNames } from './support/direct.ts';
import { landfall } from './support/landfall.ts';
import { databaseOf, personOf } from './support/people.ts';
import { type Service, startService } from './support/service.ts';
import { shownOutbox, waitForEmptyOutbox, waitForStage } from './support/shown-outbox.ts';

const twelveHours = 12 * 60 * 60;
const syncNow = { role: 'button', name: 'Sync now' } as const;

let service: Service;
let browser: ChromiumBrowser;
let page: AppPage;
beforeAll(async () => {
  service = await startService({ environments: smallPortions });
});
afterAll(() => service.remove());
beforeEach(async () => {
  browser = await launchChromium();
  page = await browser.open(service.url);
});
afterEach(() => browser.close());

async function signInAndLoad(person: DemoPerson): Promise<void> {
  await signIn(page, person);
  await waitUntilUpToDate(page);
}

async function edit(name: string, city: string): Promise<void> {
  await openRow(page, 'Accounts', name);
  await enter(page, 'address1_city', city);
  await save(page);
}

/** As an administrator does it: at the service, while the device is away. */
async function changeRole(person: DemoPerson, { from, to }: { from: string; to: string }): Promise<void> {
  await service.stop();
  for (const words of [
    ['assign', to],
    ['unassign', from],
  ]) {
    const ran = await landfall(service, 'roles', ...words, person);
    if (ran.code !== 0) throw new Error(ran.err);
  }
  await service.start();
}

async function namesOf(person: DemoPerson) {
  return uniqueNames(await direct(service, person), 'accounts', 'name');
}

async function effectsOf(person: DemoPerson) {
  return (await service.levers.effects()).filter((request) => request.person === person);
}

describe.runIf(isHere('chromium'))('people', () => {
  test('a reader finds no New, no Save and no Delete', async () => {
    const [name] = await namesOf('rita');
    await signInAndLoad('rita');
    await goTo(page, 'Accounts');
    await page.waitForText('40 rows', { within: '.list-screen' });
    expect(await page.count({ role: 'link', name: /New/ })).toBe(0);
    await openRow(page, 'Accounts', name);
    await page.waitForText('Your sign-in does not allow you to change it', { within: 'main' });
    expect(await page.count({ role: 'button', name: /Save|Delete/ })).toBe(0);
    expect(await page.count('main input, main select, main textarea')).toBe(0);
    await page.goto(`${service.url}/t/account/new`);
    await page.waitForText('Your sign-in does not allow you to create rows in this table', { within: 'main' });
    expect(await page.count({ role: 'button', name: /Save/ })).toBe(0);
  });

  test('a change whose privilege is gone is parked with the words of the service; Retry and Drop', async () => {
    const [kept, dropped] = await namesOf('dana');
    await signInAndLoad('dana');
    await service.stop();
    await edit(kept, 'Kept Town');
    await edit(dropped, 'Dropped Town');
    await changeRole('dana', { from: 'Dispatcher', to: 'Reader' });
    await goTo(page, 'Sync');
    await page.click(syncNow);
    for (const name of [kept, dropped]) {
      const said = await waitForStage(page, name, 'Parked');
      expect(said).toContain('The service refused it, and will most likely refuse it again as it is.');
      expect(said).toMatch(/The service said \(403.*SecLib::CheckPrivilege failed.*prvWriteAccount/);
    }
    await page.waitForText('2 changes need you', { within: '.status-badge' });

    await page.click({ role: 'button', name: `Drop: ${dropped}` });
    await page.click({ role: 'button', name: 'Drop', within: { role: 'dialog' } });
    await page.waitForText('1 change needs you', { within: '.status-badge' });
    expect(await shownOutbox(page)).toEqual([{ stage: 'Parked', name: kept }]);
    // The privilege is not there yet: what is parked again is still kept.
    const before = await service.levers.last();
    await page.click({ role: 'button', name: `Retry: ${kept}` });
    await service.levers.wait({ event: 'answered', method: 'PATCH', since: before });
    await waitForStage(page, kept, 'Parked');
    await changeRole('dana', { from: 'Reader', to: 'Dispatcher' });
    await page.click({ role: 'button', name: `Retry: ${kept}` });
    await waitForEmptyOutbox(page);
    expect((await effectsOf('dana')).map(({ effect }) => effect?.kind)).toEqual(['update']);
    const rows = await (await direct(service, 'dana')).rows('accounts', '$select=name,address1_city');
    expect(rows.find(({ name }) => name === kept)?.['address1_city']).toBe('Kept Town');
    expect(rows.some(({ address1_city }) => address1_city === 'Dropped Town')).toBe(false);
    await page.click(syncNow);
    await waitUntilUpToDate(page);
    await openRow(page, 'Accounts', dropped);
    expect(await page.value('#field-address1_city')).not.toBe('Dropped Town');
  });

  test('technicians, whose change tracking is refused, get their own rows; the next one on the device sees nothing of the first', async () => {
    const before = await service.levers.last();
    await signInAndLoad('tom');
    const asked = (await service.levers.requests()).filter(({ n, path }) => n > before && /\/accounts\?/.test(path));
    expect(asked.filter(({ path }) => !path.includes('$top=1&')).map(({ status }) => status)).toEqual([403, 200]);
    await goTo(page, 'Sync');
    const states = await cellsOf(page, 'Tables on this device');
    expect(states.map(([table, , state]) => [table, state])).toEqual([
      ['Accounts', 'All rows here'],
      ['Contacts', 'All rows here'],
      ['Customer Assets', 'All rows here'],
      ['Work Orders', 'All rows here'],
      ['Notes', 'All rows here'],
      ['Bookings', 'All rows here'],
    ]);
    const toms = await readDevice(page, databaseOf('tom'));
    await goTo(page, 'Accounts');
    await page.fill({ role: 'searchbox', name: 'Search Accounts by name' }, 'tom searched this');
    await page.waitForText('0 found', { within: '.list-count' });
    await page.click({ role: 'link', name: 'New Account' });
    await enter(page, 'name', "Tom's secret draft");
    await page.click({ role: 'link', name: 'Sync', within: 'nav' });
    await page.click({ role: 'button', name: 'Leave and keep the draft' });
    await signOut(page);

    await signInAndLoad('tessa');
    const tessas = await readDevice(page, databaseOf('tessa'));
    expect(rowCount(toms)).toBeGreaterThan(0);
    expect(rowCount(tessas)).toBeGreaterThan(0);
    const keysOf = (rows: typeof toms.rows) => Object.values(rows).flatMap((list) => list.map(({ key }) => key));
    const hers = new Set(keysOf(tessas.rows));
    const ofTheirTeam = `$filter=_ownerid_value eq ${demoOwners.team.id}&$select=annotationid`;
    const teams = (await (await direct(service, 'dana')).rows('annotations', ofTheirTeam)).map(
      (row) => row['annotationid'],
    );
    expect(
      keysOf(toms.rows)
        .filter((key) => hers.has(key))
        .sort(),
    ).toEqual(teams.sort());
    await goTo(page, 'Accounts');
    await page.waitForText(`${tessas.rows['account']?.length} rows`, { within: '.list-screen' });
    await page.click({ role: 'link', name: 'New Account' });
    await page.waitFor('#field-name');
    expect(await page.value('#field-name')).toBe('');
    expect(await page.text()).not.toMatch(/Tom|draft/);
    const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? '').sort());
    expect(names).toEqual(expect.arrayContaining([databaseOf('tessa'), databaseOf('tom')]));
    await service.stop();
    for (const [person, device] of [
      ['tom', toms],
      ['tessa', tessas],
    ] as const) {
      expect(deviceRows(device)).toEqual(
        await serviceRows(service.dataFolder, [personOf(person).id, demoOwners.team.id]),
      );
    }
    await service.start();
  });

  test('signing out names unsent work; it goes when that person is back, and never as another', async () => {
    const [name] = await namesOf('tom');
    await signInAndLoad('tom');
    await service.stop();
    await edit(name, 'Unsent Town');
    await goTo(page, 'Sync');
    await page.click({ role: 'button', name: 'Sign out' });
    await page.waitForText(name, { within: { role: 'dialog' } });
    expect(await page.text({ role: 'dialog' })).toContain('1 change has not been applied by the service');
    await page.click({ role: 'button', name: 'Stay signed in' });
    expect(await shownOutbox(page)).toMatchObject([{ name }]);
    await signOut(page, name);
    const left = await readDevice(page, databaseOf('tom'));
    expect([left.hasSession, left.outbox.length]).toEqual([false, 1]);

    await service.start();
    await signInAndLoad('tessa');
    await goTo(page, 'Sync');
    await waitForEmptyOutbox(page);
    await page.click(syncNow);
    await waitUntilUpToDate(page);
    await signOut(page);
    expect(await service.levers.effects()).toEqual([]);
    await signIn(page, 'tom');
    await goTo(page, 'Sync');
    await waitForEmptyOutbox(page);
    expect((await service.levers.effects()).map(({ person, effect }) => [person, effect?.kind])).toEqual([
      ['tom', 'update'],
    ]);
  });

  test('an expired token stops sending only', async () => {
    const [name, other] = await namesOf('dana');
    await signInAndLoad('dana');
    await signOut(page);
    // The token that is given now has expired when it arrives.
    await service.levers.set({ tokenSeconds: 0 });
    await signIn(page, 'dana');
    await page.waitForText('Sign in again', { within: '.status-badge' });
    const effects = (await effectsOf('dana')).length;
    await edit(name, 'Expired Town');
    await openRow(page, 'Accounts', other);
    await openRow(page, 'Accounts', name);
    expect(await page.value('#field-address1_city')).toBe('Expired Town');
    await page.waitForText(/Sign in again.*1 waiting/, { within: '.status-badge' });
    await page.waitForText('Reading and editing go on; what you change is kept on this device', { within: 'main' });
    expect(await effectsOf('dana')).toHaveLength(effects);

    await service.levers.set({ tokenSeconds: twelveHours });
    await page.click({ role: 'link', name: 'Sign in again', within: 'main' });
    await signIn(page, 'dana');
    await waitUntilUpToDate(page);
    expect(await effectsOf('dana')).toHaveLength(effects + 1);
    expect((await readDevice(page, databaseOf('dana'))).outbox).toEqual([]);
  });
});
