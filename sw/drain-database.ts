import { hasSendable, hasUnfinished } from '../src/core/sendable.ts';
import { isLoadUnfinished } from '../src/core/work.ts';
import type { WhenHeld } from '../src/sync/exclusive.ts';
import type { SyncParts } from '../src/sync/parts.ts';
import { runWake, type WakeResult } from '../src/sync/run-wake.ts';
import type { SliceRequest } from './drain.ts';

/** A slice stays well under the three minutes after which Chromium counts a sync event as failed. */
export const sliceMs = 90_000;

/** The page lets go of the right before it hands over; it may be finishing a transaction. */
const handoverPatienceMs = 20_000;

/** Between two pulls of a database in the background: only what is due is pulled. */
const intervalMs = 5 * 60_000;

/** What is left after a slice. */
export interface Drained {
  /** Work that could go when the network or the service is better: a reason to be woken again. */
  readonly isWorkLeft: boolean;
  readonly hasProgress: boolean;
  /** Plain words on what stood in the way, for the error that asks the browser for a retry. */
  readonly problem: string;
}

export const nothingLeft: Drained = { isWorkLeft: false, hasProgress: false, problem: '' };

/** One slice for one database: one cycle under the exclusive right, if there is anything to do. */
export async function drainDatabase(parts: SyncParts, request: SliceRequest, signal: AbortSignal): Promise<Drained> {
  // Asked before the right is waited for: a page that holds it for a long pull keeps nobody waiting for nothing.
  if (!(await hasWork(parts))) return nothingLeft;
  const result = await runWake(
    parts,
    {
      beginning: { trigger: request.trigger, host: 'service worker', isLastChance: request.isLastChance },
      whenHeld: whenHeld(request),
      signal,
      isNeeded: async () => !signal.aborted && (await hasWork(parts)),
    },
    intervalMs,
  );
  return await whatIsLeft(parts, result, signal);
}

function whenHeld({ trigger, mayWait }: SliceRequest): WhenHeld {
  if (!mayWait) return { kind: 'leave' };
  return { kind: 'wait', forMs: trigger === 'handover' ? handoverPatienceMs : sliceMs };
}

async function hasWork(parts: SyncParts): Promise<boolean> {
  if (hasUnfinished(await parts.store.outbox(), await parts.store.tables())) return true;
  return isLoadUnfinished(await parts.store.tables(), await checkpoints(parts));
}

async function checkpoints(parts: SyncParts) {
  const found = await Promise.all((await parts.store.tables()).map(({ name }) => parts.store.checkpoint(name)));
  return found.filter((checkpoint) => checkpoint !== null);
}

async function whatIsLeft(parts: SyncParts, result: WakeResult, signal: AbortSignal): Promise<Drained> {
  // Not asked what is left: it may be the database that gives no answer.
  if (result.kind === 'stalled') {
    const problem = `no answer from ${result.awaited.what}`;
    return { isWorkLeft: true, hasProgress: result.progress.changesSent > 0, problem };
  }
  // A page took over: it does the rest.
  if (signal.aborted && signal.reason === 'handed over') return nothingLeft;
  const outbox = await parts.store.outbox();
  const tables = await parts.store.tables();
  switch (result.kind) {
    case 'not needed':
      return nothingLeft;
    case 'silent':
      return left(hasUnfinished(outbox, tables), 'the service asked for a pause');
    case 'offline':
      return left(hasUnfinished(outbox, tables), 'this device has no network');
    case 'held elsewhere':
      return left(hasUnfinished(outbox, tables), 'another tab holds the right to sync');
    case 'ran': {
      const { changesSent, rowsReceived } = result.progress;
      if (result.end === 'time box') {
        const hasProgress = changesSent > 0 || rowsReceived > 0;
        return { isWorkLeft: true, hasProgress, problem: 'the time box was used up' };
      }
      if (result.end === 'fence lost') return left(hasUnfinished(outbox, tables), 'another tab took the right to sync');
      // Signing in is the person's: no reason to be woken.
      const isCurable = result.hindrance?.kind === 'later' && hasSendable(outbox, tables);
      // Rows that came are no progress of what is left: a change that the service cannot take would ring without end.
      return { ...left(isCurable, result.hindrance?.problem ?? ''), hasProgress: changesSent > 0 };
    }
  }
}

function left(isWorkLeft: boolean, problem: string): Drained {
  return { isWorkLeft, hasProgress: false, problem: isWorkLeft ? problem : '' };
}
