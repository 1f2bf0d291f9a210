import type { Change } from './change.ts';
import type { ETag, RowAddress, RowKey, Values } from './row.ts';

export type Direction = 'ascending' | 'descending';

/** What a list shows: one table, one order, one search over names. */
export interface ViewQuery {
  readonly table: string;
  readonly sortColumn: string;
  readonly direction: Direction;
  /** Case- and accent-insensitive contains over the primary name; empty for all. */
  readonly search: string;
}

/** What the outbox holds for a row, said next to it. */
export type RowMark = 'none' | 'waiting' | 'sending' | 'needs you';

/** A row as the person sees it: base ⊕ changes. */
export interface SeenRow {
  readonly key: RowKey;
  readonly values: Values;
  readonly mark: RowMark;
  /** Names of lookup targets by lookup column, as far as this device knows them. */
  readonly lookupNames: { readonly [column: string]: string };
}

/** One row opened for reading or editing: what is seen, and the base an edit of it is made against. */
export interface OpenedRow {
  readonly address: RowAddress;
  readonly seen: SeenRow;
  /** Version of the base row; null for a row created here and not yet acknowledged, or where there is none. */
  readonly baseETag: ETag | null;
  /** The base row without this row's changes; null as `baseETag`. */
  readonly base: Values | null;
  /** This row's changes still in the outbox, in order. */
  readonly changes: readonly Change[];
  /** True if the row is only gone from sight because a delete of it waits. */
  readonly isDeleteWaiting: boolean;
}

/** Rows of `table` whose lookup column points at a given row. */
export interface Relation {
  readonly table: string;
  readonly lookupColumn: string;
}

/** One find of a search by name. */
export interface SearchHit {
  readonly table: string;
  readonly key: RowKey;
  readonly name: string;
}
