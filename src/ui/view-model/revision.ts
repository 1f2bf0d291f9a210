import type { Change } from '../../core/change.ts';
import { rebase } from '../../core/rebase.ts';
import type { Values } from '../../core/row.ts';
import type { ColumnDefinition } from '../../core/table.ts';
import type { OpenedRow } from '../../core/view.ts';
import { enteredFrom } from './fields.ts';
import { type FormState, openForm } from './form-state.ts';

/** The row as it would be without a change and those behind it: what a revision of that change is made against. */
export function rowBefore(row: OpenedRow, change: Change): OpenedRow | null {
  if (change.kind === 'create') return null;
  const changes = row.changes.filter(({ order }) => order < change.order);
  const values = rebase(row.base, changes) ?? change.oldValues;
  return { ...row, seen: { ...row.seen, values }, changes };
}

/** A form over the row, with the values of the change in it as if they had just been typed. */
export function formOfRevision(
  columns: readonly ColumnDefinition[],
  { row, change, locale }: { readonly row: OpenedRow; readonly change: Change; readonly locale: string },
): FormState {
  const form = openForm(columns, rowBefore(row, change), locale);
  const seen = { ...row.seen, values: change.values };
  const typed = columns.filter(({ name }) => Object.hasOwn(change.values, name));
  const entered = typed.map((column) => [column.name, enteredFrom(column, seen, locale)] as const);
  return { ...form, entered: { ...form.entered, ...Object.fromEntries(entered) } };
}

/** Values of a change that no form shows: they go along as they are. */
export function valuesBesides(columns: readonly ColumnDefinition[], values: Values): Values {
  const shown = new Set(columns.filter(({ isReadOnly }) => !isReadOnly).map(({ name }) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !shown.has(name)));
}
