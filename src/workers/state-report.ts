import type { Canary } from '../core/canary.ts';
import { moveTo } from '../core/change-state.ts';
import type { Activity, StoreFacts, SyncState } from '../core/facts.ts';
import { isStale, type Lease, staleAfterMs } from '../core/lease.ts';
import type { CheckProgress } from '../core/self-check.ts';
import { storeTroubleOf, type Trouble } from '../core/trouble.ts';
import type { Clock, Timers } from '../platform/platform.ts';
import type { Store } from '../storage/store.ts';
import type { PushPace } from '../sync/push-pace.ts';
import { within } from '../sync/within.ts';

/** Commits come in bursts during a load; the page is told at most this often. */
const shortestPauseMs = 150;

/** Longer than the reading of many tables takes on a slow device. */
const readingMs = 20_000;

/** So often in a row without an answer, and the connection is taken for one that hangs: longer than a frozen page may hold others up. */
const silencesPerConnection = 3;

/** Puts the state of sync together from the store and this tab's engine, and reports it after each change, coalesced. */
export class StateReport {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #unreadable: readonly string[];
  readonly #pace: Pick<PushPace, 'canBatch'>;
  readonly #canary: () => Canary;
  readonly #own: { readonly activity: () => Activity; readonly check: () => CheckProgress };
  readonly #report: (state: SyncState) => void;
  readonly #complain: (trouble: Trouble | null) => void;
  #isScheduled = false;
  #isReading = false;
  #isChanged = false;
  #isStopped = false;
  #silence: { readonly since: number; readonly times: number } | null = null;
  #isWatched = true;
  #lookAgain = () => {};

  constructor(
    parts: {
      readonly store: Store;
      readonly clock: Clock;
      readonly timers: Timers;
      readonly unreadable: readonly string[];
      readonly pace: Pick<PushPace, 'canBatch'>;
      readonly canary?: () => Canary;
    },
    own: { readonly activity: () => Activity; readonly check: () => CheckProgress },
    tell: {
      readonly report: (state: SyncState) => void;
      /** Why nothing can be reported; null once something was. */
      readonly complain: (trouble: Trouble | null) => void;
    },
  ) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#timers = parts.timers;
    this.#unreadable = parts.unreadable;
    this.#pace = parts.pace;
    this.#canary = parts.canary ?? (() => ({ kind: 'not asked' }));
    this.#own = own;
    this.#report = tell.report;
    this.#complain = tell.complain;
  }

  async state(): Promise<SyncState> {
    const stored = await this.#store.facts();
    const asOf = this.#clock.now();
    const facts = withoutDeadSenders(stored, asOf);
    const activity = activityOf(this.#own.activity(), facts, asOf);
    const [check, canary] = [this.#own.check(), this.#canary()];
    const takesBatches = this.#pace.canBatch;
    return { facts, asOf, activity, check, canary, takesBatches, unreadable: [...this.#unreadable] };
  }

  /** Something may have changed: read and report soon. */
  changed(): void {
    this.#isChanged = true;
    if (this.#isScheduled || this.#isReading || this.#isStopped || !this.#isWatched) return;
    this.#isScheduled = true;
    this.#timers.after(shortestPauseMs, () => {
      this.#isScheduled = false;
      void this.#readAndReport();
    });
  }

  /** A person did something and looks for it: no coalescing. */
  atOnce(): void {
    if (this.#isReading) this.changed();
    else void this.#readAndReport();
  }

  /** While nobody looks nothing is read; what changed is reported when someone looks again. */
  setWatched(isWatched: boolean): void {
    this.#isWatched = isWatched;
    if (isWatched && this.#isChanged) this.changed();
  }

  /** Nothing is reported any more: what is still being read belongs to a person who may have left. */
  stop(): void {
    this.#isStopped = true;
    this.#lookAgain();
  }

  async #readAndReport(): Promise<void> {
    if (this.#isStopped || !this.#isWatched) return;
    this.#isReading = true;
    this.#isChanged = false;
    const since = this.#clock.now();
    try {
      const state = await within(this.#timers, readingMs, this.state());
      if (this.#isStopped) return;
      if (state === null) return this.#noAnswer(since);
      this.#silence = null;
      this.#complain(null);
      this.#report(state);
      this.#lookAgain();
      // A holder elsewhere that dies sends no hint: look when its heartbeat would have gone stale.
      if (state.activity.kind === 'running') this.#lookAgain = this.#timers.after(staleAfterMs, () => this.changed());
    } catch (error) {
      if (!this.#isStopped) this.#readLater({ kind: 'store', why: storeTroubleOf(error) });
    } finally {
      this.#isReading = false;
    }
    if (this.#isChanged) this.changed();
  }

  /** The cycle's watchdog gives a connection that hangs up; where no cycle runs, nobody else would. */
  #noAnswer(since: number): void {
    const before = this.#silence;
    this.#silence = { since: before?.since ?? since, times: (before?.times ?? 0) + 1 };
    this.#readLater({ kind: 'no answer', since: this.#silence.since });
    if (this.#silence.times % silencesPerConnection !== 0) return;
    // If that fails the next reading does too.
    this.#store.reconnect().catch(() => {});
  }

  /** The database cannot be read now. What the page shows says how old it is; look again before long. */
  #readLater(trouble: Trouble): void {
    this.#complain(trouble);
    this.#lookAgain();
    this.#lookAgain = this.#timers.after(staleAfterMs, () => this.changed());
  }
}

/** What stands still here, before all; else what this tab waits for, unless a live holder runs a cycle, here or elsewhere. */
function activityOf(own: Activity, facts: StoreFacts, now: number): Activity {
  if (own.kind === 'stuck') return own;
  const waits: Activity = own.kind === 'running' ? { kind: 'idle' } : own;
  const { lease } = facts;
  if (lease === null || !isHeld(lease, now)) return waits;
  const wake = facts.wakes.find((candidate) => candidate.id === lease.wakeId);
  if (wake === undefined) return waits;
  return { kind: 'running', host: lease.host, trigger: wake.trigger, startedAt: wake.startedAt };
}

function isHeld(lease: Lease, now: number): boolean {
  return !lease.isReleased && !isStale(lease, now);
}

/** A change whose sender is dead is not on its way, whatever it was marked as: nobody knows whether it arrived. */
function withoutDeadSenders(facts: StoreFacts, now: number): StoreFacts {
  const { lease } = facts;
  const liveFence = lease !== null && isHeld(lease, now) ? lease.fence : null;
  const outbox = facts.outbox.map((change) =>
    change.state.kind === 'sending' && change.state.fence !== liveFence
      ? moveTo(change, { kind: 'maybe sent' })
      : change,
  );
  return { ...facts, outbox };
}
