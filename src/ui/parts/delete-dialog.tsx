import { useSignal } from '@preact/signals';
import type { StoreFacts } from '../../core/facts.ts';
import type { OpenedRow } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { useServices } from '../services-context.ts';
import { deleteTexts as texts } from '../texts/delete.ts';
import { formTexts } from '../texts/form.ts';
import {
  choiceOf,
  chosenRows,
  deleteEdits,
  mostTogether,
  type PointingRows,
  pointingRows,
} from '../view-model/delete-together.ts';
import { countText } from '../view-model/number-text.ts';
import { timeText } from '../view-model/time-text.ts';
import { Dialog } from './dialog.tsx';
import { MessageBar } from './message-bar.tsx';
import { useRelated } from './use-related.ts';

interface DeleteDialogProps {
  readonly line: DataLine;
  readonly row: OpenedRow;
  readonly name: string;
  readonly onClose: () => void;
  /** The delete is in the outbox; `said` is what to say about it. */
  readonly onDeleted: (said: string) => Promise<void>;
}

/** Asks before a row is deleted, and whether the rows that point to it go with it, all or nothing. */
export function DeleteDialog(props: DeleteDialogProps) {
  const facts = useServices().state.value?.facts;
  return facts === undefined ? null : <Question {...props} facts={facts} />;
}

function Question(props: DeleteDialogProps & { readonly facts: StoreFacts }) {
  const { line, row, name, facts, onClose } = props;
  const services = useServices();
  const hasFailed = useSignal(false);
  const pointing = pointingRows(useRelated(line, row.address, facts).value, facts);
  /** Null until the person chose: then what must point somewhere goes along. */
  const picked = useSignal<ReadonlySet<string> | null>(null);
  const chosen = picked.value ?? new Set(pointing.filter(({ mustPoint }) => mustPoint).map(choiceOf));
  const rows = chosenRows(pointing, chosen);
  const isTooMany = rows.length > mostTogether;

  const remove = async () => {
    if (isTooMany) return;
    const savedAt = Date.now();
    try {
      const others = await Promise.all(rows.map((address) => line.call('row', address)));
      const all = [...others.filter((other) => other !== null), row];
      const edits = deleteEdits(all, { newId: services.newId, savedAt });
      await line.call('edit together', edits);
      const time = timeText(savedAt, savedAt, services.locale);
      const count = countText(all.length - 1, services.locale);
      await props.onDeleted(
        all.length > 1 ? texts.deletedTogether(name, count, time) : formTexts.deletedAt(name, time),
      );
    } catch {
      hasFailed.value = true;
    }
  };
  const toggle = (one: PointingRows, isOn: boolean) => {
    const next = new Set(chosen);
    if (isOn) next.add(choiceOf(one));
    else next.delete(choiceOf(one));
    picked.value = next;
  };
  return (
    <Dialog
      title={formTexts.deleteTitle(name)}
      onClose={onClose}
      actions={
        <>
          <button class="button danger" type="button" aria-disabled={isTooMany} onClick={() => void remove()}>
            {rows.length > 0 ? texts.deleteAll(countText(rows.length + 1, services.locale)) : formTexts.delete}
          </button>
          <button class="button" type="button" onClick={onClose}>
            {formTexts.cancel}
          </button>
        </>
      }
    >
      <p>{formTexts.deleteText}</p>
      {pointing.length > 0 && (
        <fieldset class="pointing">
          <legend>{texts.pointing}</legend>
          {pointing.map((one) => (
            <Choice key={choiceOf(one)} pointing={one} isOn={chosen.has(choiceOf(one))} onToggle={toggle} />
          ))}
          {rows.length > 0 && <p class="quiet">{texts.together}</p>}
        </fieldset>
      )}
      {isTooMany && <MessageBar tone="warning">{texts.tooMany(countText(mostTogether, services.locale))}</MessageBar>}
      {hasFailed.value && (
        <MessageBar tone="danger" isNews>
          {formTexts.saveFailed}
        </MessageBar>
      )}
    </Dialog>
  );
}

function Choice(props: {
  readonly pointing: PointingRows;
  readonly isOn: boolean;
  readonly onToggle: (pointing: PointingRows, isOn: boolean) => void;
}) {
  const { locale } = useServices();
  const { pointing } = props;
  const count = countText(pointing.rows.length, locale);
  const label = texts.withIt(pointing.relation.label, count);
  const hint = [pointing.mustPoint && texts.mustPoint, !pointing.isWhole && texts.notWhole].filter(
    (said) => said !== false,
  );
  return (
    <div>
      {pointing.mayDelete ? (
        <label class="check">
          <input
            type="checkbox"
            checked={props.isOn}
            onChange={(event) => props.onToggle(pointing, event.currentTarget.checked)}
          />
          <span>{label}</span>
        </label>
      ) : (
        <p>{texts.mayNot(pointing.relation.label, count)}</p>
      )}
      {hint.length > 0 && <p class="quiet">{hint.join(' ')}</p>}
    </div>
  );
}
