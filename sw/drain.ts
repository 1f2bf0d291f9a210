import type { TableCheckpoint } from '../src/core/checkpoint.ts';
import { hasSendable, hasUnfinished } from '../src/core/sendable.ts';
import type { Account } from '../src/core/session.ts';
import type { Trigger } from '../src/core/wake.ts';
import type { Timers } from '../src/platform/platform.ts';
import type { Directory } from '../src/storage/directory.ts';
import type { WhenHeld } from '../src/sync/exclusive.ts';
import type { SyncParts } from '../src/sync/parts.ts';
import { runWake, type WakeResult } from '../src/sync/run-wake.ts';

/** A slice stays well under the three minutes after which Chromium counts a sync event as failed. */
const sliceMs = 90_000;

/** The page lets go of the right before it hands over; it may be finishing a transaction. */
const handoverPatienceMs = 20_000;

/** Between two pulls of a database in the background: only what is due is pulled. */
const intervalMs = 5 * 60_000;

export interface DrainParts {
  readonly openDirectory: () => Directory;
  /** Opens one account's database and makes the engine's parts for it, with that person's own token. */
  readonly open: (account: Account) => Promise<SyncParts>;
  readonly timers: Timers;
}

export interface DrainRequest {
  readonly trigger: Trigger;
  readonly isLastChance: boolean;
}

/** What is left after a drain, over all databases. */
export interface Drained {
  /** Work that could go when the network or the service is better: a reason to be woken again. */
  readonly isWorkLeft: boolean;
  readonly hasProgress: boolean;
  /** Plain words on what stood in the way, for the error that asks the browser for a retry. */
  readonly problem: string;
}

/** All wakes of one service worker join one running drain; each database is drained with its own person's token. */
export class Drain {
  readonly #parts: DrainParts;
  #running: Promise<Drained> | null = null;
  #stop = new AbortController();

  constructor(parts: DrainParts) {
    this.#parts = parts;
  }

  run(request: DrainRequest): Promise<Drained> {
    this.#running ??= this.#drainAll(request).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** A window is visible again and wants the right: the slice ends at the next step. */
  yieldToPage(): void {
    this.#stop.abort('handed over');
  }

  async #drainAll(request: DrainRequest): Promise<Drained> {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const cancelTimeBox = this.#parts.timers.after(sliceMs, () => this.#stop.abort('time box'));
    const directory = this.#parts.openDirectory();
    try {
      const ends: Drained[] = [];
      for (const account of await directory.accounts()) ends.push(await this.#drainOne(account, request, signal));
      return {
        isWorkLeft: ends.some((end) => end.isWorkLeft),
        hasProgress: ends.some((end) => end.hasProgress),
        problem: ends.map((end) => end.problem).find((problem) => problem !== '') ?? '',
      };
    } finally {
      cancelTimeBox();
      directory.close();
    }
  }

  /** One database's trouble is told, and never stops the next. */
  async #drainOne(account: Account, request: DrainRequest, signal: AbortSignal): Promise<Drained> {
    try {
      const parts = await this.#parts.open(account);
      try {
        if ((await parts.store.session()) === null) return nothingLeft;
        return await drainDatabase(parts, request, signal);
      } finally {
        parts.store.close();
      }
    } catch (error) {
      return { isWorkLeft: true, hasProgress: false, problem: error instanceof Error ? error.message : String(error) };
    }
  }
}

const nothingLeft: Drained = { isWorkLeft: false, hasProgress: false, problem: '' };

async function drainDatabase(parts: SyncParts, request: DrainRequest, signal: AbortSignal): Promise<Drained> {
  const result = await runWake(
    parts,
    {
      beginning: { trigger: request.trigger, host: 'service worker', isLastChance: request.isLastChance },
      whenHeld: whenHeld(request.trigger),
      signal,
      isNeeded: async () => !signal.aborted && (await hasWork(parts)),
    },
    intervalMs,
  );
  return await whatIsLeft(parts, result, signal);
}

function whenHeld(trigger: Trigger): WhenHeld {
  switch (trigger) {
    case 'background sync':
      return { kind: 'wait', forMs: sliceMs };
    case 'handover':
      return { kind: 'wait', forMs: handoverPatienceMs };
    default:
      return { kind: 'leave' };
  }
}

async function hasWork(parts: SyncParts): Promise<boolean> {
  if (hasUnfinished(await parts.store.outbox())) return true;
  const tables = await parts.store.tables();
  const checkpoints = await Promise.all(tables.map((table) => parts.store.checkpoint(table.name)));
  return tables.length === 0 || checkpoints.some(isUnfinishedRead);
}

/** A table that was never whole, or whose read was cut off: the load goes on. */
function isUnfinishedRead(checkpoint: TableCheckpoint | null): boolean {
  return checkpoint === null || checkpoint.position.kind === 'reading';
}

async function whatIsLeft(parts: SyncParts, result: WakeResult, signal: AbortSignal): Promise<Drained> {
  switch (result.kind) {
    case 'not needed':
      return nothingLeft;
    case 'silent': {
      const isWorkLeft = hasUnfinished(await parts.store.outbox());
      return { isWorkLeft, hasProgress: false, problem: isWorkLeft ? 'the service asked for a pause' : '' };
    }
    case 'held elsewhere': {
      const isWorkLeft = !isYielded(signal) && hasUnfinished(await parts.store.outbox());
      return { isWorkLeft, hasProgress: false, problem: isWorkLeft ? 'another tab holds the right to sync' : '' };
    }
    case 'ran': {
      const hasProgress = result.progress.changesSent > 0 || result.progress.rowsReceived > 0;
      if (result.end === 'time box') return { isWorkLeft: true, hasProgress, problem: 'the time box was used up' };
      // Signing in is the person's, and a page that took over does the rest: no reason to be woken.
      const isCurable = result.hindrance?.kind === 'later' && !isYielded(signal);
      const isWorkLeft = isCurable && hasSendable(await parts.store.outbox());
      return { isWorkLeft, hasProgress, problem: isWorkLeft ? (result.hindrance?.problem ?? '') : '' };
    }
  }
}

function isYielded(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason === 'handed over';
}
