import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { RowAddress } from '../../core/row.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { OpenedRow } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { useServices } from '../services-context.ts';
import { newRowDraftKey, withDraft } from '../view-model/draft-entered.ts';
import { type Entered, formColumns } from '../view-model/fields.ts';
import {
  afterSave,
  enter,
  type FormState,
  isBegunOnOlder,
  isFormTouched,
  isOtherRow,
  openForm,
  showNewer,
} from '../view-model/form-state.ts';
import { useDraft } from './use-draft.ts';

export interface RowFormState {
  readonly form: ReadonlySignal<FormState>;
  /** When the draft that was put back into the form was kept; null if there was none. */
  readonly draftFrom: ReadonlySignal<number | null>;
  /** The row says something else now than the one that the form was begun on. */
  readonly isBehind: boolean;
  enter(column: string, entered: Entered): void;
  showNewer(): void;
  /** The form shows this row and nothing of what was typed. */
  reset(row: OpenedRow | null): Promise<void>;
  /** `saved` was kept, and made this row: the form lets go of it, but not of what was typed since. */
  letGo(saved: FormState, row: OpenedRow | null): Promise<void>;
  /** Keeps what was typed as a draft, now. */
  keepDraft(): Promise<void>;
}

/** What stands in a form, its draft, and the row underneath while it moves. */
export function useRowForm(line: DataLine, table: TableDefinition, row: OpenedRow | null): RowFormState {
  const { locale, state: sync } = useServices();
  const columns = useMemo(() => formColumns(table), [table]);
  const form = useSignal(openForm(columns, row, locale));
  const draftFrom = useSignal<number | null>(null);
  const address: RowAddress = useMemo(
    () => row?.address ?? { table: table.name, key: newRowDraftKey },
    [table.name, row?.address.key],
  );
  const draft = useDraft(line, address, row === null, Date.now);

  useEffect(() => {
    let isOver = false;
    const offer = async () => {
      const kept = await line.call('draft', address).catch(() => null);
      // What was typed before the draft came is newer than the draft.
      if (kept === null || isOver || isFormTouched(form.value)) return;
      const laid = withDraft(form.value, kept, sync.peek()?.facts.deliveries ?? []);
      if (!isFormTouched(laid)) return void line.call('delete draft', address).catch(() => null);
      form.value = laid;
      draftFrom.value = kept.savedAt;
    };
    void offer();
    return () => {
      isOver = true;
    };
  }, [address]);

  const isMoved = row !== null && form.value.shown !== row;
  const isOther = isBegunOnOlder(form.value) || (isMoved && isOtherRow(form.value, row));
  const isBehind = isOther && isFormTouched(form.value);
  useEffect(() => {
    // Nothing typed, or nothing that a person could see has changed: the form moves with the row.
    if (row !== null && !isBehind && (isMoved || isOther)) form.value = showNewer(form.value, row);
  }, [row, isBehind, isOther]);

  return {
    form,
    draftFrom,
    isBehind,
    enter: (column, entered) => {
      form.value = enter(form.value, column, entered);
      draft.keepSoon(form.value);
    },
    showNewer: () => {
      if (row !== null) form.value = showNewer(form.value, row);
    },
    reset: async (next) => {
      form.value = openForm(columns, next, locale);
      draftFrom.value = null;
      await draft.discard();
    },
    letGo: async (saved, next) => {
      // A new row's form gives way to the form of the row it made; a row that is gone has no form any more.
      const isOver = saved.shown === null || next === null;
      form.value = isOver ? openForm(columns, saved.shown, locale) : afterSave(form.value, saved, next);
      draftFrom.value = null;
      await draft.discard();
      if (isFormTouched(form.value)) draft.keepSoon(form.value);
    },
    keepDraft: draft.flush,
  };
}
