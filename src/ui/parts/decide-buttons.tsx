import { useState } from 'preact/hooks';
import type { Change, Decision } from '../../core/change.ts';
import { useServices } from '../services-context.ts';
import { syncTexts as texts } from '../texts/sync.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { MessageBar } from './message-bar.tsx';

/** What a person decides about a change that the service did not take. Dropping asks first: it cannot be undone. */
export function DecideButtons(props: { readonly change: Change; readonly name: string }) {
  const { change, name } = props;
  const { line } = useServices();
  const [isAsking, setAsking] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const isConflict = change.state.kind === 'conflict';
  const isImported = change.state.kind === 'parked' && change.state.why === 'imported';
  const retry = isConflict ? texts.keepMine : isImported ? texts.createIt : texts.retry;
  const drop = isConflict ? texts.takeTheirs : texts.drop;
  const decide = async (decision: Decision) => {
    setAsking(false);
    try {
      await line.value?.call('decide', { changeId: change.id, decision });
    } catch {
      setFailed(true);
    }
  };
  return (
    <div class="decide">
      <button
        class="button primary"
        type="button"
        aria-label={texts.actionLabel(retry, name)}
        onClick={() => void decide({ kind: 'retry' })}
      >
        <Icon name="retry" /> {retry}
      </button>
      <button class="button" type="button" aria-label={texts.actionLabel(drop, name)} onClick={() => setAsking(true)}>
        <Icon name="delete" /> {drop}
      </button>
      {hasFailed && (
        <MessageBar tone="danger" isNews>
          {texts.decisionFailed}
        </MessageBar>
      )}
      {isAsking && (
        <Dialog
          title={texts.dropTitle(name)}
          onClose={() => setAsking(false)}
          actions={
            <>
              <button class="button danger" type="button" onClick={() => void decide({ kind: 'drop' })}>
                {drop}
              </button>
              <button class="button" type="button" onClick={() => setAsking(false)}>
                {texts.keepIt}
              </button>
            </>
          }
        >
          <p>{change.kind === 'create' ? texts.dropCreateText : texts.dropText}</p>
        </Dialog>
      )}
    </div>
  );
}
