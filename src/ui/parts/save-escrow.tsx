import { useState } from 'preact/hooks';
import type { WrittenEscrow } from '../../core/escrow-file.ts';
import type { SavedFile } from '../services.ts';
import { useServices } from '../services-context.ts';
import { escrowTexts as texts } from '../texts/escrow.ts';
import { errorWords } from '../view-model/error-words.ts';
import { countText } from '../view-model/number-text.ts';
import { Icon } from './icon.tsx';
import { MessageBar, type Tone } from './message-bar.tsx';

const tones: { readonly [outcome in SavedFile]: Tone } = {
  shared: 'success',
  downloaded: 'success',
  cancelled: 'info',
};

type Outcome =
  | { readonly kind: SavedFile; readonly written: WrittenEscrow }
  | { readonly kind: 'failed'; readonly words: string };

/** Hands the unsent changes to the person as a file, and says what that file is. */
export function SaveEscrow(props: { readonly write: () => Promise<WrittenEscrow>; readonly isPrimary?: boolean }) {
  const { saveFile, locale } = useServices();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const save = async () => {
    try {
      const written = await props.write();
      setOutcome({ kind: await saveFile(written), written });
    } catch (error) {
      setOutcome({ kind: 'failed', words: errorWords(error) });
    }
  };
  return (
    <div class="save-escrow">
      <button class={`button ${props.isPrimary ? 'primary' : ''}`} type="button" onClick={() => void save()}>
        <Icon name="download" /> {texts.save}
      </button>
      {outcome?.kind === 'failed' && (
        <MessageBar tone="danger" isNews>
          {texts.saveFailed(outcome.words)}
        </MessageBar>
      )}
      {outcome !== null && outcome.kind !== 'failed' && (
        <MessageBar tone={tones[outcome.kind]} isNews>
          {outcome.kind === 'cancelled' ? texts.cancelled : texts[outcome.kind](outcome.written.name)}
          {outcome.kind !== 'cancelled' && (
            <>
              {' '}
              {texts.what(countText(outcome.written.changes, locale), outcome.written.changes === 1)} {texts.copy}
            </>
          )}
        </MessageBar>
      )}
    </div>
  );
}
