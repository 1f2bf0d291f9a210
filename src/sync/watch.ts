import type { Awaited } from '../core/awaited.ts';
import type { Clock, Timers } from '../platform/platform.ts';

/**
 * A cycle that made no progress for so long stands still. Longer than the silence after which a request is given up (60 s
 * in the data worker, 30 s in the service worker, up to 45 s more for a long one to leave) and than a slice (90 s), so that only what these do not end is met.
 */
export const stallLimitMs = 120_000;

/** A cycle that was asked to end has so long for the step it is in. */
export const graceMs = 10_000;

const tickMs = 5_000;

/** The cycle stood still and is broken off: every call it waits for, or makes from now on, ends with this. */
export class Stalled extends Error {
  readonly awaited: Awaited;
  constructor(awaited: Awaited) {
    super(`no answer from ${awaited.what}`);
    this.name = 'Stalled';
    this.awaited = awaited;
  }
}

interface Wait {
  readonly awaited: Awaited;
  readonly breakOff: (stalled: Stalled) => void;
}

/**
 * Watches one wake for progress: an answer of the service, or a piece of one, and a transaction of the cycle's own that
 * moved something. Heartbeats and reading from the store are none: a cycle that does nothing else stands still.
 *
 * Time is counted in ticks that came, so that hours in which this context was frozen or the device asleep count for one.
 */
export class Watch {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #asked: AbortSignal;
  readonly #waits = new Set<Wait>();
  #lastProgressAt: number;
  #quietMs = 0;
  #graceLeftMs = graceMs;
  #stalled: Stalled | null = null;
  #cancelTick: () => void;
  #breakOffWhole: (stalled: Stalled) => void = () => {};

  /** `asked` is aborted when the cycle has to end: after that it has `graceMs`, whatever progress it makes. */
  constructor(parts: { readonly clock: Clock; readonly timers: Timers }, asked: AbortSignal) {
    this.#clock = parts.clock;
    this.#timers = parts.timers;
    this.#asked = asked;
    this.#lastProgressAt = parts.clock.now();
    this.#cancelTick = this.#timers.after(tickMs, () => this.#tick());
  }

  progress(): void {
    this.#quietMs = 0;
    this.#lastProgressAt = this.#clock.now();
  }

  /** Throws if the cycle was broken off: code of it that comes back late goes no further. */
  throwIfStalled(): void {
    if (this.#stalled !== null) throw this.#stalled;
  }

  /** Waits for `promise`, or rejects with `Stalled` when the cycle is broken off. */
  over<T>(what: string, promise: PromiseLike<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const leave = this.#enter(what, reject);
      promise.then(
        (result) => {
          leave();
          resolve(result);
        },
        (error: unknown) => {
          leave();
          reject(error);
        },
      );
    });
  }

  /** Waits for the wake itself, so that it ends also where it waits for nothing that is watched. */
  whole<T>(wake: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#breakOffWhole = reject;
      wake.then(resolve, reject);
    });
  }

  end(): void {
    this.#cancelTick();
    this.#waits.clear();
  }

  #enter(what: string, breakOff: (stalled: Stalled) => void): () => void {
    const wait: Wait = { awaited: { what, since: this.#clock.now() }, breakOff };
    this.#waits.add(wait);
    return () => this.#waits.delete(wait);
  }

  #tick(): void {
    this.#quietMs += tickMs;
    if (this.#asked.aborted) this.#graceLeftMs -= tickMs;
    if (this.#quietMs < stallLimitMs && this.#graceLeftMs > 0) {
      this.#cancelTick = this.#timers.after(tickMs, () => this.#tick());
      return;
    }
    const stalled = new Stalled(this.#oldest());
    this.#stalled = stalled;
    for (const { breakOff } of this.#waits) breakOff(stalled);
    this.#waits.clear();
    this.#breakOffWhole(stalled);
  }

  /** What has been awaited longest is what stands still. */
  #oldest(): Awaited {
    const [first] = this.#waits;
    return first?.awaited ?? { what: 'a step of its own', since: this.#lastProgressAt };
  }
}
