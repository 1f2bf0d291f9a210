import type { ColumnDefinition } from '../../core/table.ts';

/** `unitPrice`, `UnitPrice` and `unit_price` as a person would write it: "Unit price". */
export function humanise(name: string): string {
  const words = name
    .replace(/[_\-.]+/g, ' ')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .trim()
    .split(/\s+/)
    .map((word, index) => (index > 0 && !/^\p{Lu}{2,}$/u.test(word) ? word.toLowerCase() : word))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What services call the name of a row, most telling first; compared without case and underscores. */
const usualNames = ['name', 'title', 'label', 'displayname', 'fullname', 'subject', 'description'];

/**
 * The column that names a row: one of the usual names, alone or after the type's own (`productName`); else the first
 * text column; else the key.
 */
export function nameColumnOf(
  columns: readonly ColumnDefinition[],
  table: { readonly typeName: string; readonly keyColumn: string },
): string {
  const texts = columns.filter(({ type }) => type.kind === 'text' || type.kind === 'long text');
  const named = (wanted: string) => texts.find(({ name }) => plain(name) === wanted)?.name;
  for (const usual of usualNames) {
    const found = named(usual) ?? named(`${plain(table.typeName)}${usual}`);
    if (found !== undefined) return found;
  }
  return texts[0]?.name ?? table.keyColumn;
}

const maintainedNames = [
  'modifiedat',
  'modifiedon',
  'lastmodifiedat',
  'lastmodifiedon',
  'lastmodified',
  'updatedat',
  'lastchangedat',
  'changedat',
];

/** Whether a column's name says that it holds when a row last changed. */
export function isNamedModified(name: string): boolean {
  return maintainedNames.includes(plain(name));
}

function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
