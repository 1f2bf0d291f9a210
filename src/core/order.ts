import type { Json, RowKey } from './row.ts';
import type { ColumnDefinition } from './table.ts';
import { isEmpty } from './value.ts';
import type { Direction } from './view.ts';

/** A value as it is sorted by; null is empty. */
export type SortValue = string | number | null;

/**
 * What a row is sorted by in a column: numbers, dates and yes/no by value (no before yes), choices by label, everything
 * else as text. A lookup is sorted by its target's name, which is not in the row: here it is the target's key.
 */
export function sortValue(column: ColumnDefinition | undefined, value: Json | undefined): SortValue {
  if (isEmpty(value)) return null;
  switch (column?.type.kind) {
    case 'integer':
    case 'decimal':
    case 'money':
      return numberOrNull(Number(value));
    case 'yes/no':
      return value === true ? 1 : 0;
    case 'date':
    case 'date and time':
      return numberOrNull(Date.parse(String(value)));
    case 'choice': {
      const option = column.type.options.find(
        (candidate) => candidate.value === value || candidate.value === Number(value),
      );
      return option?.label || String(value);
    }
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

/**
 * How text is ordered: by the person's language with that language's own default rules. Not numeric: "10" stands before
 * "9", as in every list of Power Apps; one rule has to hold for names and for numbers of accounts.
 */
export function collatorFor(locale: string): Intl.Collator {
  return new Intl.Collator(locale);
}

/** Compares two sort values. Empty is last both ways. */
export function compareValues(collator: Intl.Collator, direction: Direction, a: SortValue, b: SortValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
  return direction === 'ascending' ? order : -order;
}

/** Ties go by row key, in code units, ascending both ways: nothing is left to chance or to a language. */
export function compareKeys(a: RowKey, b: RowKey): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
