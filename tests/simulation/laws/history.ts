import type { Values } from '../../../src/core/row.ts';
import type { ModelRows, Moment } from '../service/rows.ts';

/** The version of a row, null for its absence, was the service's at this tick or at some later one. */
export function wasThereSince(history: readonly Moment[], etag: string | null, tick: number): boolean {
  if (history.length === 0) return etag === null;
  if (etag === null && tick < (history[0] as Moment).tick) return true;
  return history.some((moment, index) => {
    const until = history[index + 1]?.tick ?? Number.POSITIVE_INFINITY;
    return (moment.row?.etag ?? null) === etag && until > tick;
  });
}

/** The row had these values at this tick or at some later one. */
export function hadValuesSince(history: readonly Moment[], values: Values, tick: number): boolean {
  return history.some((moment, index) => {
    const until = history[index + 1]?.tick ?? Number.POSITIVE_INFINITY;
    return moment.row !== null && until > tick && hasValues(moment.row.values, values);
  });
}

export function hasValues(row: { readonly [column: string]: unknown }, values: Values): boolean {
  return Object.entries(values).every(
    ([column, value]) => JSON.stringify(row[column] ?? null) === JSON.stringify(value ?? null),
  );
}

/** The row was there in `before` and only later became `after`; null for its absence. */
export function isForward(history: readonly Moment[], before: string, after: string | null): boolean {
  const first = history.findIndex((moment) => moment.row?.etag === before);
  const last = history.findLastIndex((moment) => (moment.row?.etag ?? null) === after);
  return first >= 0 && last >= first;
}

export function keysOf(rows: ModelRows, table: string, here: Iterable<string>): ReadonlySet<string> {
  return new Set([...rows.keysEver(table), ...here]);
}
