export type SqlValue = string | number | boolean | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface Queryable {
  query(sql: string, params?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
}

/**
 * The seam PostgreSQL joins later. bigint, numeric, date and timestamp cells are the raw text of the wire: the two
 * drivers disagree on all of them (docs/facts/odata.md §4.4).
 * Inside `tx` only the handle given to `fn` may be used: PGlite has one connection, and a query on the outer handle
 * would wait for ever.
 */
export interface Database extends Queryable {
  tx<T>(fn: (tx: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function text(value: SqlValue | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error(`expected text from the database, got ${typeof value}`);
}

/** The SQLSTATE of a failed statement, the same on both drivers. */
export function sqlState(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : null;
}
