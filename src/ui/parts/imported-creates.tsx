import { useState } from 'preact/hooks';
import type { Change, Decision } from '../../core/change.ts';
import { useServices } from '../services-context.ts';
import { escrowImportTexts as texts } from '../texts/escrow-import.ts';
import { countText } from '../view-model/number-text.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { MessageBar } from './message-bar.tsx';

/** New rows out of a file that are not there: nobody but the person can tell whether to create them. */
export function ImportedCreates(props: { readonly outbox: readonly Change[] }) {
  const { line, locale } = useServices();
  const [isAsking, setAsking] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const asked = props.outbox.filter(({ state }) => state.kind === 'parked' && state.why === 'imported');
  if (asked.length === 0 && !hasFailed) return null;
  const count = countText(asked.length, locale);
  const isOne = asked.length === 1;
  const decide = async (decision: Decision) => {
    setAsking(false);
    setFailed(false);
    try {
      for (const { id } of asked) await line.value?.call('decide', { changeId: id, decision });
    } catch {
      setFailed(true);
    }
  };
  return (
    <section class="card" aria-labelledby="imported-title">
      <h2 id="imported-title">{texts.askTitle}</h2>
      {asked.length > 0 && (
        <>
          <p>{texts.ask(count, isOne)}</p>
          <p class="quiet">{texts.askHint}</p>
          <div class="decide">
            <button class="button primary" type="button" onClick={() => void decide({ kind: 'retry' })}>
              <Icon name="add" /> {texts.createAll(count, isOne)}
            </button>
            <button class="button" type="button" onClick={() => setAsking(true)}>
              <Icon name="delete" /> {texts.dropAll(count, isOne)}
            </button>
          </div>
        </>
      )}
      {hasFailed && (
        <MessageBar tone="danger" isNews>
          {texts.decideFailed}
        </MessageBar>
      )}
      {isAsking && (
        <Dialog
          title={texts.dropTitle(count, isOne)}
          onClose={() => setAsking(false)}
          actions={
            <>
              <button class="button danger" type="button" onClick={() => void decide({ kind: 'drop' })}>
                {texts.dropAll(count, isOne)}
              </button>
              <button class="button" type="button" onClick={() => setAsking(false)}>
                {texts.keep}
              </button>
            </>
          }
        >
          <p>{texts.dropText}</p>
        </Dialog>
      )}
    </section>
  );
}
