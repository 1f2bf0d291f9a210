import type { Awaited } from './awaited.ts';
import { backoffMs } from './retry.ts';
import type { Trigger } from './wake.ts';

/**
 * When the data worker runs a cycle, as a machine without I/O.
 *
 *               trigger                  ended: done
 *      idle ──────────────► running ───────────────────► idle (next by interval)
 *       ▲                    │  │ └── ended: held elsewhere ─► idle (look again soon)
 *       │      retry, person │  └──── ended: sign in ───────► signed out ── signed in ─► running
 *       └──── waiting ◄──────┤ ended: later
 *                            └── ended: stalled ─► running once more, then stuck (slowly again and again) ─► running
 *
 *      any ── pause ──► paused (a running cycle is stopped first) ── resume ──► running
 */
export type Schedule =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly trigger: Trigger;
      readonly startedAt: number;
      readonly next: Trigger | null;
      readonly failures: number;
      /** Cycles before this one that stood still, one after the other; null if the last did not. */
      readonly stalls: Stalls | null;
    }
  | { readonly kind: 'stuck'; readonly until: number; readonly stalls: Stalls }
  | {
      readonly kind: 'waiting';
      readonly until: number;
      /** The service asked for silence: no trigger breaks it, not even a person's. */
      readonly isAsked: boolean;
      readonly failures: number;
      readonly reason: string;
      /** What a person asked for and has not got yet: the next cycle runs for that. */
      readonly owed: Trigger | null;
    }
  | { readonly kind: 'signed out'; readonly reason: string }
  | { readonly kind: 'paused'; readonly isRunning: boolean };

interface Stalls {
  readonly count: number;
  /** What the first of them waited for, and since when. */
  readonly first: Awaited;
}

export type ScheduleEvent =
  | { readonly kind: 'trigger'; readonly trigger: Trigger }
  | { readonly kind: 'ended'; readonly end: CycleEnd }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume'; readonly trigger: Trigger };

export type CycleEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'held elsewhere' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'stalled'; readonly awaited: Awaited }
  | { readonly kind: 'later'; readonly forMs: number | null; readonly reason: string }
  | { readonly kind: 'sign in'; readonly reason: string };

export type ScheduleEffect =
  | { readonly kind: 'run'; readonly trigger: Trigger; readonly isPatient: boolean }
  /** Ask the running cycle to end: it is handed over. */
  | { readonly kind: 'stop' }
  /** Whoever asked for the pause is told: no cycle runs here. */
  | { readonly kind: 'quiet' }
  /** Call back with this trigger after a while; replaces the one before. */
  | { readonly kind: 'alarm'; readonly afterMs: number; readonly trigger: Trigger };

export interface Step {
  readonly schedule: Schedule;
  readonly effects: readonly ScheduleEffect[];
}

export interface Now {
  readonly at: number;
  /** Random, at least 0 and below 1: jitter. */
  readonly fraction: number;
  /** Until the next table is due, once a cycle is done. */
  readonly intervalMs: number;
}

/** A holder elsewhere that beat within 15 s may have died right after: look again when that would show. */
const lookAgainMs = 16_000;

/** Each try of a cycle that is stuck takes the watchdog's two minutes: no more often than that again. */
const shortestStuckMs = 2 * 60_000;
const longestStuckMs = 15 * 60_000;

/** A person, or a network that came back, is reason enough to try before the back-off is over. */
const impatient: readonly Trigger[] = ['sync now', 'online', 'visible', 'opened', 'signed in', 'retry'];

export function step(schedule: Schedule, event: ScheduleEvent, now: Now): Step {
  switch (event.kind) {
    case 'trigger':
      return onTrigger(schedule, event.trigger, now);
    case 'ended':
      return onEnded(schedule, event.end, now);
    case 'pause':
      return onPause(schedule);
    case 'resume':
      return onResume(schedule, event.trigger, now);
  }
}

function onTrigger(schedule: Schedule, trigger: Trigger, now: Now): Step {
  switch (schedule.kind) {
    case 'idle':
      // A page that was just opened takes over from the service worker: it waits for the end of its slice.
      return run(trigger, now, { isPatient: trigger === 'opened', failures: 0 });
    case 'stuck': {
      const mayBreak = now.at >= schedule.until || impatient.includes(trigger);
      return mayBreak ? run(trigger, now, { isPatient: false, failures: 0, stalls: schedule.stalls }) : stay(schedule);
    }
    case 'running':
      return stay({ ...schedule, next: weightier(schedule.next, trigger) });
    case 'waiting': {
      const isOver = now.at >= schedule.until;
      // `retry` is this machine's own alarm: its timer has run out, whatever the clock says. The lease guards the pause.
      const mayBreak = trigger === 'retry' || (!schedule.isAsked && impatient.includes(trigger));
      if (!isOver && !mayBreak) return stay({ ...schedule, owed: owedOf(schedule.owed, trigger) });
      return run(weightier(schedule.owed, trigger), now, { isPatient: false, failures: schedule.failures });
    }
    case 'signed out':
      return trigger === 'signed in' ? run(trigger, now, { isPatient: false, failures: 0 }) : stay(schedule);
    case 'paused':
      return stay(schedule);
  }
}

