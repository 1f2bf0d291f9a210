import type { Change, ChangeId } from '../core/change.ts';
import type { TableCheckpoint } from '../core/checkpoint.ts';
import type { DefinitionsKnown } from '../core/definitions-known.ts';
import type { Delivery } from '../core/delivery.ts';
import type { Draft } from '../core/draft.ts';
import type { UnorderedChange } from '../core/fold.ts';
import type { Lease } from '../core/lease.ts';
import type { Notice } from '../core/notice.ts';
import type { BaseRow, RowAddress, RowKey } from '../core/row.ts';
import type { TableCheck } from '../core/self-check.ts';
import type { Session } from '../core/session.ts';
import type { LeftOutTable, TableDefinition, TableList } from '../core/table.ts';
import type { TableSettings } from '../core/table-settings.ts';
import type { Wake } from '../core/wake.ts';
import type { StoreIdentity } from './store.ts';

/** Whoever is further behind reads its tables again. */
export const keptLogEntries = 1_000;

/** What one base-side commit changed. */
export interface LogEntry {
  readonly number: number;
  readonly changed: Changed;
}

export interface Changed {
  /** Row keys by table; `all` where a list would be longer than reading the table again is. */
  readonly rows: { readonly [table: string]: readonly RowKey[] | 'all' };
  readonly haveTablesChanged: boolean;
}

export interface RowStretch {
  readonly rows: readonly BaseRow[];
  readonly next: RowKey | null;
}

export type KnownRow = BaseRow | undefined;

export interface RowRecords {
  get(address: RowAddress): Promise<KnownRow>;
  getMany(addresses: readonly RowAddress[]): Promise<readonly KnownRow[]>;
  /** Rows in order of key behind `after`, and the key to go on behind; null at the end. */
  scan(table: string, after: RowKey | null, limit: number): Promise<RowStretch>;
  keys(table: string): Promise<readonly RowKey[]>;
  count(table: string): Promise<number>;
  put(table: string, rows: readonly BaseRow[]): Promise<void>;
  remove(table: string, keys: readonly RowKey[]): Promise<void>;
}

export interface OutboxRecords {
  /** By order. */
  all(): Promise<readonly Change[]>;
  get(id: ChangeId): Promise<Change | undefined>;
  /** The changes of these rows, by order. */
  ofRows(addresses: readonly RowAddress[]): Promise<readonly Change[]>;
  add(change: UnorderedChange): Promise<Change>;
  put(change: Change): Promise<void>;
  remove(change: Change): Promise<void>;
}

/** Keys that a running full read has brought so far, by table. */
export interface ReadKeyRecords {
  add(table: string, keys: readonly RowKey[]): Promise<void>;
  all(table: string): Promise<ReadonlySet<RowKey>>;
  clear(table: string): Promise<void>;
}

export interface CommitLogRecords {
  /** 0 before the first. */
  newest(): Promise<number>;
  since(number: number): Promise<readonly LogEntry[]>;
  append(changed: Changed): Promise<number>;
}

export interface DeliveryRecords {
  /** Newest first. */
  all(): Promise<readonly Delivery[]>;
  get(id: ChangeId): Promise<Delivery | undefined>;
  acknowledgedAfter(table: string, commit: number): Promise<readonly Delivery[]>;
  notSeenBack(table: string): Promise<readonly Delivery[]>;
  /** Those of another of the service's generations than this; not those of none. */
  ofOtherEpochs(table: string, epoch: string): Promise<readonly Delivery[]>;
  put(deliveries: readonly Delivery[]): Promise<void>;
  remove(ids: readonly ChangeId[]): Promise<void>;
}

export interface WakeRecords {
  /** Newest first. */
  all(): Promise<readonly Wake[]>;
  newest(count: number): Promise<readonly Wake[]>;
  get(id: number): Promise<Wake | undefined>;
  add(wake: Omit<Wake, 'id'>): Promise<Wake>;
  put(wake: Wake): Promise<void>;
  /** Forgets this one and all older ones. */
  removeUpTo(id: number): Promise<void>;
}

/** Records of which there are few, each under a name of its own. */
export interface FewRecords<T> {
  all(): Promise<readonly T[]>;
  put(record: T): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Everything a transaction may touch, as far as it named it in its scope. */
export interface Records {
  readonly rows: RowRecords;
  readonly outbox: OutboxRecords;
  readonly checkpoints: {
    all(): Promise<readonly TableCheckpoint[]>;
    get(table: string): Promise<TableCheckpoint | undefined>;
    put(checkpoint: TableCheckpoint): Promise<void>;
    remove(table: string): Promise<void>;
  };
  readonly readKeys: ReadKeyRecords;
  readonly lease: { get(): Promise<Lease | undefined>; put(lease: Lease): Promise<void> };
  readonly commitLog: CommitLogRecords;
  readonly deliveries: DeliveryRecords;
  readonly wakes: WakeRecords;
  readonly tables: {
    all(): Promise<readonly TableDefinition[]>;
    leftOut(): Promise<readonly LeftOutTable[]>;
    replace(list: TableList): Promise<void>;
    known(): Promise<DefinitionsKnown | undefined>;
    setKnown(known: DefinitionsKnown): Promise<void>;
  };
  readonly drafts: {
    get(address: RowAddress): Promise<Draft | undefined>;
    put(draft: Draft): Promise<void>;
    remove(address: RowAddress): Promise<void>;
  };
  readonly session: {
    get(): Promise<Session | undefined>;
    put(session: Session): Promise<void>;
    remove(): Promise<void>;
  };
  /** By table. */
  readonly settings: FewRecords<TableSettings>;
  /** By id. */
  readonly notices: FewRecords<Notice>;
  /** By table. */
  readonly checks: FewRecords<TableCheck>;
  readonly identity: { get(): Promise<StoreIdentity | undefined>; put(identity: StoreIdentity): Promise<void> };
}

export type RecordKind = keyof Records;

/**
 * Transactions over the records. A body awaits nothing but its records: an IndexedDB transaction ends by itself at
 * anything else.
 */
export interface Database {
  read<T>(scope: readonly RecordKind[], body: (records: Records) => Promise<T>): Promise<T>;
  /** The body must have the same effect if it runs again: it does after a connection was lost. */
  write<T>(scope: readonly RecordKind[], body: (records: Records) => Promise<T>): Promise<T>;
  /** As `write`, for a body that must not run twice. */
  writeOnce<T>(scope: readonly RecordKind[], body: (records: Records) => Promise<T>): Promise<T>;
  /** Drops the connection, with what hangs on it, and opens another. */
  reconnect(): Promise<void>;
  close(): void;
}
