/** How a language writes numbers. */
interface Marks {
  readonly decimal: string;
  readonly group: string;
}

function marksOf(locale: string): Marks {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true, numberingSystem: 'latn' }).formatToParts(-1234567.8);
  const find = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: find('decimal') || '.', group: find('group') };
}

/** A number as it stands in a form control: the decimal mark of the language, no groups. */
export function numberEntry(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 10, numberingSystem: 'latn' })
    .format(value)
    .replace('−', '-');
}

/** The number that a person typed, with or without groups, or null if it is none. */
export function readNumber(text: string, locale: string): number | null {
  const { decimal, group } = marksOf(locale);
  const plain = text
    .trim()
    .replace(/[\s\u00a0\u202f\u200e\u200f]/g, '')
    .replace('−', '-');
  const [whole = '', fraction = '', ...rest] = plain.split(decimal);
  if (rest.length > 0 || !/^\d*$/.test(fraction)) return null;
  const groups = group.trim() === '' ? [whole] : whole.split(group);
  const isGrouped = groups.length > 1;
  if (isGrouped && !(/^-?\d{1,3}$/.test(groups[0] ?? '') && groups.slice(1).every((part) => /^\d{3}$/.test(part))))
    return null;
  const digits = groups.join('');
  if (!/^-?\d*$/.test(digits) || (digits.replace('-', '') === '' && fraction === '')) return null;
  return Number(`${digits === '-' ? '-0' : digits}.${fraction === '' ? '0' : fraction}`);
}

/** How many digits stand after the decimal mark. */
export function fractionDigits(text: string, locale: string): number {
  return (text.trim().split(marksOf(locale).decimal)[1] ?? '').length;
}
