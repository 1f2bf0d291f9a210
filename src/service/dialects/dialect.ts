import type { Attempt, Failure } from '../../core/failure.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { Reply } from '../answer.ts';

/** Reads one resource beneath the service's root. */
export type Read = (url: string) => Promise<Attempt<Reply>>;

/** What a dialect needs to ask its own questions. */
export interface DialectAsk {
  /** Absolute URL of the OData root, ending in a slash. */
  readonly root: string;
  readonly read: Read;
}

/** How one kind of service departs from plain OData v4. */
export interface Dialect {
  /** Path of the OData root beneath the environment's URL, ending in a slash. */
  readonly rootPath: string;
  /** The most rows it gives in one answer. */
  readonly maxPortionRows: number;
  /** Preferences of a full read that asks for a count. */
  readonly countPreferences: readonly string[];
  /** Whether this answer to reading one row says that there is no such row, and not that the address is wrong. */
  isRowGone(failure: Failure): boolean;
  /** The tables this person may read, in the order to pull them. */
  tables(ask: DialectAsk): Promise<Attempt<readonly TableDefinition[]>>;
  /** How many rows of a table there are, roughly; null if the service does not say. */
  count(ask: DialectAsk, table: TableDefinition): Promise<Attempt<number | null>>;
}
