import type { RowKey } from '../../core/row.ts';

/** A key as the address bar, a lookup's value or a new id writes it. */
export function toRowKey(text: string): RowKey {
  return text as RowKey;
}
