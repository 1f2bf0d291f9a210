import type { CheckProgress } from '../core/self-check.ts';
import type { SyncParts } from '../sync/parts.ts';
import { runWork, type WakeResult } from '../sync/run-wake.ts';

/** A cycle that runs here or elsewhere is waited for. */
const patienceMs = 20_000;

/** Runs the self-check and the repair in this tab, one at a time, and tells how far it is. */
export class CheckDesk {
  readonly #parts: SyncParts;
  readonly #intervalMs: number;
  readonly #onProgress: () => void;
  #progress: CheckProgress = { kind: 'resting', problem: null };
  #running: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null;

  constructor(parts: SyncParts, options: { readonly intervalMs: number; readonly onProgress: () => void }) {
    this.#parts = parts;
    this.#intervalMs = options.intervalMs;
    this.#onProgress = options.onProgress;
  }

  progress(): CheckProgress {
    return this.#progress;
  }

  /** Begins, unless one runs already; what comes of it is told by `progress` and by the checks in the store. */
  start(what: 'check' | 'repair'): void {
    if (this.#running !== null) return;
    const stop = new AbortController();
    this.#running = { stop, ended: this.#run(what, stop.signal) };
  }

  /** Resolves when none runs here any more. */
  async stop(): Promise<void> {
    this.#running?.stop.abort('handed over');
    await this.#running?.ended;
  }

  async #run(what: 'check' | 'repair', signal: AbortSignal): Promise<void> {
    const parts = this.#parts;
    let progress: Extract<CheckProgress, { readonly kind: 'running' }> = {
      kind: 'running',
      doing: what === 'check' ? 'bringing up to date' : 'repairing',
      table: null,
      tablesDone: 0,
      tables: 0,
      rowsCompared: 0,
      startedAt: parts.clock.now(),
    };
    const report = (news: Partial<typeof progress>) => {
      progress = { ...progress, ...news };
      this.#set(progress);
    };
    report({});
    let problem: string | null;
    try {
      // In a file of its own: it is seldom asked for, and of no use without the network.
      const { checkDevice, repairDevice } = await import('../sync/self-check.ts');
      const result = await runWork(
        parts,
        {
          beginning: { trigger: 'self-check', host: 'data worker', isLastChance: false },
          whenHeld: { kind: 'wait', forMs: patienceMs },
          signal,
          isNeeded: async () => !signal.aborted,
        },
        (watched, holder) => {
          const checking = { parts: watched, holder, intervalMs: this.#intervalMs, report };
          return what === 'check' ? checkDevice(checking) : repairDevice(checking);
        },
      );
      problem = problemOf(result);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    this.#running = null;
    this.#set({ kind: 'resting', problem });
  }

  #set(progress: CheckProgress): void {
    this.#progress = progress;
    this.#onProgress();
  }
}

function problemOf(result: WakeResult): string | null {
  switch (result.kind) {
    case 'offline':
      return 'This device has no network.';
    case 'silent':
      return 'The service asked for a pause.';
    case 'held elsewhere':
      return 'Another window of Landfall is syncing and did not make room.';
    case 'not needed':
      return null;
    case 'stalled':
      return `It stood still: no answer from ${result.awaited.what}.`;
    case 'ran':
      if (result.hindrance?.kind === 'table') return null;
      if (result.hindrance !== null) return result.hindrance.problem;
      return result.end === 'finished' ? null : 'It was stopped.';
  }
}
