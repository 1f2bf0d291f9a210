import type { RowAddress, Values } from './row.ts';

/** A half-filled form, kept across a kill. */
export interface Draft extends RowAddress {
  readonly isNew: boolean;
  readonly values: Values;
  readonly savedAt: number;
}
