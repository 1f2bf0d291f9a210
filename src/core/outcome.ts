import type { Change } from './change.ts';
import type { Failure } from './failure.ts';

/** What time, or signing in, cures. Decided by status and code, never by the words of a message. */
export type Cure =
  /** Again with back-off. */
  | { readonly kind: 'retry' }
  /** The service asked for silence; nothing goes out before that. */
  | { readonly kind: 'wait'; readonly forMs: number }
  /** The token is not taken (any more): pause, and ask the person. */
  | { readonly kind: 'sign in' };

/** What to do about a change that was sent and not simply applied. */
export type PushOutcome =
  /** `isMaybeApplied`: the service may have done it all the same. */
  | (Cure & { readonly isMaybeApplied: boolean })
  /** Only a person can do something: keep the change, show the reason. */
  | { readonly kind: 'park' }
  /**
   * Read the row and compare (settle.ts). `ifUntouched` is what to do when that shows that nothing was done: `retry` as
   * maybe sent with back-off, or `park`, since the same request would be refused the same way again.
   */
  | { readonly kind: 'settle'; readonly ifUntouched: 'retry' | 'park' };

/** What to do about a portion, or a list of tables, that did not come. */
export type PullOutcome =
  | Cure
  /** This table is not to be had now: show the reason, go on with the others, ask again when it is next due. */
  | { readonly kind: 'park' }
  /** Not with change tracking: read this table in full instead. */
  | { readonly kind: 'track not' }
  /** The position is void: begin a new read, keeping the rows on the screen and the outbox. */
  | { readonly kind: 'resync' };

export type Outcome = PushOutcome | PullOutcome;

/**
 * A row with this key or alternate key is there already; the last one Dataverse says with a 500
 * (docs/facts/dataverse.md §2.5).
 */
const keyTaken = ['0x80040237', '0x80060892', '0x80040333'];
const expiredStamp = '0x80044352';

type Refusal = Failure & { readonly kind: 'refused' };

/** Law 9. */
export function outcomeOfPush(failure: Failure, change: Pick<Change, 'kind' | 'state'>): PushOutcome {
  const isRepeat = change.state.kind === 'maybe sent' || (change.state.kind === 'sending' && change.state.isRepeat);
  if (failure.kind !== 'refused') return { kind: 'retry', isMaybeApplied: true };
  const { status } = failure;
  // A duplicate is no outage, whatever status it wears; and a server error on create may hide one.
  if (keyTaken.includes(failure.code.toLowerCase())) return { kind: 'settle', ifUntouched: 'park' };
  const cure = cureOf(failure);
  if (cure?.kind === 'retry' && status >= 500 && change.kind === 'create')
    return { kind: 'settle', ifUntouched: 'retry' };
  if (cure !== null) return { ...cure, isMaybeApplied: isRepeat || status >= 500 || status === 408 };
  if (status === 412) return { kind: 'settle', ifUntouched: change.kind === 'create' ? 'park' : 'retry' };
  if (status === 409) return { kind: 'settle', ifUntouched: 'park' };
  // Where the row is there and untouched, it was something it points to that is gone: a person's, not time's.
  if ((status === 404 || status === 410) && change.kind !== 'create') return { kind: 'settle', ifUntouched: 'park' };
  // It asks for a version where none was known: reading may bring one (docs/facts/odata.md §1.2).
  if (status === 428 && change.kind !== 'create') return { kind: 'settle', ifUntouched: 'park' };
  // The refusal of a repeat may only mean that the first one was applied.
  return isRepeat ? { kind: 'settle', ifUntouched: 'park' } : { kind: 'park' };
}

/** What to do about a batch that was answered as a whole, and not part by part. */
export type BatchOutcome =
  /** As for a change that was sent by itself, for each of them. */
  | (Cure & { readonly isMaybeApplied: boolean })
  /** Too much at once; nothing of it was applied. */
  | { readonly kind: 'smaller' }
  /** Refused as a whole, perhaps for one of them: each has to hear its own answer. */
  | { readonly kind: 'one by one' }
  /** The service does not know what a batch is. */
  | { readonly kind: 'no batch' };

/** Statuses by which services say that they know no `$batch`, with their own words or without. */
const noSuchAddress = [404, 405, 406, 415, 501];

export function outcomeOfBatch(failure: Failure): BatchOutcome {
  if (failure.kind === 'network') return { kind: 'retry', isMaybeApplied: true };
  const { status } = failure;
  if (noSuchAddress.includes(status)) return { kind: 'no batch' };
  if (failure.kind === 'unreadable') return { kind: 'retry', isMaybeApplied: true };
  const cure = cureOf(failure);
  if (cure !== null) return { ...cure, isMaybeApplied: status >= 500 || status === 408 };
  return { kind: status === 413 ? 'smaller' : 'one by one' };
}

/** What was asked for in a pull: a read with change tracking, one without (metadata too), or what is behind a link. */
export type PullQuestion = 'tracked read' | 'plain read' | 'next link' | 'delta link';

export function outcomeOfPull(failure: Failure, asked: PullQuestion): PullOutcome {
  if (failure.kind !== 'refused') return { kind: 'retry' };
  const isExpired = failure.code.toLowerCase() === expiredStamp;
  const cure = isExpired ? null : cureOf(failure);
  if (cure !== null) return cure;
  switch (asked) {
    case 'plain read':
      return { kind: 'park' };
    case 'tracked read':
      // A plain read is always right, so whatever was wrong with tracking (depth of privilege, table, option) ends here.
      return { kind: 'track not' };
    case 'next link':
      return { kind: 'resync' };
    case 'delta link':
      // Tracking needs organisation-level read; of a privilege that shrank, the full read is left.
      return failure.status === 403 && !isExpired ? { kind: 'track not' } : { kind: 'resync' };
  }
}

/** Options that a service need not know are refused with 501, by many with 400 (OData 4.01, Part 1, §9.3.1). */
export function isOptionRefused(failure: Failure): boolean {
  return failure.kind === 'refused' && (failure.status === 400 || failure.status === 501);
}

/** Null for what the service will not do however often it is asked. */
function cureOf({ status, retryAfterMs }: Refusal): Cure | null {
  if (status === 401) return { kind: 'sign in' };
  // 501 and 505 stay as they are.
  const isCurable = [408, 425, 429].includes(status) || (status >= 500 && status !== 501 && status !== 505);
  if (!isCurable) return null;
  return retryAfterMs === null ? { kind: 'retry' } : { kind: 'wait', forMs: retryAfterMs };
}
