import { type Delivery, ownVersion } from '../../core/delivery.ts';
import type { Draft } from '../../core/draft.ts';
import type { Json, RowKey } from '../../core/row.ts';
import type { Entered, EnteredValues } from './fields.ts';
import type { FormState } from './form-state.ts';
import { toRowKey } from './row-key.ts';

/** The key under which the draft of a row that does not exist yet is kept: one per table. */
export const newRowDraftKey: RowKey = toRowKey('new');

/**
 * The form with a draft laid over it. Columns that the draft does not speak of show the row; what others changed since
 * the draft was begun is news to the person.
 */
export function withDraft(form: FormState, draft: Draft, deliveries: readonly Delivery[]): FormState {
  const entered: { [column: string]: Entered } = { ...form.entered };
  for (const column of form.columns) {
    const kept = draft.values[column.name];
    if (kept !== undefined && !column.isReadOnly) entered[column.name] = readKept(kept);
  }
  const now = form.shown?.baseETag ?? null;
  const isSameVersion = now === null || ownVersion(deliveries, draft, draft.baseETag) === now;
  const isBegunOnUnknown = draft.base === null && !isSameVersion;
  return { ...form, entered, isBegunOnUnknown, known: isBegunOnUnknown ? null : (draft.base ?? form.known) };
}

export function draftValues(touched: EnteredValues): Draft['values'] {
  return touched;
}

/** A control's content as a draft kept it; what cannot be read is empty. */
function readKept(kept: Json): Entered {
  if (kept === null || typeof kept === 'string' || typeof kept === 'boolean') return kept;
  if (typeof kept !== 'object' || !('key' in kept)) return null;
  const { table, key, name } = kept;
  if (typeof table !== 'string' || typeof key !== 'string' || typeof name !== 'string') return null;
  return { table, key: toRowKey(key), name };
}
