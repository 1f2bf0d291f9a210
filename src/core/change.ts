import type { ETag, RowAddress, RowKey, Values } from './row.ts';

/** A UUID made on this device; it stays with the change wherever it goes. */
export type ChangeId = string & { readonly brand: 'ChangeId' };

export type ChangeKind = 'create' | 'update' | 'delete';

/** What the service said when it did not simply apply a change. */
export interface Answer {
  /** HTTP status; 0 where no answer came at all. */
  readonly status: number;
  /** The service's own code, such as 0x80060882; empty where it gave none. */
  readonly code: string;
  /** The service's words, or what the network said. */
  readonly message: string;
  readonly at: number;
}

/**
 * The state of one change in the outbox. Legal moves: change-state.ts.
 *
 *     pending ──► sending ──► (gone: acknowledged)
 *        ▲          │ ├─────► maybe sent ──► sending
 *        │          │ ├─────► conflict ──► pending | (gone: theirs)
 *        └──────────┘ └─────► parked ────► pending | (gone: dropped)
 */
export type ChangeState =
  | { readonly kind: 'pending' }
  /** `fence` is the holder that is sending it; `isRepeat` if an earlier answer was lost. */
  | { readonly kind: 'sending'; readonly fence: number; readonly isRepeat: boolean }
  | { readonly kind: 'maybe sent' }
  /** `theirs` is the row as the service has it now, null if it is gone there; what the person is shown. */
  | { readonly kind: 'conflict'; readonly theirs: { readonly etag: ETag | null; readonly values: Values } | null }
  | { readonly kind: 'parked' };

/** One intent of a person: to create, update or delete one row, with the base it was made against. */
export interface Change {
  readonly id: ChangeId;
  /** Given by the store, growing; the order in which changes are sent. Never device time. */
  readonly order: number;
  readonly kind: ChangeKind;
  readonly table: string;
  readonly key: RowKey;
  /** New values of the changed columns; empty for a delete. */
  readonly values: Values;
  /** The values those columns had in the row that was shown; for a delete the whole row. */
  readonly oldValues: Values;
  /** The version the change was made against; null for a create, or where the service gives none. */
  readonly baseETag: ETag | null;
  /** Changes, by id, that must be acknowledged first: creates of rows this one points to. */
  readonly dependsOn: readonly ChangeId[];
  /** Device clock, milliseconds since 1970, for people to read only. */
  readonly savedAt: number;
  /** How often it went out so far. */
  readonly attempts: number;
  readonly state: ChangeState;
  readonly lastAnswer: Answer | null;
}

/** What a person asks for; the store makes a change of it. */
export interface Edit extends RowAddress {
  readonly id: ChangeId;
  readonly kind: ChangeKind;
  readonly values: Values;
  readonly oldValues: Values;
  readonly baseETag: ETag | null;
  /** Rows the new values point to. */
  readonly references: readonly RowAddress[];
  readonly savedAt: number;
}

/** What `commitEdit` made of an edit: `cancelled` if it and a never-sent create cancel out. */
export type Saved = { readonly kind: 'saved'; readonly change: Change } | { readonly kind: 'cancelled' };

/** What a person decided about a change that is parked or in conflict. */
export type Decision = 'retry' | 'drop';

/** Never sent: only such a change may fold with a later one or be cancelled. */
export function isNeverSent(change: Change): boolean {
  return change.state.kind === 'pending' && change.attempts === 0;
}
