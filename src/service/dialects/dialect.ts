import type { Attempt, Failure } from '../../core/failure.ts';
import type { TableDefinition, TableList } from '../../core/table.ts';
import type { Reply } from '../answer.ts';

/** Reads one resource beneath the service's root. */
export type Read = (url: string, prefer?: readonly string[]) => Promise<Attempt<Reply>>;

/** What a dialect needs to ask its own questions. */
export interface DialectAsk {
  /** Absolute URL of the OData root, ending in a slash. */
  readonly root: string;
  readonly read: Read;
  /** Reads an XML document, as text. */
  readonly readXml: (url: string) => Promise<Attempt<string>>;
}

/** How one kind of service departs from plain OData v4. */
export interface Dialect {
  /** Path of the OData root beneath the environment's URL, ending in a slash. */
  readonly rootPath: string;
  /** The most rows it gives in one answer. */
  readonly maxPortionRows: number;
  /** Headers of every reading request beyond OData's own. */
  readonly readHeaders: { readonly [name: string]: string };
  /** Whether to name the columns wanted. A service need not know `$select`, and gives every column without it. */
  readonly selectsColumns: boolean;
  /** Whether it may not know `$orderby` and `$count`: what it refuses for them is asked for again without. */
  readonly mayRefuseOptions: boolean;
  /**
   * How it takes a new row. `upsert`: PATCH on the row's own URL with If-None-Match: *. `post`: POST to the set with a key
   * made here, which a service can refuse only as a duplicate.
   */
  readonly creates: 'upsert' | 'post';
  /** Preferences of a full read that asks for a count. */
  readonly countPreferences: readonly string[];
  /** Whether this answer to reading one row says that there is no such row, and not that the address is wrong. */
  isRowGone(failure: Failure): boolean;
  /** The tables this person may read, in the order to pull them. */
  tables(ask: DialectAsk): Promise<Attempt<TableList>>;
  /** See `ServiceClient`. */
  definitionsVersion(ask: DialectAsk): Promise<Attempt<string | null>>;
  /** How many rows of a table there are, roughly; null if the service does not say. */
  count(ask: DialectAsk, table: TableDefinition): Promise<Attempt<number | null>>;
}
