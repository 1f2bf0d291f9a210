import type { Json, RowAddress, RowKey, Values } from '../../core/row.ts';
import type { ColumnDefinition, TableDefinition } from '../../core/table.ts';
import { isSameValue } from '../../core/value.ts';
import type { SeenRow } from '../../core/view.ts';
import { fieldTexts } from '../texts/field.ts';
import { toRowKey } from './row-key.ts';
import { editText, readText, type TextReading } from './value-entry.ts';

/** The row a lookup field points to, with the name that was shown for it. */
export type LookupTarget = { readonly table: string; readonly key: RowKey; readonly name: string };

/** What stands in a form control: text as typed (a choice's number too), a switch, or a row that was picked. */
export type Entered = string | boolean | null | LookupTarget;

/** What stands in every control, by column; JSON, so that a draft can keep it as it is. */
export type EnteredValues = { readonly [column: string]: Entered };

/** Columns that a form shows, in the order of the definition; the name first. */
export function formColumns(table: TableDefinition): readonly ColumnDefinition[] {
  const shown = table.columns.filter((column) => column.type.kind !== 'key' && column.type.kind !== 'other');
  const place = (column: ColumnDefinition) => (column.name === table.nameColumn ? 0 : column.isReadOnly ? 2 : 1);
  return shown.toSorted((a, b) => place(a) - place(b));
}

/** What a control holds before the person touched it. */
export function enteredFrom(column: ColumnDefinition, seen: SeenRow | null, locale: string): Entered {
  const value = seen?.values[column.name] ?? null;
  switch (column.type.kind) {
    case 'yes/no':
      return typeof value === 'boolean' ? value : seen === null && column.isRequired ? false : null;
    case 'lookup':
      if (typeof value !== 'string' || value === '') return null;
      return {
        table: column.type.targets[0] ?? '',
        key: toRowKey(value),
        name: seen?.lookupNames[column.name] ?? fieldTexts.nameUnknown,
      };
    default:
      return editText(column, value, locale);
  }
}

export function enteredFromRow(
  columns: readonly ColumnDefinition[],
  seen: SeenRow | null,
  locale: string,
): EnteredValues {
  return Object.fromEntries(columns.map((column) => [column.name, enteredFrom(column, seen, locale)]));
}

/** The wire value of what stands in a control, or what is wrong with it in plain words. */
export function readField(column: ColumnDefinition, entered: Entered, locale: string): TextReading {
  const reading = readEntered(column, entered, locale);
  if (reading.ok && column.isRequired && (reading.value === null || reading.value === '')) {
    return { ok: false, problem: fieldTexts.required(column.label) };
  }
  return reading;
}

function readEntered(column: ColumnDefinition, entered: Entered, locale: string): TextReading {
  if (entered === null || typeof entered === 'boolean') return { ok: true, value: entered };
  if (typeof entered === 'object') return { ok: true, value: entered.key };
  return readText(column, entered, locale);
}

export interface FormReading {
  readonly values: Values;
  readonly oldValues: Values;
  readonly references: readonly RowAddress[];
  /** Problems by column; empty if the form can be saved. */
  readonly problems: { readonly [column: string]: string };
}

/** What the form changes in the row that was shown; untouched columns are neither checked nor sent. */
export function readForm(input: {
  readonly columns: readonly ColumnDefinition[];
  readonly seen: SeenRow | null;
  readonly entered: EnteredValues;
  readonly locale: string;
}): FormReading {
  const values: { [column: string]: Json } = {};
  const oldValues: { [column: string]: Json } = {};
  const problems: { [column: string]: string } = {};
  const references: RowAddress[] = [];
  for (const column of input.columns) {
    if (column.isReadOnly) continue;
    const entered = input.entered[column.name] ?? null;
    const isNew = input.seen === null;
    if (!isNew && !isTouched(column, input.seen, entered, input.locale)) continue;
    const reading = readField(column, entered, input.locale);
    if (!reading.ok) {
      problems[column.name] = reading.problem;
      continue;
    }
    const old = input.seen?.values[column.name] ?? null;
    if (isSameValue(column.type, old, reading.value)) continue;
    values[column.name] = reading.value;
    oldValues[column.name] = old;
    if (entered !== null && typeof entered === 'object') {
      references.push({ table: entered.table, key: entered.key });
    }
  }
  return { values, oldValues, references, problems };
}

/** Whether a control holds something else than it held when the row was shown. */
export function isTouched(column: ColumnDefinition, seen: SeenRow | null, entered: Entered, locale: string): boolean {
  return !isSameEntered(entered, enteredFrom(column, seen, locale));
}

export function isSameEntered(a: Entered, b: Entered): boolean {
  return identity(a) === identity(b);
}

function identity(entered: Entered): string {
  if (entered === null || entered === '') return 'empty';
  return typeof entered === 'object' ? `row ${entered.key}` : `${typeof entered} ${entered}`;
}
