import type { Change } from '../../core/change.ts';
import { dropping } from '../../core/drop.ts';
import { useServices } from '../services-context.ts';
import { changeTexts } from '../texts/change.ts';
import { conflictTexts as texts } from '../texts/conflict.ts';
import { syncTexts } from '../texts/sync.ts';
import { Dialog } from './dialog.tsx';
import { MessageBar } from './message-bar.tsx';
import { useChangeName } from './use-change-name.ts';
import { useDecision } from './use-decision.ts';

/** Asks before a change leaves the outbox by the person's will, and names what goes with it: it cannot be undone. */
export function DropDialog(props: {
  readonly change: Change;
  readonly name: string;
  readonly action: string;
  /** What is asked, where it is not simply dropping or undoing. */
  readonly title?: string;
  readonly onClose: () => void;
  readonly onDropped?: () => void;
}) {
  const { change, name, action, onClose } = props;
  const services = useServices();
  const { hasFailed, decide } = useDecision();
  const facts = services.state.value?.facts;
  const effect = dropping(facts?.outbox ?? [change], change, facts?.tables ?? []);
  const also = effect.removed.filter(({ id }) => id !== change.id);
  const isUndo = change.state.kind === 'pending';
  const drop = async () => {
    if (!(await decide(change.id, { kind: 'drop' }))) return;
    onClose();
    props.onDropped?.();
  };
  return (
    <Dialog
      title={props.title ?? (isUndo ? texts.undoTitle : syncTexts.dropTitle)(name)}
      onClose={onClose}
      actions={
        <>
          <button class="button danger" type="button" onClick={() => void drop()}>
            {action}
          </button>
          <button class="button" type="button" onClick={onClose}>
            {syncTexts.keepIt}
          </button>
        </>
      }
    >
      <p>{textOf(change)}</p>
      {also.length > 0 && <NamedChanges title={texts.dropAlso} changes={also} />}
      {effect.unlinked.length > 0 && <NamedChanges title={texts.dropUnlinked} changes={effect.unlinked} />}
      {hasFailed.value && (
        <MessageBar tone="danger" isNews>
          {isUndo ? texts.undoFailed : texts.failed}
        </MessageBar>
      )}
    </Dialog>
  );
}

function textOf({ kind, state }: Change): string {
  if (state.kind === 'pending') return kind === 'create' ? texts.undoCreateText : texts.undoText;
  if (state.kind === 'conflict' && state.theirs === null) return texts.letGoMore;
  return kind === 'create' && state.kind !== 'conflict' ? syncTexts.dropCreateText : syncTexts.dropText;
}

function NamedChanges(props: { readonly title: string; readonly changes: readonly Change[] }) {
  return (
    <div class="named-changes">
      <p>{props.title}</p>
      <ul>
        {props.changes.map((change) => (
          <NamedChange key={change.id} change={change} />
        ))}
      </ul>
    </div>
  );
}

function NamedChange(props: { readonly change: Change }) {
  const { change } = props;
  const { state } = useServices();
  const table = state.value?.facts.tables.find(({ name }) => name === change.table);
  return (
    <li>
      {changeTexts.kind[change.kind]}: <bdi>{useChangeName(change)}</bdi> ({table?.label ?? change.table})
    </li>
  );
}
