import type { MergeNote } from '../../core/change.ts';
import type { Delivery } from '../../core/delivery.ts';
import { columnOf, type TableDefinition } from '../../core/table.ts';
import { mergeTexts as texts } from '../texts/merge.ts';

/** What became of a change when it met a newer row, as sentences; none where it met none. */
export function mergeText(note: MergeNote | null, table: TableDefinition | undefined, locale: string): string {
  if (note === null) return '';
  const list = (names: readonly string[]) => {
    const labels = names.map((name) => (table && columnOf(table, name)?.label) ?? name);
    return new Intl.ListFormat(locale, { type: 'conjunction' }).format(labels);
  };
  const said = [
    note.theirs.length > 0 && texts.theirs(list(note.theirs), note.theirs.length === 1),
    note.mine.length > 0 && texts.mine(list(note.mine)),
    note.givenUp.length > 0 && texts.givenUp(list(note.givenUp)),
  ];
  return said.filter((sentence) => sentence !== false).join(' ');
}

/** The same of a change that is settled; one of which nothing was left says so also where no column can be named. */
export function deliveryText(delivery: Delivery, table: TableDefinition | undefined, locale: string): string {
  const said = mergeText(delivery.merge, table, locale);
  return delivery.end === 'given up' && delivery.merge?.givenUp.length === 0
    ? `${said} ${texts.allGivenUp}`.trim()
    : said;
}
