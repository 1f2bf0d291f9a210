import type { Account } from '../src/core/session.ts';
import type { BrowserSeen, Trigger } from '../src/core/wake.ts';
import type { Timers } from '../src/platform/platform.ts';
import type { DeviceRegister } from '../src/service/device-register.ts';
import type { Directory } from '../src/storage/directory.ts';
import { reportDevice } from '../src/sync/device-reporter.ts';
import type { SyncParts } from '../src/sync/parts.ts';
import { type Drained, drainDatabase, nothingLeft, sliceMs } from './drain-database.ts';
import { inTimeBox } from './time-box.ts';

/** Opening the databases, and the watchdog's grace for a cycle that was asked to end, or a report, come on top of a slice. */
const longestMs = sliceMs + 25_000;

const directoryMs = 20_000;

/** A report that takes longer is not waited for. */
const reportMs = 15_000;

export interface DrainParts {
  readonly openDirectory: () => Directory;
  /** Opens one account's database and makes the engine's parts for it, with that person's own token. */
  readonly open: (account: Account, seenIn: BrowserSeen) => Promise<SyncParts & { readonly register?: DeviceRegister }>;
  /** How this device is called among the person's others. */
  readonly deviceName?: string;
  readonly timers: Timers;
  /**
   * A new build waits to take over. Browsers replace a service worker only when it has nothing to do: one that waited
   * for a page, which sends by itself, would hold up the update.
   */
  readonly isToBeReplaced: () => boolean;
  /** A newer build has used a database, or the directory of them: this one is too old for it. */
  readonly onTooOld: () => void;
}

export interface DrainRequest {
  readonly trigger: Trigger;
  readonly isLastChance: boolean;
}

export interface SliceRequest extends DrainRequest {
  readonly seenIn: BrowserSeen;
  /** Whether to wait for a page that holds the right. */
  readonly mayWait: boolean;
}

interface Slice {
  readonly stop: AbortController;
  ended: Promise<Drained>;
  /** A wake joined it: something may have been saved since it looked. */
  isAskedAgain: boolean;
}

const nobodySeen: BrowserSeen = { browserMajor: null, install: 'unknown' };

/**
 * A page of the newer build has opened it: that, and the service worker of that build, which rings for itself when it
 * takes over, do the rest. To be called again would only be to find the same.
 */
function isTooOld(error: unknown): boolean {
  return error instanceof Error && 'kind' in error && error.kind === 'newer version';
}

const noAnswer = { isWorkLeft: true, hasProgress: false } as const;

/**
 * Drains every database of this device, side by side, each with its own person's token, in slices of its own: one that
 * has to wait, or fails, never keeps the next from its turn. All wakes of one service worker join the slice that runs.
 */
export class Drain {
  readonly #parts: DrainParts;
  readonly #slices = new Map<string, Slice>();

  constructor(parts: DrainParts) {
    this.#parts = parts;
  }

  async run(request: DrainRequest): Promise<Drained> {
    const box = { ms: directoryMs, otherwise: () => null };
    const known = await inTimeBox(this.#parts.timers, box, this.#known()).catch((error: unknown) => {
      if (!isTooOld(error)) throw error;
      this.#parts.onTooOld();
      return [[], nobodySeen] as const;
    });
    if (known === null) return { ...noAnswer, problem: 'no answer from the directory of databases on this device' };
    const [accounts, seenIn] = known;
    const slice: SliceRequest = { ...request, seenIn, mayWait: !this.#parts.isToBeReplaced() };
    const ends = await Promise.all(accounts.map((account) => this.#join(account, slice)));
    return {
      isWorkLeft: ends.some((end) => end.isWorkLeft),
      hasProgress: ends.some((end) => end.hasProgress),
      problem: ends.map((end) => end.problem).find((problem) => problem !== '') ?? '',
    };
  }

  async #known(): Promise<readonly [readonly Account[], BrowserSeen]> {
    const directory = this.#parts.openDirectory();
    return await Promise.all([directory.accounts(), directory.seenIn()]).finally(() => directory.close());
  }

  /** A window of this database (of all, if null) is visible and wants the right: its slice ends at the next step. */
  yieldToPage(database: string | null): void {
    for (const [name, { stop }] of this.#slices) {
      if (database === null || database === name) stop.abort('handed over');
    }
  }

  #join(account: Account, request: SliceRequest): Promise<Drained> {
    const running = this.#slices.get(account.database);
    if (running !== undefined && !running.stop.signal.aborted) {
      running.isAskedAgain = true;
      return running.ended;
    }
    // A slice that is ending takes on no more: what came after it was stopped gets one of its own.
    const before = running?.ended ?? Promise.resolve(nothingLeft);
    const slice: Slice = { stop: new AbortController(), ended: before, isAskedAgain: false };
    slice.ended = before
      .then(() => {
        const box = {
          ms: longestMs,
          otherwise: () => ({ ...noAnswer, problem: 'no answer from the database on this device' }),
        };
        return inTimeBox(this.#parts.timers, box, this.#drainOne(account, request, slice));
      })
      .finally(() => {
        if (this.#slices.get(account.database) === slice) this.#slices.delete(account.database);
      });
    this.#slices.set(account.database, slice);
    return slice.ended;
  }

  /** Never rejects: one database's trouble is told beside the others. */
  async #drainOne(account: Account, request: SliceRequest, slice: Slice): Promise<Drained> {
    const { stop } = slice;
    const cancelTimeBox = this.#parts.timers.after(sliceMs, () => stop.abort('time box'));
    try {
      const parts = await this.#parts.open(account, request.seenIn);
      try {
        if ((await parts.store.session()) === null) return nothingLeft;
        let drained = await drainDatabase(parts, request, stop.signal);
        while (slice.isAskedAgain && !drained.isWorkLeft && !stop.signal.aborted) {
          slice.isAskedAgain = false;
          const again = await drainDatabase(parts, request, stop.signal);
          drained = { ...again, hasProgress: drained.hasProgress || again.hasProgress };
        }
        if (drained.hasProgress && !stop.signal.aborted) await this.#reportDevice(parts);
        return drained;
      } finally {
        parts.store.close();
      }
    } catch (error) {
      if (isTooOld(error)) {
        this.#parts.onTooOld();
        return nothingLeft;
      }
      return { isWorkLeft: true, hasProgress: false, problem: error instanceof Error ? error.message : String(error) };
    } finally {
      cancelTimeBox();
    }
  }

  /** How much is left here is news: the page that would tell of it may be gone. What became of it changes nothing. */
  async #reportDevice({ register, ...parts }: SyncParts & { readonly register?: DeviceRegister }): Promise<void> {
    const { deviceName, timers } = this.#parts;
    if (register === undefined || deviceName === undefined) return;
    const report = async () => {
      await reportDevice({ ...parts, register, deviceName }, (await parts.store.outbox()).length);
    };
    await inTimeBox(timers, { ms: reportMs, otherwise: () => undefined }, report()).catch(() => {});
  }
}
