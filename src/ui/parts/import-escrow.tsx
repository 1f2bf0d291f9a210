import { useRef, useState } from 'preact/hooks';
import type { EscrowProblem, EscrowReading, Imported } from '../../core/escrow-import.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { useServices } from '../services-context.ts';
import { escrowImportTexts as texts } from '../texts/escrow-import.ts';
import { errorWords } from '../view-model/error-words.ts';
import { importedSentence } from '../view-model/escrow-preview.ts';
import { escrowProblem } from '../view-model/escrow-problem.ts';
import { EscrowPreviewDialog } from './escrow-preview-dialog.tsx';
import { Icon } from './icon.tsx';
import { MessageBar } from './message-bar.tsx';

type Step =
  | { readonly kind: 'previewed'; readonly text: string; readonly reading: EscrowReading & { kind: 'readable' } }
  | { readonly kind: 'refused'; readonly problem: EscrowProblem }
  | ({ readonly kind: 'imported' } & Imported)
  | { readonly kind: 'failed'; readonly words: string };

/** Chooses a file, shows what is in it, and imports it once the person says so. */
export function ImportEscrow(props: { readonly line: DataLine }) {
  const { line } = props;
  const { locale } = useServices();
  const input = useRef<HTMLInputElement>(null);
  const [step, setStep] = useState<Step | null>(null);
  const attempt = async (next: () => Promise<Step>) => {
    setStep(await next().catch((error: unknown): Step => ({ kind: 'failed', words: errorWords(error) })));
  };
  const read = async (file: File) => {
    const text = await file.text();
    const reading = await line.call('read escrow', text);
    return reading.kind === 'refused' ? reading : ({ kind: 'previewed', text, reading } as const);
  };
  const choose = () => {
    const chosen = input.current?.files?.[0];
    if (chosen !== undefined) void attempt(() => read(chosen));
    // The same file chosen again is a choice too.
    if (input.current !== null) input.current.value = '';
  };
  return (
    <div class="import-escrow">
      <input
        ref={input}
        type="file"
        class="hidden-input"
        aria-label={texts.choose}
        accept=".json,.txt,application/json,text/plain"
        tabIndex={-1}
        onChange={choose}
      />
      <button class="button" type="button" onClick={() => input.current?.click()}>
        <Icon name="open" /> {texts.import}
      </button>
      {step?.kind === 'refused' && (
        <MessageBar tone="danger" isNews title={texts.refusedTitle}>
          {escrowProblem(step.problem)}
        </MessageBar>
      )}
      {step?.kind === 'failed' && (
        <MessageBar tone="danger" isNews>
          {texts.importFailed(step.words)}
        </MessageBar>
      )}
      {step?.kind === 'imported' && (
        <MessageBar tone="success" isNews>
          {importedSentence(step, locale)}
        </MessageBar>
      )}
      {step?.kind === 'previewed' && (
        <EscrowPreviewDialog
          preview={step.reading.preview}
          onClose={() => setStep(null)}
          onImport={() => void attempt(() => line.call('import escrow', step.text))}
        />
      )}
    </div>
  );
}
