import type { Change } from '../../core/change.ts';
import type { Values } from '../../core/row.ts';
import type { ColumnDefinition } from '../../core/table.ts';
import type { OpenedRow } from '../../core/view.ts';
import { type Entered, type EnteredValues, enteredFrom, enteredFromRow, isTouched } from './fields.ts';

/** A form over the row it was last shown with; `shown` is null for a new row. A save is made against that row. */
export interface FormState {
  readonly columns: readonly ColumnDefinition[];
  readonly shown: OpenedRow | null;
  readonly entered: EnteredValues;
  readonly locale: string;
  /** The base row that the person knows: what differs from it since is news (form-news.ts). Null where nobody knows. */
  readonly known: Values | null;
  /** Out of a draft that does not say what it was begun on, over a row that has another version since. */
  readonly isBegunOnUnknown: boolean;
  /** This row's own changes that were in the outbox at any time since: what they write is no news. */
  readonly own: readonly Change[];
}

export function openForm(columns: readonly ColumnDefinition[], shown: OpenedRow | null, locale: string): FormState {
  return {
    columns,
    shown,
    locale,
    entered: enteredFromRow(columns, shown?.seen ?? null, locale),
    known: shown?.base ?? null,
    isBegunOnUnknown: false,
    own: shown?.changes ?? [],
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

/** The form over the row as it is now: what the person put in stays, all else moves with the row. */
export function showNewer(form: FormState, row: OpenedRow): FormState {
  const touched = touchedValues(form);
  const known = new Set(form.own.map(({ id }) => id));
  return {
    ...form,
    shown: row,
    // Of a row that came with the first acknowledgement there was nothing to know before.
    known: form.known ?? (form.isBegunOnUnknown ? null : row.base),
    own: [...form.own, ...row.changes.filter(({ id }) => !known.has(id))],
    entered: Object.fromEntries(
      form.columns.map((column) => [
        column.name,
        column.name in touched ? (touched[column.name] ?? null) : enteredFrom(column, row.seen, form.locale),
      ]),
    ),
  };
}

/** The person has seen what is new. */
export function knowNews(form: FormState): FormState {
  return { ...form, known: form.shown?.base ?? null, isBegunOnUnknown: false };
}

/** The form after `saved` was kept: it shows the row as it is now, and what was typed since stays. */
export function afterSave(form: FormState, saved: FormState, row: OpenedRow): FormState {
  const next: FormState = { ...openForm(form.columns, row, form.locale), own: [...form.own, ...row.changes] };
  const typedSince = form.columns.filter((column) => form.entered[column.name] !== saved.entered[column.name]);
  return typedSince.reduce((result, column) => enter(result, column.name, form.entered[column.name] ?? null), next);
}
