import { isStale, silenceLeftMs, staleAfterMs } from '../core/lease.ts';
import type { WakeBeginning } from '../storage/store.ts';
import { type Holder, keepBeating } from './holder.ts';
import type { SyncParts } from './parts.ts';

/** What to do when another context holds the right: leave it to them, or wait for it up to so long. */
export type WhenHeld = { readonly kind: 'leave' } | { readonly kind: 'wait'; readonly forMs: number };

export interface ExclusiveRequest {
  readonly beginning: Omit<WakeBeginning, 'now'>;
  readonly whenHeld: WhenHeld;
  /** Aborted, with a `StopReason`, to ask the cycle to end. */
  readonly signal: AbortSignal;
  /** Asked once the lock is held and before the lease is taken: false leaves without a wake. */
  isNeeded(): Promise<boolean>;
}

/**
 * `held elsewhere`: a live holder has the right. `not needed`: there was nothing to do once it was free. `silent`: the
 * service asked some context of this device for silence, and its time is not over. `offline`: the device has no network.
 */
export type NotRun = 'held elsewhere' | 'not needed' | 'silent' | 'offline';

/** Name of the Web Lock for a database: the volatile half of the exclusive right. */
function lockName(database: string): string {
  return `${database}:cycle`;
}

/**
 * Runs `cycle` while this context, and no other, holds the exclusive right: a Web Lock and the lease.
 *
 *     free ──► lock ──► lease (fence + 1) ──► cycle ──► free
 *     held, heartbeat fresh ──► leave or wait          held, heartbeat stale ──► steal the lock ──► lease …
 *
 * A stolen lock stops no code: every transaction of the old holder fails on the fence.
 */
export async function runExclusively<T>(
  parts: SyncParts,
  request: ExclusiveRequest,
  cycle: (holder: Holder) => Promise<T>,
): Promise<T | NotRun> {
  const name = lockName(parts.store.name);
  const attempt: AttemptToHold<T> = {
    parts,
    name,
    signal: request.signal,
    hold: (lost) => holdLease(parts, { request, lost, cycle }),
  };
  const atOnce = await parts.locks.request(name, { mode: 'if available' }, attempt.hold);
  if (atOnce !== 'unavailable') return atOnce;
  const waitMs = request.whenHeld.kind === 'wait' ? request.whenHeld.forMs : 0;
  // A released lease under a held lock is a holder that has just begun, or one that froze there: look twice.
  if (await isBeginning(parts))
    return await waitFor(attempt, { forMs: Math.max(waitMs, beginningMs), lookAgainMs: beginningMs });
  if (await isHolderStale(parts)) return await steal(attempt);
  return waitMs > 0 ? await waitFor(attempt, { forMs: waitMs, lookAgainMs: staleAfterMs }) : 'held elsewhere';
}

/** Longer than it takes from the lock to the lease. */
const beginningMs = 1_000;

interface AttemptToHold<T> {
  readonly parts: SyncParts;
  readonly name: string;
  readonly signal: AbortSignal;
  readonly hold: (lost: AbortSignal) => Promise<T | NotRun>;
}

async function steal<T>({ parts, name, hold }: AttemptToHold<T>): Promise<T | NotRun> {
  const stolen = await parts.locks.request(name, { mode: 'steal' }, hold);
  return stolen === 'unavailable' ? 'held elsewhere' : stolen;
}

async function waitFor<T>(
  attempt: AttemptToHold<T>,
  { forMs, lookAgainMs }: { readonly forMs: number; readonly lookAgainMs: number },
): Promise<T | NotRun> {
  const { parts, name, signal, hold } = attempt;
  if (signal.aborted) return 'held elsewhere';
  const patience = new AbortController();
  const cancel = parts.timers.after(Math.min(forMs, lookAgainMs), () => patience.abort());
  const giveUp = () => patience.abort();
  signal.addEventListener('abort', giveUp);
  let isHeld = false;
  try {
    const waited = await parts.locks.request(name, { mode: 'wait', signal: patience.signal }, (lost) => {
      isHeld = true;
      cancel();
      return hold(lost);
    });
    return waited === 'unavailable' ? 'held elsewhere' : waited;
  } catch (error) {
    if (isHeld || !patience.signal.aborted) throw error;
  } finally {
    cancel();
    signal.removeEventListener('abort', giveUp);
  }
  if (signal.aborted) return 'held elsewhere';
  if (await isHolderStale(parts)) return await steal(attempt);
  const left = forMs - lookAgainMs;
  return left > 0 ? await waitFor(attempt, { forMs: left, lookAgainMs: staleAfterMs }) : 'held elsewhere';
}

async function isBeginning(parts: SyncParts): Promise<boolean> {
  const lease = await parts.store.lease();
  return lease === null || lease.isReleased;
}

async function isHolderStale(parts: SyncParts): Promise<boolean> {
  const lease = await parts.store.lease();
  // A released lease under a held lock is a holder between the two, or one that froze there: its last heartbeat tells.
  return lease === null || isStale(lease, parts.clock.now());
}

interface Holding<T> {
  readonly request: ExclusiveRequest;
  /** Aborted when the lock is stolen. */
  readonly lost: AbortSignal;
  readonly cycle: (holder: Holder) => Promise<T>;
}

async function holdLease<T>(parts: SyncParts, { request, lost, cycle }: Holding<T>): Promise<T | NotRun> {
  const lease = await parts.store.lease();
  const now = parts.clock.now();
  if (!parts.locks.keepsOthersOut && lease !== null && !lease.isReleased && !isStale(lease, now))
    return 'held elsewhere';
  if (silenceLeftMs(lease, now) > 0) return 'silent';
  if (!(await request.isNeeded())) return 'not needed';
  if (lost.aborted) return 'held elsewhere';
  const { fence, wakeId } = await parts.store.beginWake({ ...request.beginning, now: parts.clock.now() });
  // Lost before the lease was ours: whoever stole the lock has taken, or is about to take, the next fence.
  if (lost.aborted) return 'held elsewhere';
  const stop = new AbortController();
  const stopLost = () => stop.abort('fence lost');
  const stopAsked = () => stop.abort(request.signal.reason);
  lost.addEventListener('abort', stopLost);
  request.signal.addEventListener('abort', stopAsked);
  if (request.signal.aborted) stopAsked();
  const holder: Holder = {
    fence,
    wakeId,
    signal: stop.signal,
    stamp: () => ({ fence, now: parts.clock.now() }),
    progress: { changesSent: 0, rowsReceived: 0 },
  };
  const stopBeating = keepBeating(parts, holder, stopLost);
  try {
    return await cycle(holder);
  } finally {
    stopBeating();
    lost.removeEventListener('abort', stopLost);
    request.signal.removeEventListener('abort', stopAsked);
  }
}
