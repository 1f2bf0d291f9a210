import { type ReadonlySignal, type Signal, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Change } from '../../core/change.ts';
import type { RowAddress } from '../../core/row.ts';
import { isEmpty } from '../../core/value.ts';
import { navigate } from '../router.ts';
import { formPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { toChangeId } from '../view-model/change-id.ts';
import { type FormReading, readForm } from '../view-model/fields.ts';
import type { FormState } from '../view-model/form-state.ts';
import { keepSaved, takeSaved } from '../view-model/last-saved.ts';
import { valuesBesides } from '../view-model/revision.ts';
import { toRowKey } from '../view-model/row-key.ts';
import type { SavedChange } from '../view-model/saved-note.ts';
import type { FormSubject, RowFormState } from './use-row-form.ts';

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
  /** The row is gone: sends it as a new one with the same key, as it was and as it stands in the form. */
  createAgain(): Promise<void>;
  /** The person is at it: the message goes when they type. */
  forgetProblem(column: string): void;
}

interface SaveInput {
  readonly subject: FormSubject;
  readonly state: RowFormState;
  readonly problems: Signal<{ readonly [column: string]: string }>;
  /** There is something to say at the top of the form. */
  readonly onOutcome: () => void;
}

/** Puts what the form changes into the outbox; it says saved only when the data worker has answered. */
export function useSave({ subject, state, problems, onOutcome }: SaveInput): Saving {
  const services = useServices();
  const { line, table, revising } = subject;
  const isBusy = useSignal(false);
  const key = state.form.value.shown?.address.key ?? null;
  const note = useSignal<SaveNote>(useMemo(() => openingNote(key), [key]));

  const keep = async (reading: FormReading, form: FormState, write: Write | null) => {
    problems.value = reading.problems;
    note.value = { kind: 'none' };
    if (Object.keys(reading.problems).length > 0) return void setTimeout(onOutcome);
    if (write === null) {
      note.value = { kind: 'nothing changed' };
      return onOutcome();
    }
    isBusy.value = true;
    let saved: SavedChange | null = null;
    try {
      saved = await write.keep();
      const row = await line.call('row', write.address);
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
    if (form.shown !== null && revising === null) return;
    keepSaved(write.address.key, saved);
    navigate(formPath(table.name, write.address.key), 'replace');
  };

  const save = async () => {
    if (isBusy.value) return;
    const form = state.form.value;
    const reading = readForm({ ...form, seen: form.shown?.seen ?? null });
    await keep(reading, form, revising === null ? editOf(reading, form) : revisionOf(reading, form, revising));
  };

  const createAgain = async () => {
    const form = state.form.value;
    if (isBusy.value || form.shown === null) return;
    const { address, seen } = form.shown;
    const reading = readForm({ ...form, seen: null });
    const writable = table.columns.filter(({ name, isReadOnly }) => !isReadOnly && !isEmpty(seen.values[name]));
    const known = Object.fromEntries(writable.map(({ name }) => [name, seen.values[name] ?? null] as const));
    const values = { ...valuesBesides(form.columns, known), ...reading.values };
    const savedAt = Date.now();
    const edit = { ...address, kind: 'create', values, oldValues: {}, baseETag: null, savedAt } as const;
    await keep(reading, form, {
      address,
      keep: async () => {
        const id = toChangeId(services.newId());
        await line.call('edit', { ...edit, id, references: reading.references });
        return { id, savedAt };
      },
    });
  };

  const editOf = (reading: FormReading, form: FormState): Write | null => {
    if (Object.keys(reading.values).length === 0) return null;
    const address = form.shown?.address ?? { table: table.name, key: toRowKey(services.newId()) };
    const savedAt = Date.now();
    const { values, oldValues, references } = reading;
    const kind = form.shown === null ? ('create' as const) : ('update' as const);
    const baseETag = form.shown?.baseETag ?? null;
    const id = toChangeId(services.newId());
    return {
      address,
      keep: async () => {
        const edit = { ...address, id, kind, values, oldValues, baseETag, references, savedAt };
        const outcome = await line.call('edit', edit);
        return outcome.kind === 'saved' ? { id: outcome.change.id, savedAt } : null;
      },
    };
  };

  const revisionOf = (reading: FormReading, form: FormState, change: Change): Write | null => {
    const besides = valuesBesides(form.columns, change.values);
    const values = { ...besides, ...reading.values };
    if (Object.keys(values).length === 0) return null;
    const shown = {
      oldValues: { ...change.oldValues, ...reading.oldValues },
      baseETag: form.shown?.baseETag ?? change.baseETag,
    };
    return {
      address: { table: change.table, key: change.key },
      keep: async () => {
        const decision = { kind: 'revise', values, shown, references: reading.references } as const;
        await line.call('decide', { changeId: change.id, decision });
        return { id: change.id, savedAt: Date.now() };
      },
    };
  };

  return {
    isBusy: isBusy.value,
    note,
    save,
    createAgain,
    forgetProblem: (column) => {
      if (note.value.kind !== 'saved') note.value = { kind: 'none' };
      if (!(column in problems.value)) return;
      const { [column]: _, ...rest } = problems.value;
      problems.value = rest;
    },
  };
}

/** What saving does: `keep` resolves once this device has it, null if a create and its delete cancelled out. */
interface Write {
  readonly address: RowAddress;
  readonly keep: () => Promise<SavedChange | null>;
}

/** A new row's form hands over to the form of the row it made: the note goes along. */
function openingNote(key: string | null): SaveNote {
  const saved = key === null ? null : takeSaved(key);
  return saved === null ? { kind: 'none' } : { kind: 'saved', saved };
}
