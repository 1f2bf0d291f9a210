import type { Json } from '../../core/row.ts';
import type { ColumnDefinition } from '../../core/table.ts';
import { isEmpty } from '../../core/value.ts';

export interface ShownIn {
  readonly locale: string;
  /** Names of lookup targets by column. */
  readonly lookupNames: { readonly [column: string]: string };
}

/** A value as a person reads it; empty text for an empty value. */
export function valueText(column: ColumnDefinition, value: Json | undefined, shown: ShownIn): string {
  if (isEmpty(value)) return '';
  const { type } = column;
  switch (type.kind) {
    case 'lookup':
      return shown.lookupNames[column.name] ?? '…';
    case 'choice':
      return type.options.find((option) => option.value === value)?.label ?? String(value);
    case 'yes/no':
      return value === true ? type.yes : type.no;
    case 'integer':
      return typeof value === 'number' ? new Intl.NumberFormat(shown.locale).format(value) : String(value);
    case 'decimal':
    case 'money':
      return typeof value === 'number' ? fractionText(value, type.kind, type.precision, shown.locale) : String(value);
    case 'date':
      return dateText(value, { dateStyle: 'medium', timeZone: 'UTC' }, shown.locale);
    case 'date and time':
      return dateText(value, { dateStyle: 'medium', timeStyle: 'short' }, shown.locale);
    case 'text':
    case 'long text':
    case 'key':
      return String(value);
    case 'other':
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

function fractionText(value: number, kind: 'decimal' | 'money', precision: number, locale: string): string {
  const least = kind === 'money' ? Math.min(2, precision) : 0;
  return formatFor(
    numberFormats,
    `${locale}/${least}/${precision}`,
    () => new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: precision }),
  ).format(value);
}

function dateText(value: Json, options: Intl.DateTimeFormatOptions, locale: string): string {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) return String(value);
  return formatFor(
    dateFormats,
    `${locale}/${options.timeStyle ?? ''}`,
    () => new Intl.DateTimeFormat(locale, options),
  ).format(at);
}

/** Formats are dear to make, and a list asks for thousands of values. */
const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function formatFor<T>(kept: Map<string, T>, name: string, make: () => T): T {
  const found = kept.get(name) ?? make();
  kept.set(name, found);
  return found;
}
