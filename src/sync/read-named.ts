import type { Attempt } from '../core/failure.ts';
import { succeeded } from '../core/failure.ts';
import { isOptionRefused } from '../core/outcome.ts';
import type { BaseRow, RowKey } from '../core/row.ts';
import type { Pull } from './ask-portion.ts';

/** A URL has room for so many keys, and services compare at most a hundred values in a filter. */
export const mostNamed = 50;

/** The rows with these keys, at most `mostNamed`, that the service has; one by one where it cannot filter. */
export async function readNamed(
  { parts, holder, table }: Pull,
  keys: readonly RowKey[],
): Promise<Attempt<readonly BaseRow[]>> {
  const rows: BaseRow[] = [];
  let portion = await parts.service.readNamed(table, keys, holder.signal);
  while (portion.ok) {
    rows.push(...portion.value.rows);
    // So few rows: a service that gives more portions than there are keys is in a circle.
    if (portion.value.next === null || rows.length >= keys.length) return succeeded(rows);
    portion = await parts.service.readOn(table, portion.value.next, holder.signal);
  }
  // By its address a row comes whether the profile keeps it or not.
  const mayReadEach = table.rowFilter === null && isOptionRefused(portion.failure);
  return mayReadEach ? await readEach({ parts, holder, table }, keys) : portion;
}

async function readEach(
  { parts, holder, table }: Pick<Pull, 'parts' | 'holder' | 'table'>,
  keys: readonly RowKey[],
): Promise<Attempt<readonly BaseRow[]>> {
  const rows: BaseRow[] = [];
  for (const key of keys) {
    const read = await parts.service.row({ table: table.name, key }, table, holder.signal);
    if (!read.ok) return read;
    if (read.value !== null) rows.push(read.value);
  }
  return succeeded(rows);
}
