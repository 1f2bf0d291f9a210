import type { SqlValue } from '../database/database.ts';
import type { ColumnType } from './table.ts';

const groups = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** `-1,234.50`, from the text of an exact number: no detour over a binary one. */
function formatNumber(text: string, precision: number): string {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const places = precision === 0 ? '' : `.${fraction.slice(0, precision).padEnd(precision, '0')}`;
  return `${sign}${groups(whole)}${places}`;
}

/** `4/7/2023` and `4/7/2023 2:59 PM`, in UTC: a person has no time zone here (inferred; Dataverse has the person's). */
function formatDate(text: string): string {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number);
  return `${month}/${day}/${year}`;
}

function formatDatetime(text: string): string {
  const hour = Number(text.slice(11, 13));
  return `${formatDate(text)} ${hour % 12 === 0 ? 12 : hour % 12}:${text.slice(14, 16)} ${hour < 12 ? 'AM' : 'PM'}`;
}

/**
 * A value as Dataverse writes it for an English reader (docs/facts/dataverse.md §2.11); null: it has no such form. Names
 * of rows that lookups point to are not here. Money is in dollars, the only currency (inferred).
 */
export function formatValue(type: ColumnType, value: SqlValue): string | null {
  if (value === null) return null;
  switch (type.kind) {
    case 'choice':
      return type.choices.find((choice) => choice.value === value)?.label ?? null;
    case 'boolean':
      return value === true ? type.trueLabel : type.falseLabel;
    case 'integer':
      return formatNumber(String(value), 0);
    case 'decimal':
      return formatNumber(String(value), type.precision);
    case 'double':
      return formatNumber(Number(value).toFixed(2), 2);
    case 'money': {
      const text = formatNumber(String(value), type.precision);
      return text.startsWith('-') ? `-$${text.slice(1)}` : `$${text}`;
    }
    case 'date':
      return formatDate(String(value));
    case 'datetime':
      return formatDatetime(String(value));
    case 'key':
    case 'text':
    case 'memo':
    case 'lookup':
    case 'owner':
      return null;
  }
}
