import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Change } from '../../core/change.ts';
import type { RowAddress } from '../../core/row.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { OpenedRow } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { useServices } from '../services-context.ts';
import { newRowDraftKey, withDraft } from '../view-model/draft-entered.ts';
import { type Entered, formColumns } from '../view-model/fields.ts';
import { type FieldNews, formNews } from '../view-model/form-news.ts';
import {
  afterSave,
  enter,
  type FormState,
  isFormTouched,
  knowNews,
  openForm,
  showNewer,
} from '../view-model/form-state.ts';
import { formOfRevision, rowBefore } from '../view-model/revision.ts';
import { toRowKey } from '../view-model/row-key.ts';
import { useDraft } from './use-draft.ts';

/** What a form is about. */
export interface FormSubject {
  readonly line: DataLine;
  readonly table: TableDefinition;
  /** Null for a new row. */
  readonly row: OpenedRow | null;
  /** The parked change whose values the form edits; null where saving makes a change of its own. */
  readonly revising: Change | null;
}

export interface RowFormState {
  readonly form: ReadonlySignal<FormState>;
  /** When the draft that was put back into the form was kept; null if there was none. */
  readonly draftFrom: ReadonlySignal<number | null>;
  /** What changed at the service under the form, until the person has said that they saw it. */
  readonly news: readonly FieldNews[];
  enter(column: string, entered: Entered): void;
  knowNews(): void;
  /** The form shows this row and nothing of what was typed. */
  reset(row: OpenedRow | null): Promise<void>;
  /** `saved` was kept, and made this row: the form lets go of it, but not of what was typed since. */
  letGo(saved: FormState, row: OpenedRow | null): Promise<void>;
  /** Keeps what was typed as a draft, now. */
  keepDraft(): Promise<void>;
}

/** What stands in a form, its draft, and the row underneath while it moves. */
export function useRowForm({ line, table, row, revising }: FormSubject): RowFormState {
  const { locale, state: sync } = useServices();
  const columns = useMemo(() => formColumns(table), [table]);
  const opened = (over: OpenedRow | null) =>
    over !== null && revising !== null
      ? formOfRevision(columns, { row: over, change: revising, locale })
      : openForm(columns, over, locale);
  const form = useSignal(useMemo(() => opened(row), []));
  const draftFrom = useSignal<number | null>(null);
  const address: RowAddress = useMemo(() => draftAddress(table, row, revising), [table.name, row?.address.key]);
  const draft = useDraft(line, address, row === null, Date.now);

  useEffect(() => {
    let isOver = false;
    const first = form.value;
    const offer = async () => {
      const kept = await line.call('draft', address).catch(() => null);
      // What was typed before the draft came is newer than the draft.
      if (kept === null || isOver || (revising === null ? isFormTouched(form.value) : form.value !== first)) return;
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

  useEffect(() => {
    const now = row !== null && revising !== null ? rowBefore(row, revising) : row;
    if (now === null || form.value.shown === null) return;
    const next = showNewer(form.value, now);
    const isNews = formNews(next, sync.peek()?.facts.deliveries ?? []).length > 0;
    form.value = isNews ? next : knowNews(next);
  }, [row]);

  return {
    form,
    draftFrom,
    news: formNews(form.value, sync.value?.facts.deliveries ?? []),
    enter: (column, entered) => {
      form.value = enter(form.value, column, entered);
      draft.keepSoon(form.value);
    },
    knowNews: () => {
      form.value = knowNews(form.value);
    },
    reset: async (next) => {
      form.value = opened(next);
      draftFrom.value = null;
      await draft.discard();
    },
    letGo: async (saved, next) => {
      // A new row's form gives way to the form of the row it made; a row that is gone has no form any more.
      const isOver = saved.shown === null || next === null || revising !== null;
      form.value = isOver ? openForm(columns, saved.shown, locale) : afterSave(form.value, saved, next);
      draftFrom.value = null;
      await draft.discard();
      if (isFormTouched(form.value)) draft.keepSoon(form.value);
    },
    keepDraft: draft.flush,
  };
}

/** The draft of a revision is none of its row's form: it is kept under the change. */
function draftAddress(table: TableDefinition, row: OpenedRow | null, revising: Change | null): RowAddress {
  if (revising !== null) return { table: table.name, key: toRowKey(revising.id) };
  return row?.address ?? { table: table.name, key: newRowDraftKey };
}
