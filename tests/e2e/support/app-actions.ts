import type { AppPage, Target } from '../../browsers/app-driver.ts';

/** What a person does in the app, told once for all journeys. Every wait is for what the screen says. */

const fullNames = {
  dana: 'Dana Dispatcher',
  tom: 'Tom Technician',
  tessa: 'Tessa Technician',
  rita: 'Rita Reader',
} as const;

export type DemoPerson = keyof typeof fullNames;

/** LANDFALL_ENVIRONMENTS for a service that serves its own app, with portions that a small demo needs several of. */
export const smallPortions = JSON.stringify([
  { id: 'demo', name: 'Landfall demo', url: '/', dialect: 'dataverse', portionRows: 20 },
]);

/** Signs in on the sign-in screen. `environment` is its name, where there are several. */
export async function signIn(page: AppPage, person: DemoPerson, environment?: string): Promise<void> {
  if (environment !== undefined) await page.fill({ role: 'combobox', name: 'Environment' }, environment);
  await page.fill({ role: 'textbox', name: 'Name' }, person);
  await page.fill({ role: 'textbox', name: 'Password' }, `${person}-landfall`);
  await page.click({ role: 'button', name: 'Sign in' });
  await page.waitForText(fullNames[person], { within: '.header', deadlineMs: 60_000 });
}

/** Until the badge says that every table is whole, the outbox is empty and nothing runs. */
export async function waitUntilUpToDate(page: AppPage, deadlineMs = 90_000): Promise<void> {
  await page.waitForText(/Up to date as of/, { within: '.status-badge', deadlineMs });
}

const navigation: Target = { role: 'navigation', name: 'Tables and sync' };

/** Goes by the app's own navigation: `Home`, `Sync`, or a table's plural label. */
export async function goTo(page: AppPage, screen: string): Promise<void> {
  await page.click({ role: 'link', name: new RegExp(`^${screen}\\d*$`), within: navigation });
  await page.waitFor({ role: 'heading', name: screen === 'Home' ? /tables/ : screen });
}

/** Searches the open list until it shows rows, and only such as the rule of search finds; returns their names. */
export async function search(page: AppPage, tables: string, text: string): Promise<readonly string[]> {
  await page.fill({ role: 'searchbox', name: `Search ${tables} by name` }, text);
  // Until the list has answered: a row that is clicked while it moves is missed.
  return page.waitForFunction((wanted: string) => {
    const bare = (name: string) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    const links = [...document.querySelectorAll<HTMLElement>('.list-body a[data-index]')];
    const names = links
      .sort((a, b) => Number(a.dataset['index']) - Number(b.dataset['index']))
      .map((link) => link.textContent ?? '');
    return names.length > 0 && names.every((name) => bare(name).includes(bare(wanted))) ? names : null;
  }, text) as Promise<readonly string[]>;
}

/** Searches a table for a row by its whole name and opens it; returns its key. */
export async function openRow(page: AppPage, tables: string, name: string): Promise<string> {
  await goTo(page, tables);
  await search(page, tables, name);
  await page.click({ role: 'link', name, within: { role: 'table', name: tables } });
  await page.waitFor({ role: 'heading', name });
  return keyOf(await page.url());
}

/** The row key in the address of a form. */
export function keyOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.split('/')[3] ?? '');
}

/** Enters a value into the field of a column of the open form. */
export async function enter(page: AppPage, column: string, value: string): Promise<void> {
  await page.fill(`#field-${column}`, value);
}

/** Saves the open form; returns what the app then says about it. */
export async function save(page: AppPage): Promise<string> {
  await page.click({ role: 'button', name: 'Save' });
  return savedNote(page);
}

/** What the open form says about the change that was just saved. */
export async function savedNote(page: AppPage): Promise<string> {
  await page.waitForText('Saved on this device at', { within: '.form-screen' });
  return page.text('.form-screen .message-bar');
}

/** Deletes the row of the open form; returns what the list then says about it. */
export async function deleteOpenRow(page: AppPage): Promise<string> {
  await page.click({ role: 'button', name: 'Delete' });
  await page.click({ role: 'button', name: 'Delete', within: { role: 'dialog' } });
  return page.text('.list-screen .message-bar.success');
}

/**
 * Opens the Sync page and signs out there, also with work unsent; returns what the dialog said, once that contained
 * `untilSaid`.
 */
export async function signOut(page: AppPage, untilSaid = ''): Promise<string> {
  await goTo(page, 'Sync');
  await page.click({ role: 'button', name: 'Sign out' });
  await page.waitForText(untilSaid, { within: { role: 'dialog' } });
  const said = await page.text({ role: 'dialog' });
  await page.click({ role: 'button', name: 'Sign out', within: { role: 'dialog' } });
  await page.waitFor({ role: 'textbox', name: 'Password' });
  return said;
}

/** Cells of a table on the Sync page, row by row: `Wake log`, `Recent deliveries`, `Tables on this device`. */
export async function cellsOf(page: AppPage, table: string): Promise<readonly (readonly string[])[]> {
  return page.evaluate(
    (label: string) =>
      [...document.querySelectorAll(`table[aria-label="${label}"] tbody tr`)].map((row) =>
        [...row.querySelectorAll('td')].map((cell) => cell.innerText.replace(/\s+/g, ' ').trim()),
      ),
    table,
  );
}
