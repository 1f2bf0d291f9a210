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
export function lockName(database: string): string {
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
  const hold = (lost: AbortSignal) => holdLease(parts, request, lost, cycle);
  const atOnce = await parts.locks.request(name, { mode: 'if available' }, hold);
  if (atOnce !== 'unavailable') return atOnce;
  // A released lease under a held lock is a holder that has just begun, or one that froze there: look twice.
  if (await isBeginning(parts)) {
    const forMs = request.whenHeld.kind === 'wait' ? request.whenHeld.forMs : beginningMs;
    return await waitFor(parts, request, { forMs, lookAgainMs: beginningMs }, hold);
  }
  if (await isHolderStale(parts)) {
    const stolen = await parts.locks.request(name, { mode: 'steal' }, hold);
    return stolen === 'unavailable' ? 'held elsewhere' : stolen;
  }
  return request.whenHeld.kind === 'wait'
    ? await waitFor(parts, request, { forMs: request.whenHeld.forMs, lookAgainMs: staleAfterMs }, hold)
    : 'held elsewhere';
}

async function waitFor<T>(
  parts: SyncParts,
  request: ExclusiveRequest,
  { forMs, lookAgainMs }: { readonly forMs: number; readonly lookAgainMs: number },
  hold: (lost: AbortSignal) => Promise<T | NotRun>,
): Promise<T | NotRun> {
  if (request.signal.aborted) return 'held elsewhere';
  const name = lockName(parts.store.name);
  const patience = new AbortController();
  const cancel = parts.timers.after(Math.min(forMs, lookAgainMs), () => patience.abort());
  const giveUp = () => patience.abort();
  request.signal.addEventListener('abort', giveUp);
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
    request.signal.removeEventListener('abort', giveUp);
  }
  if (request.signal.aborted) return 'held elsewhere';
  if (await isHolderStale(parts)) {
    const stolen = await parts.locks.request(name, { mode: 'steal' }, hold);
    return stolen === 'unavailable' ? 'held elsewhere' : stolen;
  }
  const left = forMs - lookAgainMs;
  return left > 0 ? await waitFor(parts, request, { forMs: left, lookAgainMs: staleAfterMs }, hold) : 'held elsewhere';
}

/** Longer than it takes from the lock to the lease. */
const beginningMs = 1_000;

async function isBeginning(parts: SyncParts): Promise<boolean> {
  const lease = await parts.store.lease();
  return lease === null || lease.isReleased;
}

async function isHolderStale(parts: SyncParts): Promise<boolean> {
  const lease = await parts.store.lease();
  // A released lease under a held lock is a holder between the two, or one that froze there: its last heartbeat tells.
  return lease === null || isStale(lease, parts.clock.now());
}

async function holdLease<T>(
  parts: SyncParts,
  request: ExclusiveRequest,
  lost: AbortSignal,
  cycle: (holder: Holder) => Promise<T>,
): Promise<T | NotRun> {
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