function onEnded(schedule: Schedule, end: CycleEnd, now: Now): Step {
  if (schedule.kind === 'paused')
    return { schedule: { kind: 'paused', isRunning: false }, effects: [{ kind: 'quiet' }] };
  if (schedule.kind !== 'running') return stay(schedule);
  switch (end.kind) {
    case 'done':
      if (schedule.next !== null) return run(schedule.next, now, { isPatient: false, failures: 0 });
      return { schedule: { kind: 'idle' }, effects: [{ kind: 'alarm', afterMs: now.intervalMs, trigger: 'interval' }] };
    case 'held elsewhere':
    case 'stopped': {
      if (schedule.next !== null) return run(schedule.next, now, { isPatient: true, failures: 0 });
      const afterMs = lookAgainMs + Math.round(now.fraction * 4_000);
      const trigger = owedOf(null, schedule.trigger) ?? 'retry';
      return { schedule: { kind: 'idle' }, effects: [{ kind: 'alarm', afterMs, trigger }] };
    }
    case 'stalled':
      return onStalled(schedule, end.awaited, now);
    case 'later': {
      const failures = schedule.failures + 1;
      // The network came back, or the person asked, while this cycle was failing.
      if (end.forMs === null && schedule.next !== null && impatient.includes(schedule.next)) {
        return run(schedule.next, now, { isPatient: false, failures });
      }
      // "After no time at all" is no wish for silence, and no reason to knock without end.
      const afterMs = end.forMs || backoffMs(failures, now.fraction);
      const waiting: Schedule = {
        kind: 'waiting',
        until: now.at + afterMs,
        isAsked: end.forMs !== null,
        failures,
        reason: end.reason,
        owed: owedOf(schedule.next, schedule.trigger),
      };
      return { schedule: waiting, effects: [{ kind: 'alarm', afterMs, trigger: 'retry' }] };
    }
    case 'sign in':
      // The person may have signed in again while the cycle was still being refused with the old token.
      if (schedule.next === 'signed in') return run('signed in', now, { isPatient: false, failures: 0 });
      return stay({ kind: 'signed out', reason: end.reason });
  }
}

/** Once more at once: a fresh connection may be all that is needed. Then slowly, for as long as it takes. */
function onStalled({ stalls }: Schedule & { readonly kind: 'running' }, awaited: Awaited, now: Now): Step {
  if (stalls === null) {
    return run('retry', now, { isPatient: false, failures: 0, stalls: { count: 1, first: awaited } });
  }
  const afterMs = Math.min(longestStuckMs, shortestStuckMs * 2 ** (stalls.count - 1));
  const again = { count: stalls.count + 1, first: stalls.first };
  return {
    schedule: { kind: 'stuck', until: now.at + afterMs, stalls: again },
    effects: [{ kind: 'alarm', afterMs, trigger: 'retry' }],
  };
}

function onPause(schedule: Schedule): Step {
  if (schedule.kind === 'running')
    return { schedule: { kind: 'paused', isRunning: true }, effects: [{ kind: 'stop' }] };
  // Signing in is the person's: a pause in between must not forget that it is needed.
  if (schedule.kind === 'signed out') return { schedule, effects: [{ kind: 'quiet' }] };
  if (schedule.kind === 'paused') return { schedule, effects: schedule.isRunning ? [] : [{ kind: 'quiet' }] };
  return { schedule: { kind: 'paused', isRunning: false }, effects: [{ kind: 'quiet' }] };
}

function onResume(schedule: Schedule, trigger: Trigger, now: Now): Step {
  if (schedule.kind !== 'paused') return onTrigger(schedule, trigger, now);
  if (!schedule.isRunning) return run(trigger, now, { isPatient: true, failures: 0 });
  // Seen again before the stopped cycle had ended: it ends, and the next begins at once.
  return {
    schedule: { kind: 'running', trigger, startedAt: now.at, next: trigger, failures: 0, stalls: null },
    effects: [{ kind: 'quiet' }],
  };
}

interface Manner {
  readonly isPatient: boolean;
  readonly failures: number;
  readonly stalls?: Stalls;
}

function run(trigger: Trigger, now: Now, how: Manner): Step {
  const { failures, stalls = null } = how;
  return {
    schedule: { kind: 'running', trigger, startedAt: now.at, next: null, failures, stalls },
    effects: [{ kind: 'run', trigger, isPatient: how.isPatient }],
  };
}

/** A later trigger must not hide that someone signed in, or asked for everything. */
function weightier(before: Trigger | null, after: Trigger): Trigger {
  return before !== null && weightOf(before) > weightOf(after) ? before : after;
}

/** Of what was asked for, what a cycle run for another reason would not do: null if nothing. */
function owedOf(before: Trigger | null, trigger: Trigger): Trigger | null {
  const owed = weightier(before, trigger);
  return weightOf(owed) > 1 ? owed : null;
}

function weightOf(trigger: Trigger): number {
  if (trigger === 'signed in') return 3;
  if (trigger === 'sync now') return 2;
  return impatient.includes(trigger) ? 1 : 0;
}

function stay(schedule: Schedule): Step {
  return { schedule, effects: [] };
}
