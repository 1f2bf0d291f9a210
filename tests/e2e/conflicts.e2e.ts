import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChromiumBrowser, type ChromiumPage, launchChromium } from '../browsers/chromium.ts';
import { isHere } from '../browsers/engines.ts';
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
import { accessibilityViolations } from './support/audit.ts';
import { type Direct, direct, uniqueNames } from './support/direct.ts';
import { type Service, startService } from './support/service.ts';
import { waitForEmptyOutbox, waitForStage } from './support/shown-outbox.ts';

const main = { within: 'main' } as const;

let service: Service;
let browser: ChromiumBrowser;
let page: ChromiumPage;
let tom: Direct;
let dana: Direct;

/** Dana works in the app, Tom past it. */
describe.runIf(isHere('chromium'))('two people who change the same row', () => {
  beforeAll(async () => {
    service = await startService({ environments: smallPortions });
    tom = await direct(service, 'tom');
    dana = await direct(service, 'dana');
    browser = await launchChromium();
    page = await browser.open(service.url);
    await signIn(page, 'dana');
    await waitUntilUpToDate(page);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.remove();
  });

  async function toms(place: 0 | 1 | 2 | 3): Promise<{ readonly name: string; readonly key: string }> {
    const name = (await uniqueNames(tom, 'accounts', 'name'))[place];
    const row = (await tom.rows('accounts')).find((one) => one['name'] === name);
    return { name, key: String(row?.['accountid']) };
  }

  test('in different columns: both arrive, and the log says so', async () => {
    const { name, key } = await toms(0);
    await openRow(page, 'Accounts', name);
    await tom.update('accounts', key, { telephone1: '+49 421 1' });
    await enter(page, 'address1_city', 'Kiel');
    await save(page);
    await goTo(page, 'Sync');
    await waitForEmptyOutbox(page);
    expect(await tom.row('accounts', key)).toMatchObject({ telephone1: '+49 421 1', address1_city: 'Kiel' });
    const merged = 'Merged: Main Phone was changed by someone else and kept.';
    expect((await cellsOf(page, 'Recent deliveries')).map((cells) => cells[1])).toContain(`Edit ${merged}`);
    await openRow(page, 'Accounts', name);
    await page.waitForText(merged, main);
  });

  test('in the same column: decided column by column, and the mix arrives over the row that was shown', async () => {
    const { name, key } = await toms(1);
    await openRow(page, 'Accounts', name);
    await tom.update('accounts', key, { telephone1: '+49 421 2', address1_city: "Tom's town" });
    await enter(page, 'address1_city', "Dana's town");
    await enter(page, 'telephone1', '+49 421 3');
    await save(page);
    await goTo(page, 'Sync');
    await waitForStage(page, name, 'In conflict');
    const shown = await tom.row('accounts', key);
    const before = await service.levers.last();
    await page.click({ role: 'link', name: `Decide: ${name}` });
    await page.waitForText('Both sides changed', main);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.click({ role: 'button', name: 'Use this mix' });
    await page.waitForText(/Choose mine or theirs for/, main);
    await page.click({ role: 'radio', name: "City Theirs Tom's town" });
    await page.click({ role: 'radio', name: 'Main Phone Mine +49 421 3' });
    await page.click({ role: 'button', name: 'Use this mix' });
    await page.waitForText('Decided on this device at', main);
    await page.waitForText('The service applied it at', main);
    const effects = (await service.levers.effects()).filter(({ n, person }) => n > before && person === 'dana');
    expect(effects.map(({ ifMatch }) => ifMatch)).toEqual([shown['@odata.etag']]);
    expect(await tom.row('accounts', key)).toMatchObject({ telephone1: '+49 421 3', address1_city: "Tom's town" });
    await goTo(page, 'Sync');
    expect((await cellsOf(page, 'Recent deliveries'))[0]?.[1]).toBe(
      'Edit Yours went over theirs: Main Phone. Gave way to theirs: City.',
    );
  });

  test('in that column alone: what either wrote is shown, and mine goes over theirs', async () => {
    const { name, key } = await toms(1);
    await openRow(page, 'Accounts', name);
    await tom.update('accounts', key, { address1_city: 'Leer' });
    await enter(page, 'address1_city', 'Emden');
    await save(page);
    await goTo(page, 'Sync');
    await waitForStage(page, name, 'In conflict');
    await page.click({ role: 'link', name: `Decide: ${name}` });
    await page.waitForText("Tom's town Emden Leer", { within: '.conflict-table' });
    await page.click({ role: 'button', name: 'Keep mine' });
    await page.waitForText('The service applied it at', main);
    expect(await tom.row('accounts', key)).toMatchObject({ address1_city: 'Emden' });
  });

  test('by the setting of the table, nobody is asked', async () => {
    const { name, key } = await toms(2);
    await goTo(page, 'Sync');
    const policy = { role: 'combobox', name: 'When both sides changed the same column: Accounts' } as const;
    await page.fill(policy, 'Theirs stays');
    await openRow(page, 'Accounts', name);
    await tom.update('accounts', key, { address1_city: "Tom's other town" });
    await enter(page, 'address1_city', "Dana's other town");
    await save(page);
    await page.waitForText('yours gave way', main);
    await page.waitForFunction(
      () => (document.querySelector<HTMLInputElement>('#field-address1_city')?.value ?? '') === "Tom's other town",
    );
    expect(await tom.row('accounts', key)).toMatchObject({ address1_city: "Tom's other town" });
    await goTo(page, 'Sync');
    await page.fill(policy, 'Ask me');
  });

  test.each([
    { decision: 'Create it again with these values', isBack: true },
    { decision: 'Let it go', isBack: false },
  ])('where one changed what the other deleted: $decision', async ({ decision, isBack }) => {
    const jobtitle = isBack ? 'Harbour pilot' : 'Harbour master';
    const [name] = await uniqueNames(dana, 'contacts', 'fullname');
    const key = String((await dana.rows('contacts')).find((one) => one['fullname'] === name)?.['contactid']);
    await openRow(page, 'Contacts', name);
    const email = await page.value('#field-emailaddress1');
    await dana.remove('contacts', key);
    await enter(page, 'jobtitle', jobtitle);
    await save(page);
    await page.waitForText('is gone at the service', main);
    await page.click({ role: 'link', name: /^Decide: / });
    await page.waitForText('it was deleted, or you may no longer see it', main);
    await page.click({ role: 'button', name: decision });
    if (isBack) await page.waitForText('The service applied it at', main);
    else await page.waitForText('Your change has left the outbox', main);
    const there = (await dana.rows('contacts')).find((one) => one['contactid'] === key);
    if (isBack) expect(there).toMatchObject({ fullname: name, jobtitle, emailaddress1: email });
    else expect(there).toBeUndefined();
  });

  test('while one has it open in a form: told what changed, and saved over what was shown', async () => {
    const { name, key } = await toms(3);
    await openRow(page, 'Accounts', name);
    await enter(page, 'telephone1', '+49 421 4');
    await tom.update('accounts', key, { telephone1: '+49 421 5', address1_city: 'Bremen' });
    const other = await browser.open(service.url);
    await goTo(other, 'Sync');
    await other.click({ role: 'button', name: 'Sync now' });
    await page.bringToFront();
    await page.waitForText('This row was changed at the service while you had it open.', main);
    await page.waitForText('City: Bremen', main);
    expect([await page.value('#field-address1_city'), await page.value('#field-telephone1')]).toEqual([
      'Bremen',
      '+49 421 4',
    ]);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.waitFor({ role: 'button', name: 'Use theirs for Main Phone' });
    const shown = await tom.row('accounts', key);
    const before = await service.levers.last();
    await save(page);
    await page.waitForText('The service applied it at', main);
    const effects = (await service.levers.effects()).filter(({ n, person }) => n > before && person === 'dana');
    expect(effects.map(({ ifMatch }) => ifMatch)).toEqual([shown['@odata.etag']]);
    expect(await tom.row('accounts', key)).toMatchObject({ telephone1: '+49 421 4', address1_city: 'Bremen' });
    await page.waitForGone({ role: 'button', name: 'I have seen it' });
    await other.close();
  });

  test('a refused change is edited and goes again, as the same change', async () => {
    const { name, key } = await toms(0);
    const [contact] = await uniqueNames(dana, 'contacts', 'fullname');
    const contactKey = String((await dana.rows('contacts')).find((one) => one['fullname'] === contact)?.['contactid']);
    await openRow(page, 'Accounts', name);
    await page.fill('#field-_primarycontactid_value', contact);
    await page.click({ role: 'option', name: contact });
    await enter(page, 'address1_city', 'Refused');
    await dana.remove('contacts', contactKey);
    await save(page);
    await goTo(page, 'Sync');
    await waitForStage(page, name, 'Parked');
    await page.click({ role: 'link', name: `Edit and retry: ${name}` });
    await page.waitFor({ role: 'heading', name: `Edit and retry: ${name}` });
    expect(await page.value('#field-address1_city')).toBe('Refused');
    await page.click({ role: 'button', name: 'Clear Primary Contact' });
    await enter(page, 'address1_city', 'Taken');
    await page.click({ role: 'button', name: 'Save' });
    await page.waitForText('The service applied it at', main);
    expect(await tom.row('accounts', key)).toMatchObject({ address1_city: 'Taken', _primarycontactid_value: null });
  });

  test('a change that was never sent is undone', async () => {
    const [first, second] = [await toms(1), await toms(2)];
    const held = await service.levers.fault({ kind: 'hold-before', method: 'write', count: 1 });
    const before = await service.levers.last();
    await openRow(page, 'Accounts', first.name);
    await enter(page, 'address1_city', 'On its way');
    await save(page);
    await service.levers.wait({ event: 'held', since: before });
    await openRow(page, 'Accounts', second.name);
    const town = await page.value('#field-address1_city');
    await enter(page, 'address1_city', 'Undone');
    await save(page);
    await page.click({ role: 'button', name: `Undo: ${second.name}` });
    await page.click({ role: 'button', name: 'Undo', within: { role: 'dialog' } });
    await page.waitForFunction(
      (value: string) => document.querySelector<HTMLInputElement>('#field-address1_city')?.value === value,
      town,
    );
    await service.levers.clearFaults(held);
    await goTo(page, 'Sync');
    await waitForEmptyOutbox(page);
    expect((await tom.row('accounts', first.key))['address1_city']).toBe('On its way');
    expect((await tom.row('accounts', second.key))['address1_city']).toBe(town);
  });

  test('a row is deleted with those that point to it, in one step', async () => {
    const bookings = await dana.rows('bookableresourcebookings');
    const orders = await dana.rows('msdyn_workorders');
    const pointing = (key: unknown) => bookings.filter((one) => one['_msdyn_workorder_value'] === key);
    const isUnique = (name: unknown) =>
      orders.filter((one) => String(one['msdyn_name']).includes(String(name))).length === 1;
    const order = orders.find((one) => isUnique(one['msdyn_name']) && pointing(one['msdyn_workorderid']).length > 0);
    const [name, key] = [String(order?.['msdyn_name']), String(order?.['msdyn_workorderid'])];
    const count = pointing(key).length;
    await openRow(page, 'Work Orders', name);
    await page.click({ role: 'button', name: 'Delete' });
    await page.click({ role: 'checkbox', name: `Delete with it: Bookings (${count})` });
    await page.click({ role: 'button', name: `Delete all ${count + 1}` });
    await page.waitForText(`and of ${count} that point to it was saved on this device`, main);
    await goTo(page, 'Sync');
    await waitForEmptyOutbox(page);
    const left = (await dana.rows('msdyn_workorders')).map((one) => one['msdyn_workorderid']);
    expect(left).not.toContain(key);
    const ids = (await dana.rows('bookableresourcebookings')).map((one) => one['bookableresourcebookingid']);
    for (const one of pointing(key)) expect(ids).not.toContain(one['bookableresourcebookingid']);
  });
});
