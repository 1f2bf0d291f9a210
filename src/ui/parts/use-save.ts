import { type ReadonlySignal, type Signal, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { TableDefinition } from '../../core/table.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { navigate } from '../router.ts';
import { formPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { toChangeId } from '../view-model/change-id.ts';
import { readForm } from '../view-model/fields.ts';
import { keepSaved, takeSaved } from '../view-model/last-saved.ts';
import { toRowKey } from '../view-model/row-key.ts';
import type { SavedChange } from '../view-model/saved-note.ts';
import type { RowFormState } from './use-row-form.ts';

/** What to say about saving. */
export type SaveNote =
  | { readonly kind: 'none' }
  | { readonly kind: 'nothing changed' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'saved'; readonly saved: SavedChange };

export interface Saving {
  readonly isBusy: boolean;
  readonly note: ReadonlySignal<SaveNote>;
  save(): Promise<void>;
  /** The person is at it: the message goes when they type. */
  forgetProblem(column: string): void;
}

interface SaveInput {
  readonly line: DataLine;
  readonly table: TableDefinition;
  readonly state: RowFormState;
  readonly problems: Signal<{ readonly [column: string]: string }>;
  /** There is something to say at the top of the form. */
  readonly onOutcome: () => void;
}

/** Puts what the form changes into the outbox; it says saved only when the data worker has answered. */
export function useSave({ line, table, state, problems, onOutcome }: SaveInput): Saving {
  const services = useServices();
  const isBusy = useSignal(false);
  const key = state.form.value.shown?.address.key ?? null;
  const note = useSignal<SaveNote>(useMemo(() => openingNote(key), [key]));

  const save = async () => {
    if (isBusy.value) return;
    const form = state.form.value;
    const reading = readForm({ ...form, seen: form.shown?.seen ?? null });
    problems.value = reading.problems;
    note.value = { kind: 'none' };
    if (Object.keys(reading.problems).length > 0) return void setTimeout(onOutcome);
    if (Object.keys(reading.values).length === 0) {
      note.value = { kind: 'nothing changed' };
      return onOutcome();
    }
    isBusy.value = true;
    const savedAt = Date.now();
    const address = form.shown?.address ?? { table: table.name, key: toRowKey(services.newId()) };
    let saved: SavedChange | null = null;
    try {
      const outcome = await line.call('edit', {
        ...address,
        id: toChangeId(services.newId()),
        kind: form.shown === null ? 'create' : 'update',
        values: reading.values,
        oldValues: reading.oldValues,
        baseETag: form.baseETag,
        references: reading.references,
        savedAt,
      });
      if (outcome.kind === 'saved') saved = { id: outcome.change.id, savedAt };
      const row = await line.call('row', address);
      // Before anything says saved: whoever leaves then must not be asked whether to leave without saving.
      await state.letGo(form, row);
    } catch {
      if (saved === null) note.value = { kind: 'failed' };
    } finally {
      isBusy.value = false;
      onOutcome();
    }
    if (saved === null) return;
    note.value = { kind: 'saved', saved };
    if (form.shown !== null) return;
    keepSaved(address.key, saved);
    navigate(formPath(table.name, address.key), 'replace');
  };

  return {
    isBusy: isBusy.value,
    note,
    save,
    forgetProblem: (column) => {
      if (note.value.kind !== 'saved') note.value = { kind: 'none' };
      if (!(column in problems.value)) return;
      const { [column]: _, ...rest } = problems.value;
      problems.value = rest;
    },
  };
}

/** A new row's form hands over to the form of the row it made: the note goes along. */
function openingNote(key: string | null): SaveNote {
  const saved = key === null ? null : takeSaved(key);
  return saved === null ? { kind: 'none' } : { kind: 'saved', saved };
}
