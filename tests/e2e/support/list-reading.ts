import type { AppPage } from '../../browsers/app-driver.ts';

/** Reading the list of a table as a person does: by scrolling it. */

export type ListEnd = 'top' | 'bottom';

/** What stands in the list at one end of it: how many rows it says there are, and of each row key and name. */
export interface ListSight {
  readonly total: number;
  readonly rows: readonly string[];
}

/** Orders the open list by the column of that label. */
export async function sortBy(page: AppPage, label: string, direction: 'ascending' | 'descending'): Promise<void> {
  await page.fill({ role: 'combobox', name: 'Sort by' }, label);
  const isAlready = await page.evaluate(
    (now: string) => document.querySelector('.sort button')?.getAttribute('aria-label')?.startsWith(now) ?? false,
    `Order: ${direction === 'ascending' ? 'Ascending' : 'Descending'}`,
  );
  if (!isAlready) await page.click('.sort button');
}

/**
 * Scrolls the open list to one end and reads the rows there, as many as are expected, waiting until they are those. If
 * they never are, what is there is returned, so that the test can show the difference.
 */
export async function readEnd(page: AppPage, end: ListEnd, expected: ListSight): Promise<ListSight> {
  const { total, rows } = expected;
  try {
    return await page.waitForFunction(look, end, rows.length, { total, rows });
  } catch (error) {
    const seen = await page.evaluate(look, end, rows.length, null);
    if (seen === null) throw error;
    return seen;
  }
}

/** Runs in the page. With `wanted` null whatever is there will do. */
function look(
  end: string,
  count: number,
  wanted: { readonly total: number; readonly rows: readonly string[] } | null,
): ListSight | null {
  const table = document.querySelector('.list-table');
  const scroller = document.querySelector('.list-scroller');
  if (table === null || scroller === null) return null;
  const place = end === 'top' ? 0 : scroller.scrollHeight - scroller.clientHeight;
  // Each time it is asked: a list that opens anew goes to its top by itself.
  if (Math.abs(scroller.scrollTop - place) > 1) scroller.scrollTop = place;
  const total = Number(table.getAttribute('aria-rowcount')) - 1;
  const first = end === 'top' ? 0 : total - count;
  const rows = [...table.querySelectorAll<HTMLAnchorElement>('a.stretched')]
    .map((link) => ({
      index: Number(link.dataset['index']),
      text: `${link.pathname.split('/')[3]} ${link.textContent}`,
    }))
    .filter(({ index }) => index >= first && index < first + count)
    .sort((a, b) => a.index - b.index)
    .map(({ text }) => text);
  if (wanted === null) return { total, rows };
  const isWanted = total === wanted.total && rows.length === count && rows.every((row, at) => row === wanted.rows[at]);
  return isWanted ? { total, rows } : null;
}
