import type { ETag, RowAddress, Values } from './row.ts';

/** A half-filled form, kept across a kill. */
export interface Draft extends RowAddress {
  readonly isNew: boolean;
  /** ETag of the row that the form was begun on; null for a new row, or where there is none. */
  readonly baseETag: ETag | null;
  /** The base row that the form was begun on, to tell what others changed since; null for a new row, or where unknown. */
  readonly base: Values | null;
  readonly values: Values;
  readonly savedAt: number;
}
