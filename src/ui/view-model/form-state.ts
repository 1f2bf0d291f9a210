import type { ETag } from '../../core/row.ts';
import type { ColumnDefinition } from '../../core/table.ts';
import { isSameValue } from '../../core/value.ts';
import type { OpenedRow } from '../../core/view.ts';
import { type Entered, type EnteredValues, enteredFrom, enteredFromRow, isTouched } from './fields.ts';

/** A form over the row it was last shown with; `shown` is null for a new row. */
export interface FormState {
  readonly columns: readonly ColumnDefinition[];
  readonly shown: OpenedRow | null;
  /** What a save is made against: the row that the person began with, also if a newer one is shown since. */
  readonly baseETag: ETag | null;
  readonly entered: EnteredValues;
  readonly locale: string;
}

export function openForm(columns: readonly ColumnDefinition[], shown: OpenedRow | null, locale: string): FormState {
  return {
    columns,
    shown,
    baseETag: shown?.baseETag ?? null,
    locale,
    entered: enteredFromRow(columns, shown?.seen ?? null, locale),
  };
}

export function enter(form: FormState, column: string, entered: Entered): FormState {
  return { ...form, entered: { ...form.entered, [column]: entered } };
}

/** What the person put into the form, by column. */
export function touchedValues(form: FormState): EnteredValues {
  const touched: { [column: string]: Entered } = {};
  for (const column of form.columns) {
    const entered = form.entered[column.name] ?? null;
    if (!column.isReadOnly && isTouched(column, form.shown?.seen ?? null, entered, form.locale))
      touched[column.name] = entered;
  }
  return touched;
}

export function isFormTouched(form: FormState): boolean {
  return Object.keys(touchedValues(form)).length > 0;
}

/** The form over a newer row: what the person put in stays, all else shows the row as it is now. */
export function showNewer(form: FormState, row: OpenedRow): FormState {
  const touched = touchedValues(form);
  return {
    ...form,
    shown: row,
    baseETag: row.baseETag,
    entered: Object.fromEntries(
      form.columns.map((column) => [
        column.name,
        column.name in touched ? (touched[column.name] ?? null) : enteredFrom(column, row.seen, form.locale),
      ]),
    ),
  };
}

/** The form after `saved` was kept: it shows the row as it is now, and what was typed since stays. */
export function afterSave(form: FormState, saved: FormState, row: OpenedRow): FormState {
  const next = openForm(form.columns, row, form.locale);
  const typedSince = form.columns.filter((column) => form.entered[column.name] !== saved.entered[column.name]);
  return typedSince.reduce((result, column) => enter(result, column.name, form.entered[column.name] ?? null), next);
}

/** Whether the form, out of a draft, was begun on an older row than it shows. */
export function isBegunOnOlder(form: FormState): boolean {
  return form.shown !== null && form.baseETag !== form.shown.baseETag;
}

/** Whether a newer row says something else than the one in the form. */
export function isOtherRow(form: FormState, row: OpenedRow): boolean {
  const before = form.shown?.seen.values;
  if (before === undefined) return true;
  return form.columns.some((column) => !isSameValue(column.type, before[column.name], row.seen.values[column.name]));
}
