export type SqlValue = string | number | boolean | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface Queryable {
  query(sql: string, params?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
}

/**
 * The seam of PGlite and PostgreSQL. bigint, numeric, date and timestamp cells are the raw text of the wire: the two
 * drivers disagree on all of them (docs/facts/odata.md §4.4).
 * Inside `tx` only the handle given to `fn` may be used: PGlite has one connection, and a query on the outer handle
 * would wait for ever. `fn` has to be repeatable: PostgreSQL runs the whole of it again after a deadlock or a failed
 * serialization, so it may change nothing but the database.
 * @throws DatabaseUnavailable where the database cannot answer now; what was to be committed may have been.
 */
export interface Database extends Queryable {
  readonly engine: 'pglite' | 'postgres';
  /** How many connections there are, and how many statements wait for one; null where there is one for all. */
  readonly pool: (() => PoolState) | null;
  tx<T>(fn: (tx: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

type PoolState = { readonly total: number; readonly idle: number; readonly waiting: number };

/**
 * - `lost`: no connection, or it broke in the middle.
 * - `busy`: it answers, but has no connection, time or memory left for this statement.
 */
export type Unavailability = 'lost' | 'busy';

/** Nothing is wrong with the request: the same one may succeed later. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly kind: Unavailability;

  constructor(kind: Unavailability, cause: unknown) {
    super(`The database is ${kind === 'lost' ? 'not connected' : 'too busy'}: ${reasonOf(cause)}`, { cause });
    this.kind = kind;
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
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
