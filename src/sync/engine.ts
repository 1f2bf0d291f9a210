import type { Activity } from '../core/facts.ts';
import { silenceLeftMs } from '../core/lease.ts';
import { freshForMs } from '../core/pull-due.ts';
import { type CycleEnd, type Schedule, type ScheduleEffect, type ScheduleEvent, step } from '../core/schedule.ts';
import { hasSendable } from '../core/sendable.ts';
import { type StoreTrouble, storeTroubleOf, type Trouble } from '../core/trouble.ts';
import type { Trigger } from '../core/wake.ts';
import type { StalledWake } from '../storage/store.ts';
import { endOfWake } from './end-of-wake.ts';
import type { WhenHeld } from './exclusive.ts';
import { untilNextPullMs } from './next-pull.ts';
import type { SyncParts } from './parts.ts';
import { runWake, type WakeResult } from './run-wake.ts';
import { within } from './within.ts';

/** A page that comes back waits this long for the service worker to end its slice. */
const patienceMs = 20_000;

/** A database that does not open in this time is found out by the cycle, whose watchdog says so. */
const reconnectMs = 10_000;

/** A few small reads, behind whatever another context writes at that moment. */
const afterwardsMs = 30_000;

/** Runs the cycles of one tab's data worker: it does what `core/schedule.ts` decides. */
export class Engine {
  readonly #parts: SyncParts;
  readonly #intervalMs: number;
  readonly #onActivity: () => void;
  readonly #stopListening: () => void;
  #schedule: Schedule = { kind: 'idle' };
  #cancelAlarm = () => {};
  #running: AbortController | null = null;
  #quiet: (() => void)[] = [];
  #isClosed = false;
  #isSeen = true;
  #refusedToken: string | null = null;
  /** The last cycle stood still, or failed on the database: the next one gets a fresh connection. */
  #needsFreshConnection = false;
  #unwritten: StalledWake | null = null;
  /** When the last cycle of this tab ended; null before. */
  #ranAt: number | null = null;
  #failure: StoreTrouble | null = null;
  /** Until some table is due. */
  #untilNextMs: number;

  constructor(
    parts: SyncParts,
    options: {
      readonly intervalMs: number;
      /** Called when `activity` may answer differently. */
      readonly onActivity: () => void;
    },
  ) {
    this.#parts = parts;
    this.#intervalMs = options.intervalMs;
    this.#untilNextMs = options.intervalMs;
    this.#onActivity = options.onActivity;
    this.#stopListening = parts.store.onCommit(() => void this.#hear());
  }

  /** Whether a person sees this tab: one that nobody sees leaves what was handed over to the service worker. */
  setSeen(isSeen: boolean): void {
    this.#isSeen = isSeen;
  }

  trigger(trigger: Trigger): void {
    this.#handle({ kind: 'trigger', trigger });
  }

