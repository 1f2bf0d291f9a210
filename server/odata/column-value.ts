import type { SqlValue } from '../database/database.ts';
import { parseDate, parseDatetime } from './date-text.ts';
import { parseGuid } from './guid.ts';
import { badValue, tooLong } from './service-error.ts';
import type { Column } from './table.ts';

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : typeof value;
}

/** What a person wrote into a column, as the database keeps it; refuses by the column's name what does not fit. */
export function parseColumnValue(column: Column, value: unknown): SqlValue {
  const refuse = (expected: string) => badValue(`Column '${column.name}': expected ${expected}.`);
  if (value === null) {
    if (column.isRequired) throw badValue(`Column '${column.name}' is required and cannot be empty.`);
    return null;
  }
  const { type } = column;
  switch (type.kind) {
    case 'text':
    case 'memo':
      if (typeof value !== 'string') throw refuse(`text, got ${kindOf(value)}`);
      if (value.length > type.maxLength) {
        throw tooLong(`Column '${column.name}': expected at most ${type.maxLength} characters, got ${value.length}.`);
      }
      // Neither survives in PostgreSQL: the first is refused by it, the second would silently become another character.
      if (/[\0\p{Cs}]/u.test(value)) throw refuse('text without NUL and lone surrogates');
      if (column.isRequired && value.trim() === '') throw refuse('some text, it is required');
      return value;
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw refuse(`a whole number, got ${kindOf(value)}`);
      if (value < type.min || value > type.max) throw refuse(`a whole number from ${type.min} to ${type.max}`);
      return value;
    case 'double':
      if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse(`a number, got ${kindOf(value)}`);
      if (value < type.min || value > type.max) throw refuse(`a number from ${type.min} to ${type.max}`);
      return value;
    case 'decimal':
    case 'money':
      if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse(`a number, got ${kindOf(value)}`);
      if (value < type.min || value > type.max) throw refuse(`a number from ${type.min} to ${type.max}`);
      if (Number(value.toFixed(type.precision)) !== value) throw refuse(`at most ${type.precision} decimal places`);
      return value.toFixed(type.precision);
    case 'boolean':
      if (typeof value !== 'boolean') throw refuse(`true or false, got ${kindOf(value)}`);
      return value;
    case 'choice':
      if (!type.choices.some((choice) => choice.value === value)) throw refuse('the number of one of its choices');
      return Number(value);
    case 'date': {
      const date = typeof value === 'string' ? parseDate(value) : null;
      if (date === null) throw refuse('a date as YYYY-MM-DD');
      return date;
    }
    case 'datetime': {
      const datetime = typeof value === 'string' ? parseDatetime(value) : null;
      if (datetime === null) throw refuse('a date and time as YYYY-MM-DDThh:mm:ssZ');
      return datetime;
    }
    case 'key': {
      const guid = typeof value === 'string' ? parseGuid(value) : null;
      if (guid === null) throw refuse('a GUID');
      return guid;
    }
    case 'lookup':
    case 'owner':
      throw badValue(`Column '${column.name}': a lookup is set by '${column.name}@odata.bind'.`);
  }
}
