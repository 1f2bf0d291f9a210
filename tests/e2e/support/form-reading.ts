import type { Column } from '../../../server/odata/table.ts';
import type { AppPage } from '../../browsers/app-driver.ts';
import { isShown, type SqlTable, type SqlTableRow, type SqlTables, targetName } from './sql-tables.ts';

/** What a form shows, by label; instants in UTC, and what only the service sets as it is written on the screen. */
export type FormSight = Readonly<Record<string, string | boolean>>;

/** Reads the open form. */
export function shownForm(page: AppPage): Promise<FormSight> {
  return page.evaluate(() => {
    const tidy = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
    const controls = [...document.querySelectorAll('.fields .field')].map((field) => {
      const control = field.querySelector<HTMLInputElement>('input, select, textarea');
      const text = control?.value ?? '';
      const isInstant = control?.type === 'datetime-local' && text !== '';
      const value = control?.type === 'checkbox' ? control.checked : isInstant ? new Date(text).toISOString() : text;
      return [tidy(field.querySelector('label')?.firstChild?.textContent), value];
    });
    const fixed = [...document.querySelectorAll('.row-values > div')].map((pair) => [
      tidy(pair.querySelector('dt')?.textContent),
      tidy(pair.querySelector('dd')?.textContent),
    ]);
    return Object.fromEntries([...controls, ...fixed]);
  });
}

/** What the form of a row has to show, from the database. The owner is left out: people are no table of the device. */
export function writtenForm(tables: SqlTables, { definition }: SqlTable, row: SqlTableRow): FormSight {
  const columns = definition.columns.filter(isShown);
  return Object.fromEntries(columns.map((column) => [column.label, written(tables, column, row)]));
}

const instants = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' });

function written(tables: SqlTables, column: Column, row: SqlTableRow): string | boolean {
  const value = row[column.name] ?? null;
  if (column.type.kind === 'boolean') return value === true;
  if (value === null) return '';
  if (column.type.kind === 'lookup') return targetName(tables, column, row) ?? '';
  if (column.type.kind !== 'datetime') return String(value);
  const instant = new Date(String(value));
  return column.isReadOnly ? instants.format(instant).replace(/\s+/g, ' ') : instant.toISOString();
}

/** Rows that tell most: the longest text, the most empty values, right-to-left and other scripts, a name in use twice. */
export function tellingRows({ definition, rows }: SqlTable): readonly SqlTableRow[] {
  const text = (row: SqlTableRow) => JSON.stringify(row);
  const filled = (row: SqlTableRow) => Object.values(row).filter((value) => value !== null).length;
  const most = (measure: (row: SqlTableRow) => number) =>
    rows.reduce((best, row) => (measure(row) > measure(best) ? row : best));
  const first = (pattern: RegExp) => rows.filter((row) => pattern.test(text(row))).slice(0, 1);
  const found = [
    most((row) => text(row).length),
    most((row) => -filled(row)),
    most(filled),
    ...first(/\p{Script=Arabic}/u),
    ...first(/\p{Script=Hebrew}/u),
    ...first(/\p{Script=Han}/u),
    ...first(/\p{Script=Devanagari}/u),
    ...first(/\\n/),
  ];
  return [...new Map(found.map((row) => [row[definition.key], row])).values()];
}
