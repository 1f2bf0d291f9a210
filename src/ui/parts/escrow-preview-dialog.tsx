import type { EscrowPreview } from '../../core/escrow-import.ts';
import { useServices } from '../services-context.ts';
import { escrowImportTexts as texts } from '../texts/escrow-import.ts';
import { newIn, previewSentences } from '../view-model/escrow-preview.ts';
import { countText } from '../view-model/number-text.ts';
import { timeText } from '../view-model/time-text.ts';
import { Dialog } from './dialog.tsx';

/** What is in a file, before anything of it is imported. */
export function EscrowPreviewDialog(props: {
  readonly preview: EscrowPreview;
  readonly onClose: () => void;
  readonly onImport: () => void;
}) {
  const { locale, now } = useServices();
  const { preview } = props;
  const fresh = newIn(preview);
  return (
    <Dialog
      title={texts.previewTitle}
      onClose={props.onClose}
      actions={
        fresh === 0 ? (
          <button class="button primary" type="button" onClick={props.onClose}>
            {texts.close}
          </button>
        ) : (
          <>
            <button class="button primary" type="button" onClick={props.onImport}>
              {texts.doImport(countText(fresh, locale), fresh === 1)}
            </button>
            <button class="button" type="button" onClick={props.onClose}>
              {texts.notNow}
            </button>
          </>
        )
      }
    >
      <p>
        {texts.written(timeText(preview.writtenAt, now.value, locale))} {preview.isFromHere && texts.fromHere}
      </p>
      <ul>
        {preview.tables.map(({ table, label, count }) => (
          <li key={table} dir="auto">
            {texts.counts(label, countText(count, locale))}
          </li>
        ))}
      </ul>
      {previewSentences(preview, locale).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Dialog>
  );
}
