import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChromiumBrowser, type ChromiumPage, launchChromium } from '../browsers/chromium.ts';
import { goTo, keyOf, signIn, waitUntilUpToDate } from './support/app-actions.ts';
import { shownForm, tellingRows, writtenForm } from './support/form-reading.ts';
import { type ListEnd, readEnd, sortBy } from './support/list-reading.ts';
import { ownOrder, rowsBy, rowsFound, sortableColumns } from './support/own-order.ts';
import { type Service, startService } from './support/service.ts';
import { readSqlTables, type SqlTable, type SqlTables } from './support/sql-tables.ts';

// One story at full demo scale: each test goes on where the one before ended.

/** Rows compared at each end of a list; the window is high enough to have that many in the document. */
const ends = 50;

const tableNames = ['Accounts', 'Contacts', 'Customer Assets', 'Work Orders', 'Bookings', 'Notes'] as const;
const allHere =
  /Accounts 5,000 rows .*Contacts 12,000 rows .*Customer Assets 20,000 rows .*Work Orders 30,000 rows .*Notes 10,000 rows .*Bookings 8,000 rows/;

/** Accents left out and in, other case, right-to-left with and without a mark, CJK, Hangul, inside a word, no hit. */
const searches: { readonly [table in (typeof tableNames)[number]]: readonly string[] } = {
  Accounts: ['muller', 'ÅNGSTRÖM', 'مصاعد', 'عمان', 'תל אביב', '面包店', '서울', 'αθηνα', 'ift', 'no such name'],
  Contacts: ['Jose G', 'ёлкин', 'فاطمة', 'יעל', '渡邉', 'エミリー', 'nguyen', 'qqq'],
  'Customer Assets': ['KT-1', 'COLD ROOM', 'zurich', 'دبي', '札幌', '()'],
  Bookings: ['crew old', 'TESSA', '10003', 'nobody'],
  Notes: ['quote', 'MULLER', 'київ', '서울', 'חיפה', 'तल'],
  'Work Orders': ['e-17', 'LEAK', '10 ', '40000', '% _'],
};

let service: Service;
let browser: ChromiumBrowser;
let page: ChromiumPage;
let tables: SqlTables;

beforeAll(async () => {
  service = await startService({ scale: 1 });
  browser = await launchChromium({ viewport: { width: 1280, height: 3000 } });
});
afterAll(async () => {
  await browser?.close();
  await service?.remove();
});

test('the first load shows rows and bytes of each table, and what happens if the person leaves', async () => {
  // The sixth portion of the last table waits: this is what a person sees in the middle.
  await service.levers.fault({ kind: 'hold-before', pathIncludes: '/bookableresourcebookings?', skip: 5, count: 1 });
  page = await browser.open(service.url);
  await signIn(page, 'dana');
  await service.levers.wait({ event: 'held' });
  await page.waitFor({ role: 'heading', name: 'Loading your tables onto this device' });
  await page.waitForText('82,000 of 85,000 rows 5 of 6 tables are here');
  await page.waitForText(/Bookings 5,000 of 8,000 rows · \d+\.\d MB Loading/);
  expect(await page.text()).toMatch(
    /Accounts 5,000 rows .*Contacts 12,000 rows .*Customer Assets 20,000 rows .*Work Orders 30,000 rows /,
  );
  expect(await page.text('.status-badge')).toBe('Syncing · 96% loaded');
  await page.waitFor({ role: 'heading', name: 'If you leave' });
  expect(await page.text('.expectation .lead')).toContain('if it is cut off, it goes on where it was');
  expect(await page.count('.expectation .away-state')).toBe(3);
  await service.levers.clearFaults();
  await waitUntilUpToDate(page);
  expect(await page.text()).toMatch(allHere);
});

test('reloaded with the service stopped, the app opens', async () => {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await service.stop();
  await expect(fetch(service.url)).rejects.toThrow();
  tables = await readSqlTables(service.dataFolder);
  await page.reload();
  await page.waitFor({ role: 'heading', name: 'Your tables' });
  await page.waitForText(allHere);
});

test.each(tableNames)('%s: both ends of every order equal the rows of the database', async (name) => {
  const table = tableOf(name);
  await goTo(page, name);
  for (const column of sortableColumns(table)) {
    const order = await ownOrder(browser.blank, rowsBy(tables, table, column));
    expect(order.ascending).toHaveLength(table.rows.length);
    for (const direction of ['ascending', 'descending'] as const) {
      await sortBy(page, column.label, direction);
      await expectEnds(table, order[direction], `${column.label}, ${direction}`);
    }
  }
});

test.each(tableNames)('%s: searches find the rows of the database', async (name) => {
  const table = tableOf(name);
  await goTo(page, name);
  await sortBy(page, labelOfName(table), 'ascending');
  for (const [at, typed] of searches[name].entries()) {
    const { ascending } = await ownOrder(browser.blank, rowsFound(table, typed));
    // The last search of each list finds nothing, the others do.
    expect(ascending.length > 0, typed).toBe(at < searches[name].length - 1);
    await page.fill({ role: 'searchbox', name: `Search ${name} by name` }, typed);
    await expectEnds(table, ascending, typed);
    if (ascending.length === 0) await page.waitForText(`No name on this device contains “${typed.trim()}”.`);
  }
  await page.fill({ role: 'searchbox', name: `Search ${name} by name` }, '');
});

test.each(tableNames)('%s: rows opened by their address show what the database has', async (name) => {
  const table = tableOf(name);
  const { definition } = table;
  for (const row of tellingRows(table)) {
    const address = `${service.url}/t/${definition.name}/${row[definition.key]}`;
    await page.goto(address);
    const title = String(row[definition.nameColumn]);
    await page.waitFor({ role: 'heading', name: title });
    expect(await shownForm(page), address).toMatchObject(writtenForm(tables, table, row));
    await page.waitForFunction((wanted: string) => document.title === wanted, `${title} · Landfall`);
    expect(await page.url()).toBe(address);
  }
});

test('a row opened from the list, and its form reloaded', async () => {
  const table = tableOf('Accounts');
  await goTo(page, 'Accounts');
  await page.click('.list-table a[data-index="3"]');
  await page.waitFor('.form-screen');
  const row = table.byKey.get(keyOf(await page.url()));
  if (row === undefined) throw new Error('the list led to a row that the database has not');
  expect(await shownForm(page)).toMatchObject(writtenForm(tables, table, row));
  await page.reload();
  await page.waitFor('.form-screen');
  expect(await shownForm(page)).toMatchObject(writtenForm(tables, table, row));
});

function tableOf(pluralLabel: string): SqlTable {
  const table = tables.find(({ definition }) => definition.pluralLabel === pluralLabel);
  if (table === undefined) throw new Error(`no table ${pluralLabel}`);
  return table;
}

function labelOfName({ definition }: SqlTable): string {
  return definition.columns.find(({ name }) => name === definition.nameColumn)?.label ?? '';
}

async function expectEnds(table: SqlTable, keys: readonly string[], what: string): Promise<void> {
  const { nameColumn } = table.definition;
  const rows = keys.map((key) => `${key} ${table.byKey.get(key)?.[nameColumn]}`);
  for (const end of ['top', 'bottom'] satisfies readonly ListEnd[]) {
    const expected = { total: rows.length, rows: end === 'top' ? rows.slice(0, ends) : rows.slice(-ends) };
    expect(await readEnd(page, end, expected), `${what}: ${end}`).toEqual(expected);
  }
}
