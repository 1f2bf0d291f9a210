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
  /**
   * `theirs` is the row as the service had it when they met, null if it was gone there; what the person is shown.
   * `met` is written by the store; absent in what an older version wrote.
   */
  | {
      readonly kind: 'conflict';
      readonly theirs: { readonly etag: ETag | null; readonly values: Values } | null;
      readonly met?: ConflictGround;
    }
  | { readonly kind: 'parked'; readonly why: ParkReason };

/** What is known of the moment at which a change met another one. */
export interface ConflictGround {
  /** Device clock when `theirs` was read. */
  readonly at: number;
  /** The row that the change was made against, whole; null if this device had it no more. */
  readonly base: Values | null;
}

/**
 * Why only a person can go on. `refused`: the service's words are in the last answer. `missing after restore`: it was
 * acknowledged, and the service has gone back to a backup from before. `imported`: a create out of an escrow file whose
 * row is not there: it never arrived, or was deleted since, and nobody can tell which. `no change sets`: it belongs to a
 * group, and the service does not apply changes together or not at all.
 */
export type ParkReason = 'refused' | 'missing after restore' | 'imported' | 'no change sets';

/** Where a change came from: made on this device, or read from an escrow file. */
export type ChangeOrigin = 'here' | 'escrow file';

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
  /** Changes of one group are applied together or not at all, as one change set; null for a change on its own. */
  readonly group: string | null;
  /** What others had changed since the base and was merged in, for the log; null for nothing. */
  readonly merge: MergeNote | null;
  readonly origin: ChangeOrigin;
}

/** Columns by name: what became of them when a change met a newer row. */
export interface MergeNote {
  /** Changed by others alone, and kept. */
  readonly theirs: readonly string[];
  /** Changed on both sides: this change's value went out over theirs, by the table's policy or a person's decision. */
  readonly mine: readonly string[];
  /** Changed on both sides: this change gave way to theirs. */
  readonly givenUp: readonly string[];
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
  /** See `Change`; null if absent. */
  readonly group?: string | null;
}

/** What `commitEdit` made of an edit: `cancelled` if it and a never-sent create cancel out. */
export type Saved = { readonly kind: 'saved'; readonly change: Change } | { readonly kind: 'cancelled' };

/**
 * What a person decided about a change.
 * `retry`: parked, as it is once more; in conflict, mine over theirs. `drop`: it leaves the outbox; in conflict, theirs
 * stays; one that was never sent is undone. `revise`: these values and no others go out, over theirs where it is a
 * conflict.
 */
export type Decision =
  | { readonly kind: 'retry' }
  | { readonly kind: 'drop' }
  | {
      readonly kind: 'revise';
      readonly values: Values;
      /** The row that the person had before them while they revised; absent for the one the change was made against. */
      readonly shown?: { readonly oldValues: Values; readonly baseETag: ETag | null };
      /** Rows the new values point to. */
      readonly references?: readonly RowAddress[];
    };

/** Never sent: only such a change may fold with a later one or be cancelled. */
export function isNeverSent(change: Change): boolean {
  return change.state.kind === 'pending' && change.attempts === 0;
}
