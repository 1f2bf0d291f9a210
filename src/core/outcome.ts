import type { Change } from './change.ts';
import type { Failure } from './failure.ts';

/** Time, or signing in, cures it. Decided by status and code, never by the words of a message. */
export type Cure =
  /** Again with back-off. `isMaybeApplied`: of a push, the service may have done it all the same. */
  | { readonly kind: 'retry'; readonly isMaybeApplied: boolean }
  /** The service asked for silence; nothing goes out before that. */
  | { readonly kind: 'wait'; readonly forMs: number; readonly isMaybeApplied: boolean }
  /** The token is not taken (any more): pause, and ask the person. */
  | { readonly kind: 'sign in'; readonly isMaybeApplied: boolean };

/** What to do about a change that was sent and not simply applied. */
export type PushOutcome =
  | Cure
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

/** A row with this key or alternate key is there already; the last one Dataverse says with a 500 (facts/dataverse.md §2.5). */
const keyTaken = ['0x80040237', '0x80060892', '0x80040333'];
const expiredStamp = '0x80044352';

type Refusal = Failure & { readonly kind: 'refused' };

/** Law 9. */
export function outcomeOfPush(failure: Failure, change: Pick<Change, 'kind' | 'state'>): PushOutcome {
  const isRepeat = change.state.kind === 'maybe sent' || (change.state.kind === 'sending' && change.state.isRepeat);
  if (failure.kind !== 'refused') return { kind: 'retry', isMaybeApplied: true };
  const { status } = failure;
  const cure = cureOf(failure, isRepeat);
  // A duplicate is no outage, whatever status it wears; and a server error on create may hide one.
  if (isKeyTaken(failure)) return { kind: 'settle', ifUntouched: 'park' };
  if (cure?.kind === 'retry' && status >= 500 && change.kind === 'create')
    return { kind: 'settle', ifUntouched: 'retry' };
  if (cure !== null) return cure;
  if (status === 412) return { kind: 'settle', ifUntouched: change.kind === 'create' ? 'park' : 'retry' };
  if (status === 409) return { kind: 'settle', ifUntouched: 'park' };
  if ((status === 404 || status === 410) && change.kind !== 'create') return { kind: 'settle', ifUntouched: 'retry' };
  // The refusal of a repeat may only mean that the first one was applied.
  return isRepeat ? { kind: 'settle', ifUntouched: 'park' } : { kind: 'park' };
}

/** What was asked for in a pull: a read with change tracking, one without (metadata too), or what is behind a link. */
export type PullQuestion = 'tracked read' | 'plain read' | 'next link' | 'delta link';

export function outcomeOfPull(failure: Failure, asked: PullQuestion): PullOutcome {
  if (failure.kind !== 'refused') return { kind: 'retry', isMaybeApplied: false };
  const cure = cureOf(failure, false);
  if (cure !== null) return cure;
  switch (asked) {
    case 'plain read':
      return { kind: 'park' };
    case 'tracked read':
      // A plain read is always right, so whatever was wrong with tracking (depth of privilege, table, option) ends here.
      return { kind: 'track not' };
    case 'next link':
    case 'delta link':
      if (failure.status !== 403 || isExpired(failure)) return { kind: 'resync' };
      // Tracking needs organisation-level read; a privilege that shrank leaves the full read.
      return asked === 'delta link' ? { kind: 'track not' } : { kind: 'resync' };
  }
}

/** What time, or signing in, cures; null for what the service will not do however often it is asked. */
function cureOf(failure: Refusal, wasMaybeApplied: boolean): Cure | null {
  const { status, retryAfterMs } = failure;
  // 501 and 505 stay as they are.
  const isServerError = status >= 500 && status !== 501 && status !== 505;
  const isMaybeApplied = wasMaybeApplied || isServerError || status === 408;
  if (isExpired(failure)) return null;
  if (status === 401) return { kind: 'sign in', isMaybeApplied };
  if (!isServerError && ![408, 425, 429].includes(status)) return null;
  return retryAfterMs === null
    ? { kind: 'retry', isMaybeApplied }
    : { kind: 'wait', forMs: retryAfterMs, isMaybeApplied };
}

function isKeyTaken(failure: Refusal): boolean {
  return keyTaken.includes(failure.code.toLowerCase());
}

function isExpired(failure: Refusal): boolean {
  return failure.code.toLowerCase() === expiredStamp;
}
