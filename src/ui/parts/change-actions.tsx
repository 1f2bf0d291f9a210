import { useState } from 'preact/hooks';
import { type Change, isNeverSent } from '../../core/change.ts';
import { changePath, revisePath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { conflictTexts } from '../texts/conflict.ts';
import { syncTexts as texts } from '../texts/sync.ts';
import { DropDialog } from './drop-dialog.tsx';
import { Icon } from './icon.tsx';
import { MessageBar } from './message-bar.tsx';
import { useDecision } from './use-decision.ts';

/** What a person can do about one change: decide, send it again as it is or otherwise, drop it, or undo it. */
export function ChangeActions(props: { readonly change: Change; readonly name: string }) {
  const { change, name } = props;
  const { state } = useServices();
  const [isDropping, setDropping] = useState(false);
  const { hasFailed, decide } = useDecision();
  const mayRevise =
    change.kind !== 'delete' && state.value?.facts.tables.some((table) => table.name === change.table) === true;
  const label = (action: string) => texts.actionLabel(action, name);
  const isParked = change.state.kind === 'parked';
  const retry = change.state.kind === 'parked' && change.state.why === 'imported' ? texts.createIt : texts.retry;
  const isUndoable = isNeverSent(change);
  if (change.state.kind === 'conflict') {
    return (
      <div class="decide">
        <a class="button primary" href={changePath(change.id)} aria-label={label(conflictTexts.decide)}>
          <Icon name="conflict" /> {conflictTexts.decide}
        </a>
      </div>
    );
  }
  if (!isParked && !isUndoable) return null;
  const drop = isUndoable ? conflictTexts.undo : texts.drop;
  return (
    <div class="decide">
      {isParked && (
        <button
          class="button primary"
          type="button"
          aria-label={label(retry)}
          onClick={() => void decide(change.id, { kind: 'retry' })}
        >
          <Icon name="retry" /> {retry}
        </button>
      )}
      {isParked && mayRevise && (
        <a class="button" href={revisePath(change.id)} aria-label={label(conflictTexts.editAndRetry)}>
          <Icon name="edit" /> {conflictTexts.editAndRetry}
        </a>
      )}
      <button class="button" type="button" aria-label={label(drop)} onClick={() => setDropping(true)}>
        <Icon name={isUndoable ? 'undo' : 'delete'} /> {drop}
      </button>
      {hasFailed.value && (
        <MessageBar tone="danger" isNews>
          {conflictTexts.failed}
        </MessageBar>
      )}
      {isDropping && <DropDialog change={change} name={name} action={drop} onClose={() => setDropping(false)} />}
    </div>
  );
}
