import type { Page } from 'playwright';
import type { Column } from '../../../server/odata/table.ts';
import { isShown, type SqlTable, type SqlTableRow, type SqlTables, targetName } from './sql-tables.ts';

/**
 * The rule of order and search, told a second time and sharing nothing with the app: text by the person's language;
 * numbers, dates and yes/no by value; choices by label; lookups by name; empty last both ways; ties by row key.
 * A row is found if its name contains what was typed, whatever the case, the marks and the spaces around it.
 */

type Sorted = { readonly key: string; readonly by: string | number | null };

/** Keys of a table's rows in order, both ways. The browser's own collator is asked, in a window that has no app in it. */
export async function ownOrder(
  blank: Page,
  rows: readonly Sorted[],
): Promise<{ readonly ascending: readonly string[]; readonly descending: readonly string[] }> {
  return blank.evaluate((all) => {
    const collator = new Intl.Collator(navigator.language);
    const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
    const filled = all.filter(({ by }) => by !== null);
    const empty = all.filter(({ by }) => by === null).sort(byKey);
    const sorted = (sign: 1 | -1) =>
      filled.toSorted((a, b) => {
        const difference =
          typeof a.by === 'number' ? a.by - Number(b.by) : collator.compare(String(a.by), String(b.by));
        return difference === 0 ? byKey(a, b) : sign * difference;
      });
    const keys = (list: { key: string }[]) => [...list, ...empty].map(({ key }) => key);
    return { ascending: keys(sorted(1)), descending: keys(sorted(-1)) };
  }, rows);
}

/**
 * Every column a list can be sorted by: all but the key, the owner, whose table is not on the device, and
 * lookups that the app carries without showing them.
 */
export function sortableColumns({ definition }: SqlTable): readonly Column[] {
  return definition.columns.filter(isShown);
}

export function rowsBy(tables: SqlTables, table: SqlTable, column: Column): readonly Sorted[] {
  return table.rows.map((row) => ({ key: keyOf(table, row), by: sortedBy(tables, column, row) }));
}

/** Rows found by a search, by name. */
export function rowsFound(table: SqlTable, typed: string): readonly Sorted[] {
  const { nameColumn } = table.definition;
  const wanted = bare(typed.trim());
  return table.rows
    .map((row) => ({ key: keyOf(table, row), by: String(row[nameColumn]) }))
    .filter(({ by }) => bare(by).includes(wanted));
}

function keyOf(table: SqlTable, row: SqlTableRow): string {
  return String(row[table.definition.key]);
}

function sortedBy(tables: SqlTables, column: Column, row: SqlTableRow): string | number | null {
  const value = row[column.name] ?? null;
  if (value === null || value === '') return null;
  switch (column.type.kind) {
    case 'choice':
      return column.type.choices.find((choice) => choice.value === value)?.label ?? String(value);
    case 'lookup':
      return targetName(tables, column, row);
    case 'boolean':
      return value === true ? 1 : 0;
    case 'date':
    case 'datetime':
      return new Date(String(value)).getTime();
    case 'integer':
    case 'decimal':
    case 'double':
    case 'money':
      return Number(value);
    default:
      return String(value);
  }
}

function bare(text: string): string {
  return [...text.normalize('NFD')]
    .filter((letter) => !/\p{Mark}/u.test(letter))
    .join('')
    .toLowerCase();
}
