import type { OpenedRow } from '../../core/view.ts';
import { useServices } from '../services-context.ts';
import { formTexts as texts } from '../texts/form.ts';
import { savedNote } from '../view-model/saved-note.ts';
import { timeText } from '../view-model/time-text.ts';
import { MessageBar } from './message-bar.tsx';
import type { RowFormState } from './use-row-form.ts';
import type { SaveNote } from './use-save.ts';

/** What a person should know about this form: what became of saving, a draft that was put back, a row that moved. */
export function FormNotices(props: {
  readonly state: RowFormState;
  readonly note: SaveNote;
  readonly row: OpenedRow | null;
}) {
  const services = useServices();
  const { state, row } = props;
  const draftFrom = state.draftFrom.value;
  return (
    <>
      <SaveResult note={props.note} />
      {draftFrom !== null && (
        <MessageBar
          tone="info"
          isNews
          title={texts.draftRestored(timeText(draftFrom, services.now.value, services.locale))}
          actions={
            <button class="button" type="button" onClick={() => void state.reset(row)}>
              {texts.discardDraft}
            </button>
          }
        >
          {row !== null && texts.draftOverNewer}
        </MessageBar>
      )}
      {state.isBehind && (
        <MessageBar
          tone="warning"
          isNews
          title={texts.changedUnderneath}
          actions={
            <button class="button" type="button" onClick={state.showNewer}>
              {texts.showNewer}
            </button>
          }
        >
          {texts.changedUnderneathMore}
        </MessageBar>
      )}
    </>
  );
}

function SaveResult(props: { readonly note: SaveNote }) {
  const services = useServices();
  switch (props.note.kind) {
    case 'none':
      return null;
    case 'nothing changed':
      return (
        <MessageBar tone="info" isNews>
          {texts.nothingChanged}
        </MessageBar>
      );
    case 'failed':
      return (
        <MessageBar tone="danger" isNews>
          {texts.saveFailed}
        </MessageBar>
      );
    case 'saved': {
      const note = savedNote(props.note.saved, services.state.value, services.now.value, services.locale);
      return (
        <MessageBar tone={note.tone} isNews>
          {note.text}
        </MessageBar>
      );
    }
  }
}
