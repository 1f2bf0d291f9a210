import type { Change, ChangeId } from '../core/change.ts';
import type { PullStrategy } from '../core/checkpoint.ts';
import type { Attempt, Failure } from '../core/failure.ts';
import type { BaseRow, DeltaLink, NextLink, RowAddress, RowKey } from '../core/row.ts';
import type { TableDefinition, TableList } from '../core/table.ts';

/** The rows of one answer. */
export interface Portion {
  readonly rows: readonly BaseRow[];
  readonly removals: readonly RowKey[];
  /** Where this read goes on; null if this was its last portion. */
  readonly next: NextLink | null;
  /** Only on the last portion, and only if the service tracks changes for this person and table. */
  readonly delta: DeltaLink | null;
  /** Rows there are, if asked for and said; Dataverse never says more than 5,000. */
  readonly count: number | null;
  /** Bytes of the body as read, before any decompression is undone: after it. */
  readonly bytes: number;
  /** The service's data generation; null where it names none. */
  readonly epoch: string | null;
  /** The service's clock when it answered, ms since 1970; null where it is not to be seen. */
  readonly serviceAt: number | null;
}

/** Row keys of one answer. */
export interface KeyPortion {
  readonly keys: readonly RowKey[];
  /** Where the list goes on; null if this was its last portion. */
  readonly next: NextLink | null;
  readonly epoch: string | null;
}

/**
 * The row after a change was applied; null after a delete. `isReadAfter`: the service did not say it, and by the time it
 * was read others may have written it again.
 */
export type AppliedRow = (BaseRow & { readonly isReadAfter?: true }) | null;

/** A change on its way out. */
export interface Outgoing {
  readonly change: Change;
  readonly table: TableDefinition;
}

/** The answer to several changes that do not depend on each other. */
export interface BatchAnswer {
  /** One for each change, in their order; null where its own part did not come whole: it may have been applied. */
  readonly attempts: readonly (Attempt<AppliedRow> | null)[];
  /** False where the answer was cut off. */
  readonly isWhole: boolean;
}

/** The answer to changes that are applied together or not at all. */
export type ChangeSetAnswer =
  | { readonly kind: 'applied'; readonly rows: readonly AppliedRow[] }
  /** None of them was applied. `culprit` is the change that was refused, where the service says which. */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly culprit: ChangeId | null };

/**
 * What the service says. Every call may be aborted, and fails only in the ways `Failure` names; it throws for nothing
 * else but an abort by its own signal.
 */
export interface ServiceClient {
  /** The tables this person may read. */
  tables(signal: AbortSignal): Promise<Attempt<TableList>>;
  /**
   * The first portion of a full read of the rows that the profile keeps. `delta link` asks the service to track changes;
   * it may not. `watermark` reads in the order of changes, ties by key.
   */
  readFirst(table: TableDefinition, strategy: PullStrategy, signal: AbortSignal): Promise<Attempt<Portion>>;
  /** The first portion of the rows that changed at or after `since` (ms since 1970, null for all), as `watermark` reads. */
  readSince(table: TableDefinition, since: number | null, signal: AbortSignal): Promise<Attempt<Portion>>;
  /** Those of the named rows (a URL has room for some fifty) that are there and in the profile. It may come in portions. */
  readNamed(table: TableDefinition, keys: readonly RowKey[], signal: AbortSignal): Promise<Attempt<Portion>>;
  /** Keys of the rows that the profile keeps, and nothing else of them: the first portion, or the one behind a link. */
  readKeys(table: TableDefinition, next: NextLink | null, signal: AbortSignal): Promise<Attempt<KeyPortion>>;
  /**
   * A text that is another one after any change of the table definitions; asked for cheaply. Null if the service does
   * not say.
   */
  definitionsVersion(signal: AbortSignal): Promise<Attempt<string | null>>;
  /** The portion behind a link. */
  readOn(table: TableDefinition, link: NextLink | DeltaLink, signal: AbortSignal): Promise<Attempt<Portion>>;
  /**
   * How many rows of the table there are, to show progress only: up to a day old, and of the whole organisation, so ask
   * it for tables read with a delta link (which need organisation-level read). Null if the service does not say.
   */
  count(table: TableDefinition, signal: AbortSignal): Promise<Attempt<number | null>>;
  /** One row as it is now; null if it is gone, or hidden from this person as if it were (404). 403 is a failure. */
  row(address: RowAddress, table: TableDefinition, signal: AbortSignal): Promise<Attempt<BaseRow | null>>;
  /**
   * The service's data generation as its latest answer named it, whatever it was asked; null before the first, or where
   * it names none. Another one than before: the service went back to a backup, and everything is to be read anew.
   */
  namedEpoch(): string | null;
  /**
   * Sends one change with its precondition: If-None-Match for a create, or a key that it makes a duplicate by; If-Match
   * for an update or delete. The answered row of a create may have another key where the service makes its own.
   */
  send(change: Change, table: TableDefinition, signal: AbortSignal): Promise<Attempt<AppliedRow>>;
  /** Sends changes in one `$batch`, each as `send` does. Fails where nothing of the answer are parts of a batch. */
  sendBatch(changes: readonly Outgoing[], signal: AbortSignal): Promise<Attempt<BatchAnswer>>;
  /** Sends changes as one change set of a `$batch`. Fails where what became of them is not known. */
  sendChangeSet(changes: readonly Outgoing[], signal: AbortSignal): Promise<Attempt<ChangeSetAnswer>>;
}
