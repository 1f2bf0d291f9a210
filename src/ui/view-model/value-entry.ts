import type { Json } from '../../core/row.ts';
import type { ChoiceOption, ColumnDefinition, ColumnType } from '../../core/table.ts';
import { isEmpty } from '../../core/value.ts';
import { problemTexts } from '../texts/problem.ts';
import { fractionDigits, numberEntry, readNumber } from './number-entry.ts';
import { countText } from './number-text.ts';

export type TextReading =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly problem: string };

const problem = (text: string): TextReading => ({ ok: false, problem: text });
const value = (json: Json): TextReading => ({ ok: true, value: json });

/** A value as it stands in a text, number, date or choice control. */
export function editText(column: ColumnDefinition, wire: Json, locale: string): string {
  if (isEmpty(wire)) return '';
  switch (column.type.kind) {
    case 'integer':
    case 'decimal':
    case 'money':
      return typeof wire === 'number' ? numberEntry(wire, locale) : String(wire);
    case 'date and time':
      return localDateTime(wire);
    default:
      return String(wire);
  }
}

/** The wire value of what was typed, or what is wrong with it in plain words. Nothing typed is null. */
export function readText(column: ColumnDefinition, text: string, locale: string): TextReading {
  if (text.trim() === '') return value(null);
  const { type, label } = column;
  switch (type.kind) {
    case 'text':
    case 'long text':
      return text.length > type.maxLength
        ? problem(problemTexts.tooLong(label, countText(type.maxLength, locale)))
        : value(text);
    case 'integer':
    case 'decimal':
    case 'money':
      return readNumeric(label, type, text, locale);
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? value(text) : problem(problemTexts.notADate(label));
    case 'date and time': {
      const at = new Date(text);
      return Number.isNaN(at.getTime())
        ? problem(problemTexts.notADate(label))
        : value(at.toISOString().replace('.000Z', 'Z'));
    }
    case 'choice':
      return value(optionValue(type.options, text));
    case 'yes/no':
    case 'lookup':
    case 'key':
    case 'other':
      return value(text);
  }
}

/** A number or a member's name, as the options have it; a value that none of them has stays as it is. */
function optionValue(options: readonly ChoiceOption[], text: string): Json {
  const found = options.find((option) => String(option.value) === text);
  return found?.value ?? (typeof options[0]?.value === 'string' ? text : Number(text));
}

type NumericType = Extract<ColumnType, { readonly min: number }>;

function readNumeric(label: string, type: NumericType, text: string, locale: string): TextReading {
  const number = readNumber(text, locale);
  if (number === null) return problem(problemTexts.notANumber(label, numberEntry(1234.5, locale)));
  const precision = type.kind === 'integer' ? 0 : type.precision;
  if (fractionDigits(text, locale) > precision) {
    return problem(
      precision === 0 ? problemTexts.notWhole(label) : problemTexts.tooFine(label, countText(precision, locale)),
    );
  }
  if (number < type.min) return problem(problemTexts.tooSmall(label, countText(type.min, locale)));
  if (number > type.max) return problem(problemTexts.tooLarge(label, countText(type.max, locale)));
  return value(number);
}

/** An instant as the browser's date and time control wants it: local, without a zone, seconds only where there are any. */
function localDateTime(wire: Json): string {
  const at = typeof wire === 'string' ? new Date(wire) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) return '';
  const two = (n: number) => String(n).padStart(2, '0');
  const date = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const seconds = at.getSeconds() === 0 ? '' : `:${two(at.getSeconds())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}${seconds}`;
}
