import { expect } from 'vitest';
import { industries } from '../../../server/demo/tables/account.ts';
import type { AppPage } from '../../browsers/app-driver.ts';
import { goTo, search } from './app-actions.ts';
import type { ServiceRow } from './direct.ts';

/** How many rows are compared: as many as any window shows without scrolling. */
const compared = 12;

/** The list of accounts, in whatever engine, stands in the order of the one rule, told here a second time. */
export async function expectAccountsInOrder(page: AppPage, rows: readonly ServiceRow[]): Promise<void> {
  const label = (row: ServiceRow) => industries.find(({ value }) => value === row['industrycode'])?.label ?? null;
  await goTo(page, 'Accounts');
  for (const [column, by] of [
    ['Account Name', (row: ServiceRow) => row['name']],
    ['Industry', label],
    ['Credit Limit', (row: ServiceRow) => row['creditlimit'] ?? null],
  ] as const) {
    await page.fill({ role: 'combobox', name: 'Sort by' }, column);
    expect(await shownKeys(page, ordered(rows, by, 1))).toEqual(ordered(rows, by, 1));
    await page.click({ role: 'button', name: /^Order: Ascending/ });
    expect(await shownKeys(page, ordered(rows, by, -1))).toEqual(ordered(rows, by, -1));
    await page.click({ role: 'button', name: /^Order: Descending/ });
  }
  await page.fill({ role: 'combobox', name: 'Sort by' }, 'Account Name');
  const found = await search(page, 'Accounts', 'DVORAK');
  const wanted = rows.map((row) => String(row['name'])).filter((name) => name.includes('Dvořák'));
  expect(wanted.length).toBeGreaterThan(0);
  expect([...found].sort()).toEqual(wanted.sort());
}

function ordered(rows: readonly ServiceRow[], by: (row: ServiceRow) => unknown, sign: 1 | -1): readonly string[] {
  const collator = new Intl.Collator('en');
  const compare = (a: unknown, b: unknown) =>
    typeof a === 'number' ? a - Number(b) : collator.compare(String(a), String(b));
  const key = (row: ServiceRow) => String(row['accountid']);
  return [...rows]
    .sort((a, b) => {
      const [x, y] = [by(a), by(b)];
      const order = x === null || y === null ? Number(x === null) - Number(y === null) : sign * compare(x, y);
      return order || (key(a) < key(b) ? -1 : 1);
    })
    .slice(0, compared)
    .map(key);
}

/** Keys at the top of the list once they are the wanted ones; what is there, if they never are. */
async function shownKeys(page: AppPage, wanted: readonly string[]): Promise<readonly string[]> {
  const read = (count: number, awaited: readonly string[] | null) => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('.list-body a[data-index]')];
    const keys = links
      .sort((a, b) => Number(a.dataset['index']) - Number(b.dataset['index']))
      .slice(0, count)
      .map((link) => link.pathname.split('/')[3] ?? '');
    return awaited === null || awaited.every((key, at) => key === keys[at]) ? keys : null;
  };
  try {
    return (await page.waitForFunction(read, compared, wanted)) ?? [];
  } catch {
    return (await page.evaluate(read, compared, null)) ?? [];
  }
}
