import type { Answer, Change, ChangeId, ChangeState, Decision, Edit, MergeNote, Saved } from '../core/change.ts';
import type { Checkpoint, PullStrategy, TableCheckpoint } from '../core/checkpoint.ts';
import type { DefinitionsKnown } from '../core/definitions-known.ts';
import type { Delivery } from '../core/delivery.ts';
import type { Draft } from '../core/draft.ts';
import type { Imported } from '../core/escrow-import.ts';
import type { StoreFacts } from '../core/facts.ts';
import type { Lease } from '../core/lease.ts';
import type { Notice } from '../core/notice.ts';
import type { BaseRow, NextLink, RowAddress, RowKey } from '../core/row.ts';
import type { TableCheck } from '../core/self-check.ts';
import type { Session } from '../core/session.ts';
import type { LeftOutTable, TableDefinition } from '../core/table.ts';
import type { TableSettings } from '../core/table-settings.ts';
import type { StoreTrouble } from '../core/trouble.ts';
import type { OpenedRow, Relation, SearchHit, SeenRow, ViewQuery } from '../core/view.ts';
import type { Host, Trigger, WakeEnd } from '../core/wake.ts';

/** What every transaction of a cycle carries. It aborts with `FenceLost` if the lease's fence is not this one. */
export interface CycleStamp {
  readonly fence: number;
  readonly now: number;
}

/** The lease has a newer holder: this cycle has to stop, nothing of the transaction was kept. */
export class FenceLost extends Error {
  readonly kind = 'fence lost';
  constructor(mine: number, theirs: number) {
    super(`fence ${mine} is no longer held: the lease is at ${theirs}`);
    this.name = 'FenceLost';
  }
}

/** The database cannot be used now. `kind` says why; nothing was kept of what was being done. */
export class StoreFailure extends Error {
  readonly kind: StoreTrouble;
  constructor(kind: StoreFailure['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
    this.name = 'StoreFailure';
  }
}

/** Rows of one answer, or a slice of them, on their way into the replica. */
export interface LandingPortion {
  readonly table: string;
  readonly rows: readonly BaseRow[];
  /** Keys the service named as having left. */
  readonly removals: readonly RowKey[];
  /** The commit number read before this portion was asked for. */
  readonly askedAt: number;
  /**
   * Where the pull stands once this is stored; null for a slice that does not end its portion. Going from `reading` to
   * another kind ends a full read: base rows whose keys the read never brought are removed, sparing those acknowledged
   * since it began.
   */
  readonly checkpoint: Checkpoint | null;
  /** The service's data generation, as this portion names it; null where it names none. */
  readonly epoch: string | null;
}

/** Rows that differed from the service's, as they were read there once more. */
export interface Repair {
  readonly table: string;
  readonly rows: readonly BaseRow[];
  /** Keys of rows that are not there. */
  readonly removals: readonly RowKey[];
  /** The commit number read before they were asked for. */
  readonly askedAt: number;
  /** The service's generation that they were read from; null where it names none. */
  readonly epoch: string | null;
}

/** `stale`: a row of it was acknowledged after it was asked for. Nothing landed; ask again. */
export type Landing = 'landed' | 'stale';

/** What became of a change that was sent. */
export type ChangeAnswer = Acknowledgement | Surrender | Setback;

export interface ReadBeginning {
  readonly table: string;
  readonly strategy: PullStrategy;
  readonly epoch: string | null;
  /** What the table is pulled with from now on (core/pull-strategy.ts); null, not known, if absent. */
  readonly scope?: string | null;
  /** See `TableCheckpoint`; what it was, if absent. */
  readonly best?: PullStrategy;
}

/** Row keys of one answer. */
export interface KeyListing {
  readonly table: string;
  readonly keys: readonly RowKey[];
  /** Where the list goes on; null if this was its last portion. */
  readonly next: NextLink | null;
}

/**
 * `missing`: keys that are there and not here, once the list is whole. Rows that are here and not there are removed, or
 * are to be asked for by name, as the checkpoint says.
 */
export interface Listed {
  readonly checkpoint: TableCheckpoint;
  readonly missing: number;
}

/** The service applied a change. */
export interface Acknowledgement {
  readonly kind: 'acknowledged';
  readonly changeId: ChangeId;
  /** The row as the service has it now; null if the change deleted it. */
  readonly row: BaseRow | null;
  readonly sentAt: number;
  /** The row was read afterwards, so that others may have written in it too; absent if it is the service's answer. */
  readonly isReadAfter?: true;
  /** The service's data generation, as it named it last; null, or absent, where it names none. */
  readonly epoch?: string | null;
}

/** Nothing of the change is left to send: it gave way to a newer row, by the policy that the person chose. */
export interface Surrender {
  readonly kind: 'given up';
  readonly changeId: ChangeId;
  /** The row it gave way to; null if that is gone. */
  readonly row: BaseRow | null;
  readonly note: MergeNote;
  readonly sentAt: number;
  /** See `Acknowledgement`. */
  readonly epoch?: string | null;
}

/** The service did not apply a change, or we do not know. */
export interface Setback {
  readonly kind: 'set back';
  readonly changeId: ChangeId;
  readonly state: ChangeState;
  readonly answer: Answer | null;
}

/** A wake that stood still and whose end could not be written then. */
export interface StalledWake {
  readonly wakeId: number;
  readonly problem: string;
}

export interface WakeBeginning {
  readonly trigger: Trigger;
  readonly host: Host;
  readonly isLastChance: boolean;
  readonly now: number;
  /** Of this context, for the wake log: unless another one has closed it meanwhile. */
  readonly stalled?: StalledWake | null;
}

export interface WakeEnding {
  readonly end: WakeEnd;
  /** What went wrong, in plain words; null if nothing did. */
  readonly problem: string | null;
  /** Until when the service asked for silence; null if it did not. */
  readonly silentUntil: number | null;
}

export interface StoreIdentity {
  /** Random, made when the database was: a new one after an eviction. */
  readonly storeId: string;
}

/** A list kept current. */
export interface View {
  /** Rows in the view now. */
  total(): number;
  /** Rows `from` (counted from 0) to `from + count`, fewer at the end. */
  window(from: number, count: number): Promise<readonly SeenRow[]>;
  /** Called after each commit, of any context, that may have changed the view. Returns how to stop. */
  subscribe(listener: () => void): () => void;
  close(): void;
}

/**
 * What this device remembers for one person in one environment. Writing is by named transactions, each all or nothing
 * and durable (strict) when its promise resolves. Implementations: dexie/dexie-store.ts, memory-store.ts.
 */
export interface Store {
  /** Name of the database. */
  readonly name: string;
  identity(): Promise<StoreIdentity>;
  close(): void;
  /**
   * Drops the connection to the database and opens another. What hangs on the old one is done again where it may be, and
   * fails with `connection lost` where not.
   */
  reconnect(): Promise<void>;

