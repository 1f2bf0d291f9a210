import type { ChangeId, Decision, Edit, Saved } from '../core/change.ts';
import type { Draft } from '../core/draft.ts';
import type { WrittenEscrow } from '../core/escrow-file.ts';
import type { EscrowProblem, EscrowReading, Imported } from '../core/escrow-import.ts';
import type { SyncState } from '../core/facts.ts';
import type { RowAddress } from '../core/row.ts';
import type { Account, Environment, Session } from '../core/session.ts';
import type { TableSettings } from '../core/table-settings.ts';
import type { Trouble } from '../core/trouble.ts';
import type { OpenedRow, Relation, SearchHit, SeenRow, ViewQuery } from '../core/view.ts';
import type { BrowserSeen } from '../core/wake.ts';

/** How the data worker is to work: the engine's settings. */
export interface EngineSettings {
  /** Rows asked for in one portion, unless the environment says otherwise. */
  readonly portionRows: number;
  /** Between two pulls of a quiet app. */
  readonly intervalMs: number;
}

export interface OpenDatabase {
  readonly account: Account;
  /** A token from a sign-in that just happened; null to use the one kept in the database. */
  readonly session: Session | null;
  /** Language of the person, for order and search: a BCP 47 tag. */
  readonly locale: string;
  readonly settings: EngineSettings;
  /** The browser this page runs in. */
  readonly seenIn: BrowserSeen;
}

/** What this device remembers from last time. */
export interface Remembered {
  /** Who used the app last and did not sign out. */
  readonly account: Account | null;
  readonly environments: readonly Environment[];
}

/** Unsent changes out of a database that the app cannot use any more, as far as they can be read. */
export interface RescuedEscrow extends WrittenEscrow {
  /** Changes that cannot be read; they stay in the database. */
  readonly unreadable: number;
}

/** What became of the import of an escrow file. */
export type ImportOutcome =
  | { readonly kind: 'refused'; readonly problem: EscrowProblem }
  | ({ readonly kind: 'imported' } & Imported);

/** What the page asks of the data worker: call → what goes in, what comes out. */
export interface DataCalls {
  remembered: { readonly in: null; readonly out: Remembered };
  'remember environments': { readonly in: readonly Environment[]; readonly out: null };
  /** Closes whatever database was open, and opens this account's; it is the one remembered from now on. */
  open: { readonly in: OpenDatabase; readonly out: null };
  'open view': { readonly in: ViewQuery; readonly out: { readonly viewId: number; readonly total: number } };
  window: {
    readonly in: { readonly viewId: number; readonly from: number; readonly count: number };
    readonly out: { readonly total: number; readonly rows: readonly SeenRow[] };
  };
  'close view': { readonly in: { readonly viewId: number }; readonly out: null };
  row: { readonly in: RowAddress; readonly out: OpenedRow | null };
  related: {
    readonly in: { readonly address: RowAddress; readonly relation: Relation };
    readonly out: readonly SeenRow[];
  };
  search: {
    readonly in: { readonly text: string; readonly tables: readonly string[]; readonly limit: number };
    readonly out: readonly SearchHit[];
  };
  edit: { readonly in: Edit; readonly out: Saved };
  /** Edits of one group, all or nothing; a single one without a group too. */
  'edit together': { readonly in: readonly Edit[]; readonly out: readonly Saved[] };
  decide: { readonly in: { readonly changeId: ChangeId; readonly decision: Decision }; readonly out: null };
  'save table settings': { readonly in: TableSettings; readonly out: null };
  /** The outbox as an escrow file; it stays as it is. */
  'write escrow': { readonly in: null; readonly out: WrittenEscrow };
  /** What importing this text would do. */
  'read escrow': { readonly in: string; readonly out: EscrowReading };
  'import escrow': { readonly in: string; readonly out: ImportOutcome };
  /** The outbox of who is remembered, past the store: for a database that cannot be opened. Null if there is none. */
  'rescue escrow': { readonly in: null; readonly out: RescuedEscrow | null };
  /** The person has seen it. */
  'dismiss notice': { readonly in: { readonly id: string }; readonly out: null };
  'save draft': { readonly in: Draft; readonly out: null };
  draft: { readonly in: RowAddress; readonly out: Draft | null };
  'delete draft': { readonly in: RowAddress; readonly out: null };
  /** Begins to compare every table with the service, or to repair what differed; `check` of the state tells how far it is. */
  'check device': { readonly in: 'check' | 'repair'; readonly out: null };
  /** Answers when none runs here any more. */
  'stop check': { readonly in: null; readonly out: null };
  'sync now': { readonly in: null; readonly out: null };
  /** The person signed in again: the new token replaces the one that ended. */
  'renew session': { readonly in: Session; readonly out: null };
  /** Deletes the token and closes the database, which stays with its unsent work; nobody is remembered. */
  'sign out': { readonly in: null; readonly out: null };
  /** The page is seen again, turned to, hidden, frozen or back on a network. `hidden` answers when no cycle runs here any more. */
  life: {
    readonly in: { readonly now: 'visible' | 'focused' | 'hidden' | 'online'; readonly mayHandOver: boolean };
    readonly out: null;
  };
}

export type DataCall = keyof DataCalls;

/** What the data worker tells the page unasked. */
export type DataEvent =
  | { readonly kind: 'view changed'; readonly viewId: number; readonly total: number }
  | { readonly kind: 'state changed'; readonly state: SyncState }
  /** What this part of the data worker has to complain of; null if it has not any more. */
  | { readonly kind: 'trouble changed'; readonly of: TroubleSource; readonly trouble: Trouble | null };

/** The cycle of this tab, the connections to its database and to the directory, or the reading of the state of sync. */
export type TroubleSource = 'cycle' | 'connection' | 'directory' | 'state';

/** These may take long without anything being wrong: a cycle comes to its end first, or there is much to do. */
export const unhurried: readonly DataCall[] = ['life', 'sign out', 'open', 'import escrow'];

/** The page's end of the line to its data worker. */
export interface DataLine {
  /** Rejects with `DataCallFailed` if the worker could not do it. */
  call<Call extends DataCall>(call: Call, input: DataCalls[Call]['in']): Promise<DataCalls[Call]['out']>;
  onEvent(listener: (event: DataEvent) => void): () => void;
}

/** The worker could not do what was asked; nothing of it was kept. */
export class DataCallFailed extends Error {
  readonly kind: string;
  constructor(kind: string, message: string) {
    super(message);
    this.name = 'DataCallFailed';
    this.kind = kind;
  }
}
