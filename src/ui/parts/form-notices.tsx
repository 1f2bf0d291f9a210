import type { OpenedRow } from '../../core/view.ts';
import { changePath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { conflictTexts } from '../texts/conflict.ts';
import { formTexts as texts } from '../texts/form.ts';
import { savedNote } from '../view-model/saved-note.ts';
import { timeText } from '../view-model/time-text.ts';
import { MessageBar } from './message-bar.tsx';
import type { RowFormState } from './use-row-form.ts';
import type { SaveNote } from './use-save.ts';
import { WireValue } from './wire-value.tsx';

/** What a person should know about this form: what became of saving, a draft that was put back, a row that moved. */
export function FormNotices(props: {
  readonly state: RowFormState;
  readonly note: SaveNote;
  readonly row: OpenedRow | null;
  readonly isRevision: boolean;
}) {
  const services = useServices();
  const { state, row } = props;
  const draftFrom = state.draftFrom.value;
  return (
    <>
      <SaveResult note={props.note} isRevision={props.isRevision} />
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
          {row !== null && !props.isRevision && texts.draftOverNewer}
        </MessageBar>
      )}
      {state.news.length > 0 && <NewsNotice state={state} />}
    </>
  );
}

/** The row changed under the form: which columns, to what, and what becomes of the field. */
function NewsNotice(props: { readonly state: RowFormState }) {
  const { state } = props;
  const isHeldBack = state.news.some((news) => news.isHeldBack);
  return (
    <MessageBar
      tone={isHeldBack ? 'warning' : 'info'}
      isNews
      title={
        state.form.value.isBegunOnUnknown || state.draftFrom.value !== null
          ? texts.changedSinceDraft
          : texts.changedUnderneath
      }
      actions={
        <button class="button" type="button" onClick={state.knowNews}>
          {texts.newsSeen}
        </button>
      }
    >
      <ul class="news">
        {state.news.map(({ column, now }) => (
          <li key={column.name}>
            {column.label}: <WireValue column={column} value={now} />
          </li>
        ))}
      </ul>
      {isHeldBack ? texts.newsHeldBack : texts.newsShown}
    </MessageBar>
  );
}

function SaveResult(props: { readonly note: SaveNote; readonly isRevision: boolean }) {
  const services = useServices();
  switch (props.note.kind) {
    case 'none':
      return null;
    case 'nothing changed':
      return (
        <MessageBar tone="info" isNews>
          {props.isRevision ? conflictTexts.reviseNothing : texts.nothingChanged}
        </MessageBar>
      );
    case 'failed':
      return (
        <MessageBar tone="danger" isNews>
          {texts.saveFailed}
        </MessageBar>
      );
    case 'saved': {
      const { id } = props.note.saved;
      const change = services.state.value?.facts.outbox.find((candidate) => candidate.id === id);
      const isInConflict = change?.state.kind === 'conflict';
      const note = savedNote(props.note.saved, services.state.value, services.now.value, services.locale);
      return (
        <MessageBar tone={note.tone} isNews actions={isInConflict && <DecideLink id={id} />}>
          {note.text}
        </MessageBar>
      );
    }
  }
}

function DecideLink(props: { readonly id: string }) {
  return (
    <a class="button primary" href={changePath(props.id)}>
      {conflictTexts.decide}
    </a>
  );
}
