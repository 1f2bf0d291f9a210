import type { EscrowPreview, Imported } from '../../core/escrow-import.ts';
import { escrowImportTexts as texts } from '../texts/escrow-import.ts';
import { countText } from './number-text.ts';

/** How many changes an import would add. */
export function newIn({ all, alreadyHere, alreadyDelivered }: EscrowPreview): number {
  return all - alreadyHere - alreadyDelivered;
}

/** What importing would do, a sentence each. */
export function previewSentences(preview: EscrowPreview, locale: string): readonly string[] {
  const said = (count: number, say: (count: string, isOne: boolean) => string) =>
    count === 0 ? [] : [say(countText(count, locale), count === 1)];
  return [
    ...said(preview.alreadyHere, texts.alreadyHere),
    ...said(preview.alreadyDelivered, texts.alreadyDelivered),
    ...said(preview.conflicts, texts.conflicts),
    ...said(preview.parked, texts.parked),
    ...said(preview.creates, texts.creates),
    newIn(preview) === 0 ? texts.nothingNew : texts.once,
  ];
}

export function importedSentence({ added }: Imported, locale: string): string {
  return added === 0 ? texts.importedNothing : texts.imported(countText(added, locale), added === 1);
}
