import type { BaseRow, RowKey } from '../../src/core/row.ts';

/** Where a paged read of the fake service stands; it travels in the next link. */
export interface PageAt {
  readonly order: 'key' | 'change';
  /** Rows changed at or after this instant; null for all. */
  readonly since: number | null;
  readonly after: { readonly stamp: number; readonly key: string } | null;
  readonly offset: number;
}

export interface StampedRow {
  readonly row: BaseRow;
  /** Service clock when it last changed. */
  readonly stamp: number;
}

export const firstPage: PageAt = { order: 'key', since: null, after: null, offset: 0 };

export interface Page {
  readonly rows: readonly BaseRow[];
  /** Null at the end. */
  readonly next: PageAt | null;
}

/** One page of these rows, by keyset or, as some services do it, by offset. */
export function pageOf(
  stored: Iterable<StampedRow>,
  at: PageAt,
  { size, isByOffset }: { readonly size: number; readonly isByOffset: boolean },
): Page {
  const stampOf = (one: StampedRow) => (at.order === 'change' ? one.stamp : 0);
  const isBehind = (one: StampedRow) =>
    at.after === null ||
    stampOf(one) > at.after.stamp ||
    (stampOf(one) === at.after.stamp && one.row.key > at.after.key);
  const ordered = [...stored]
    .filter(({ stamp }) => at.since === null || stamp >= at.since)
    .sort((a, b) => stampOf(a) - stampOf(b) || compare(a.row.key, b.row.key));
  const left = isByOffset ? ordered.slice(at.offset) : ordered.filter(isBehind);
  const page = left.slice(0, size);
  const last = page.at(-1);
  if (last === undefined || left.length <= size) return { rows: page.map(({ row }) => row), next: null };
  const after = { stamp: stampOf(last), key: last.row.key };
  return { rows: page.map(({ row }) => row), next: { ...at, after, offset: at.offset + size } };
}

function compare(a: RowKey, b: RowKey): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
