import { type Canary, evictionNotice, isReportDue } from '../core/canary.ts';
import type { Clock, Network, Timers } from '../platform/platform.ts';
import type { DeviceRegister } from '../service/device-register.ts';
import type { Store } from '../storage/store.ts';

export interface ReportingParts {
  readonly store: Store;
  readonly register: DeviceRegister;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly network: Network;
  /** Browser and system, as the person is shown them on their other devices. */
  readonly deviceName: string;
}

/** A report is never worth waiting for longer. */
const longestMs = 15_000;
/** Between two tries that brought no answer. */
const pauseMs = 60_000;
/** Commits come in bursts. */
const gatherMs = 1_000;

/** Tells the service how many changes wait here, and the person if this browser deleted an earlier database of theirs. */
export async function reportDevice(parts: ReportingParts, unsent: number): Promise<Canary> {
  const { store, register, clock, timers, deviceName } = parts;
  const stop = new AbortController();
  const cancel = timers.after(longestMs, () => stop.abort());
  try {
    const { storeId } = await store.identity();
    const reported = await register.report({ storeId, name: deviceName, unsent }, stop.signal);
    if (reported.kind !== 'heard') return { kind: reported.kind === 'not kept' ? 'none' : 'not asked' };
    const { replaced, others } = reported.heard;
    for (const one of replaced) {
      // Durable first: what is forgotten there must have been told here.
      await store.addNotice(evictionNotice(one, clock.now()));
      await register.forget(one.storeId, stop.signal);
    }
    return { kind: 'kept', reportedAt: clock.now(), unsent, others };
  } finally {
    cancel();
  }
}

/** Reports for as long as a database is open in this tab, beside its cycles and never in their way. */
export class DeviceReporter {
  readonly #parts: ReportingParts;
  readonly #onCanary: () => void;
  readonly #stopListening: () => void;
  #canary: Canary = { kind: 'not asked' };
  #triedAt: number | null = null;
  #isLooking = false;
  #isLookedForAgain = false;
  #isGathering = false;
  #isClosed = false;

  /** `onCanary`: what `canary` answers has changed. */
  constructor(parts: ReportingParts, onCanary: () => void) {
    this.#parts = parts;
    this.#onCanary = onCanary;
    this.#stopListening = parts.store.onCommit(() => this.#lookSoon());
    this.#lookSoon();
  }

  canary(): Canary {
    return this.#canary;
  }

  /** The page is about to be hidden: there may be no later. */
  async look(): Promise<void> {
    const { store, clock, network } = this.#parts;
    if (this.#isLooking) this.#isLookedForAgain = true;
    if (this.#isLooking || this.#isClosed || this.#canary.kind === 'none' || network.isSurelyOffline()) return;
    this.#isLooking = true;
    try {
      if ((await store.session()) === null) return;
      const unsent = (await store.outbox()).length;
      const at = clock.now();
      if (!this.#isDue(at, unsent)) return;
      this.#triedAt = at;
      const canary = await reportDevice(this.#parts, unsent);
      // What was known stays known, with its time.
      if (canary.kind === 'not asked' || this.#isClosed) return;
      this.#triedAt = null;
      this.#canary = canary;
      this.#onCanary();
    } catch {
      // The database cannot be used now: the cycle finds that too, and says it.
    } finally {
      this.#isLooking = false;
      if (this.#isLookedForAgain) this.#lookSoon();
      this.#isLookedForAgain = false;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#stopListening();
  }

  #isDue(at: number, unsent: number): boolean {
    if (this.#triedAt !== null && at >= this.#triedAt && at - this.#triedAt < pauseMs) return false;
    const last = this.#canary.kind === 'kept' ? { at: this.#canary.reportedAt, unsent: this.#canary.unsent } : null;
    return isReportDue(last, { at, unsent });
  }

  #lookSoon(): void {
    if (this.#isGathering || this.#isClosed) return;
    this.#isGathering = true;
    this.#parts.timers.after(gatherMs, () => {
      this.#isGathering = false;
      void this.look();
    });
  }
}