  // Reading. What is seen is base ⊕ changes.
  openView(query: ViewQuery): Promise<View>;
  row(address: RowAddress): Promise<OpenedRow | null>;
  related(address: RowAddress, relation: Relation): Promise<readonly SeenRow[]>;
  /** Contains-search over the primary names of the given tables, best order first by the one rule, at most `limit`. */
  search(text: string, tables: readonly string[], limit: number): Promise<readonly SearchHit[]>;
  facts(): Promise<StoreFacts>;
  /** The row as last received, without what waits; null if this device has none. */
  baseRow(address: RowAddress): Promise<BaseRow | null>;
  /** As `baseRow`, of one table, in the order asked for. */
  baseRows(table: string, keys: readonly RowKey[]): Promise<readonly (BaseRow | null)[]>;
  baseKeys(table: string): Promise<readonly RowKey[]>;
  outbox(): Promise<readonly Change[]>;
  /** Newest first. */
  deliveries(): Promise<readonly Delivery[]>;
  tableSettings(): Promise<readonly TableSettings[]>;
  /** By table, when the newest change was applied of which no pull has returned what it did there. */
  unseenSince(): Promise<ReadonlyMap<string, number>>;
  tables(): Promise<readonly TableDefinition[]>;
  /** Null before the definitions were ever read. */
  definitionsKnown(): Promise<DefinitionsKnown | null>;
  /** Null where there is none, or where it is another database's: a copy of files from another device. */
  checkpoint(table: string): Promise<TableCheckpoint | null>;
  lease(): Promise<Lease | null>;
  /** Number of the newest commit on the base side; 0 before the first. */
  commitNumber(): Promise<number>;
  /** Called after a commit of any context. A hint only: read again to know. */
  onCommit(listener: () => void): () => void;
  /**
   * While nobody looks, commits are not followed: views and listeners rest, and hear of everything at once when someone
   * looks again. A page that is frozen in the middle of a read would keep every other context from writing, for a minute
   * in Chromium; what is not begun cannot be frozen.
   */
  setWatched(isWatched: boolean): void;