  /** The person turned to this window: looks what is new, unless a cycle did so a moment ago or does now. */
  look(): void {
    const now = this.#parts.clock.now();
    // A clock that was set back must not stop it.
    const isFresh = this.#ranAt !== null && Math.abs(now - this.#ranAt) < freshForMs;
    if (this.#schedule.kind !== 'running' && !isFresh) this.trigger('visible');
  }

  /** Stops a running cycle at its next step and begins none until resumed. Resolves when none runs here any more. */
  pause(): Promise<void> {
    const isQuiet = new Promise<void>((resolve) => this.#quiet.push(resolve));
    this.#handle({ kind: 'pause' });
    return isQuiet;
  }

  resume(trigger: Trigger): void {
    this.#handle({ kind: 'resume', trigger });
  }

  /** What this tab does or waits for. `running` may still be waiting for the right: whose cycle runs the lease says. */
  activity(): Activity {
    switch (this.#schedule.kind) {
      case 'stuck':
        return { kind: 'stuck', awaited: this.#schedule.stalls.first, nextTryAt: this.#schedule.until };
      case 'running': {
        const { trigger, startedAt, stalls } = this.#schedule;
        if (stalls !== null && stalls.count > 1) return { kind: 'stuck', awaited: stalls.first, nextTryAt: null };
        return { kind: 'running', host: 'data worker', trigger, startedAt };
      }
      case 'waiting':
        return {
          kind: 'waiting',
          until: this.#schedule.until,
          isAsked: this.#schedule.isAsked,
          reason: this.#schedule.reason,
        };
      case 'signed out':
        return { kind: 'signed out', reason: this.#schedule.reason };
      default:
        return { kind: 'idle' };
    }
  }

  /** What a person has to know beyond the activity: it stands still, or the database refuses. */
  trouble(): Trouble | null {
    const activity = this.activity();
    if (activity.kind === 'stuck') return activity;
    return this.#failure === null ? null : { kind: 'store', why: this.#failure };
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelAlarm();
    this.#stopListening();
    this.#running?.abort('handed over');
  }

  #handle(event: ScheduleEvent): void {
    if (this.#isClosed) return;
    const { schedule, effects } = step(this.#schedule, event, {
      at: this.#parts.clock.now(),
      fraction: this.#parts.random.fraction(),
      intervalMs: this.#untilNextMs,
    });
    this.#schedule = schedule;
    for (const effect of effects) this.#do(effect);
    this.#onActivity();
  }

  #do(effect: ScheduleEffect): void {
    switch (effect.kind) {
      case 'run':
        this.#cancelAlarm();
        void this.#run(effect.trigger, effect.isPatient ? { kind: 'wait', forMs: patienceMs } : { kind: 'leave' });
        return;
      case 'stop':
        this.#running?.abort('handed over');
        return;
      case 'quiet': {
        const waiting = this.#quiet;
        this.#quiet = [];
        for (const resolve of waiting) resolve();
        return;
      }
      case 'alarm':
        this.#cancelAlarm();
        this.#cancelAlarm = this.#parts.timers.after(effect.afterMs, () => this.trigger(effect.trigger));
        return;
    }
  }

  async #run(trigger: Trigger, whenHeld: WhenHeld): Promise<void> {
    const stop = new AbortController();
    this.#running = stop;
    let end: CycleEnd;
    try {
      if (this.#needsFreshConnection) await this.#reconnect();
      const result = await runWake(
        this.#parts,
        {
          beginning: { trigger, host: 'data worker', isLastChance: false, stalled: this.#unwritten },
          whenHeld,
          signal: stop.signal,
          isNeeded: async () => !stop.signal.aborted,
        },
        this.#intervalMs,
      );
      this.#failure = null;
      if (result.kind === 'ran') this.#unwritten = null;
      if (result.kind === 'stalled') {
        this.#needsFreshConnection = true;
        this.#unwritten = result.unwritten;
      }
      end = await this.#endInTime(result);
    } catch (error) {
      // The database could not be used: the reason is shown, and it is tried again like any failure that time may cure.
      this.#needsFreshConnection = true;
      this.#failure = storeTroubleOf(error);
      end = { kind: 'later', forMs: null, reason: error instanceof Error ? error.message : String(error) };
    }
    if (this.#running === stop) this.#running = null;
    this.#ranAt = this.#parts.clock.now();
    this.#handle({ kind: 'ended', end });
  }

  async #reconnect(): Promise<void> {
    const { store, timers } = this.#parts;
    this.#needsFreshConnection = false;
    // If that fails the cycle does too, and says it.
    await within(timers, reconnectMs, store.reconnect()).catch(() => {});
  }

  /** What is read of the database after a cycle may hang as well: nothing would end this run then. */
  async #endInTime(result: WakeResult): Promise<CycleEnd> {
    const since = this.#parts.clock.now();
    const end = await within(this.#parts.timers, afterwardsMs, this.#endOf(result));
    if (end !== null) return end;
    this.#needsFreshConnection = true;
    return { kind: 'stalled', awaited: { what: 'the database on this device (looking what is due next)', since } };
  }

  async #endOf(result: WakeResult): Promise<CycleEnd> {
    const end = result.kind === 'silent' ? await this.#silence() : endOfWake(result);
    if (end.kind === 'done') this.#untilNextMs = await untilNextPullMs(this.#parts, this.#intervalMs);
    if (end.kind === 'sign in') this.#refusedToken = (await this.#parts.store.session())?.token ?? null;
    return end;
  }

  /** Another context was asked for silence: this one keeps it too. */
  async #silence(): Promise<CycleEnd> {
    const forMs = silenceLeftMs(await this.#parts.store.lease(), this.#parts.clock.now());
    return { kind: 'later', forMs, reason: 'The service asked for a pause.' };
  }

  /** Something was committed, here or elsewhere. */
  async #hear(): Promise<void> {
    try {
      if (this.#schedule.kind === 'idle' && (await this.#isLeftToUs())) this.#triggerIf('idle', 'edit');
      if (this.#schedule.kind === 'signed out' && (await this.#isSignedInElsewhere())) {
        this.#triggerIf('signed out', 'signed in');
      }
    } catch {
      // The database cannot be read now: the next cycle finds that too, and says it.
    }
  }

  #triggerIf(kind: Schedule['kind'], trigger: Trigger): void {
    if (this.#schedule.kind === kind) this.trigger(trigger);
  }

  /**
   * Another tab saved something and may have found this one holding the right, or it handed over while this one is
   * seen: nobody else would go on.
   */
  async #isLeftToUs(): Promise<boolean> {
    const { store } = this.#parts;
    const [outbox, tables] = await Promise.all([store.outbox(), store.tables()]);
    if (hasSendable(outbox, tables)) return true;
    const lease = await store.lease();
    return this.#isSeen && lease?.isReleased === true && lease.isHandedOver && lease.host === 'data worker';
  }

  async #isSignedInElsewhere(): Promise<boolean> {
    const session = await this.#parts.store.session();
    return session !== null && session.token !== this.#refusedToken;
  }
}