  // What a person does.
  /** Writes the outbox alone. Folds with a never-sent change of the same row (core/fold.ts). */
  commitEdit(edit: Edit): Promise<Saved>;
  /**
   * Saves edits of one group, each of another row, in one transaction. They are sent as one change set, applied together
   * or not at all; a service without change sets has them parked.
   */
  commitEdits(edits: readonly Edit[]): Promise<readonly Saved[]>;
  /**
   * Retry and revise: back to pending; from a conflict the base becomes the row that was shown (`theirs`), and if that
   * is gone an update becomes a create of the whole seen row, and a delete is done. Drop: the change leaves the outbox,
   * with what cannot be applied without it (core/drop.ts); from a conflict the row is shown as theirs.
   * Throws if the change is not parked or in conflict (any more), and for a drop not one that was never sent either.
   */
  commitDecision(changeId: ChangeId, decision: Decision): Promise<void>;
  /**
   * Puts the changes of an escrow file behind those of this device, in their order and all at once; one whose id is in
   * the outbox or among the deliveries is passed over, so that the same file twice has the effect of once.
   */
  commitImport(changes: readonly Change[]): Promise<Imported>;
  saveTableSettings(settings: TableSettings): Promise<void>;
  /** One of the same id is replaced. */
  addNotice(notice: Notice): Promise<void>;
  /** The person has seen it. */
  dismissNotice(id: string): Promise<void>;
  saveDraft(draft: Draft): Promise<void>;
  draft(address: RowAddress): Promise<Draft | null>;
  deleteDraft(address: RowAddress): Promise<void>;
  session(): Promise<Session | null>;
  saveSession(session: Session): Promise<void>;
  deleteSession(): Promise<void>;

  // What a cycle does.
  /**
   * Takes the lease: fence + 1, a new wake in the wake log, every change that an older fence was sending becomes maybe
   * sent, and wakes without an end are closed as cut off (or stalled, where this context knows), in one transaction.
   */
  beginWake(beginning: WakeBeginning): Promise<{ readonly fence: number; readonly wakeId: number }>;
  heartbeat(stamp: CycleStamp): Promise<void>;
  /** Writes the wake's end and releases the lease. */
  endWake(stamp: CycleStamp, ending: WakeEnding): Promise<void>;
  /** Replaces the table definitions. Rows of tables that are gone from the list stay until the profile drops them. */
  commitTables(stamp: CycleStamp, tables: readonly TableDefinition[], leftOut?: readonly LeftOutTable[]): Promise<void>;
  /**
   * Base rows that the running full read would remove if it ended with these keys besides what it has brought; spared are
   * rows acknowledged since it began. Empty where none runs.
   */
  notBrought(table: string, keys: readonly RowKey[]): Promise<readonly RowKey[]>;
  /** What is known of the definitions, beside themselves. */
  commitDefinitionsKnown(stamp: CycleStamp, known: DefinitionsKnown): Promise<void>;
  /** Forgets the rows and the checkpoint of a table that is out of the profile, unless changes of it are unsent. */
  dropTable(stamp: CycleStamp, table: string): Promise<void>;
  /** Begins a full read: the checkpoint becomes `reading`; rows that are there stay usable. */
  beginRead(stamp: CycleStamp, beginning: ReadBeginning): Promise<TableCheckpoint>;
  commitPull(stamp: CycleStamp, portion: LandingPortion): Promise<Landing>;
  /** Begins to compare the row keys of a table that is pulled by watermark. */
  beginReconcile(stamp: CycleStamp, table: string): Promise<TableCheckpoint>;
  /** Stores a portion of keys; the last one tells what is on one side alone. */
  commitKeys(stamp: CycleStamp, listing: KeyListing): Promise<Listed>;
  /** Stores what comparing a table with the service found; it takes the place of the one before. */
  commitCheck(stamp: CycleStamp, check: TableCheck): Promise<void>;
  /** Puts these rows in place whatever is there: damage on this device shows in no version. Touches no change or draft. */
  commitRepair(stamp: CycleStamp, repair: Repair): Promise<Landing>;
  /**
   * Marks changes as sending and counts the attempt. Leaves out those no longer there or not sendable; of a group all or
   * none.
   */
  commitSending(stamp: CycleStamp, changeIds: readonly ChangeId[]): Promise<readonly Change[]>;
  /**
   * A change that is being sent met a newer row and goes out again as given: its values, kind, base and note replace the
   * old ones, it stays sending. Later changes keep the base they were made against, for what others changed concerns
   * them too; behind a row that is made anew they have none.
   */
  commitMerge(stamp: CycleStamp, merged: Change): Promise<Change>;
  /**
   * What became of changes that are being sent. Acknowledged: the change is removed, the answered row stored, the
   * delivery written; later changes of that row that were made against the version this one was sent with get the
   * answered version as their base. Given up: the same, but later changes keep their base. Set back: it moves on.
   */
  commitAnswers(stamp: CycleStamp, answers: readonly ChangeAnswer[]): Promise<void>;
  /**
   * After a restore of the service: what was acknowledged before it and is missing there now goes back into the outbox,
   * parked under its own id, in the order acknowledged, and a notice says how many. Only of tables that were read to the
   * end since. Returns how many.
   */
  commitOffers(stamp: CycleStamp): Promise<number>;
}
