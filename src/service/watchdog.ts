import type { Timers } from '../platform/platform.ts';

/** Breaks a request off when nothing was heard for too long, or when its caller aborts. */
export interface Watchdog {
  readonly signal: AbortSignal;
  /** True once it barked: silence, not the caller, ended the request. */
  hasTimedOut(): boolean;
  /** Something was heard: the silence begins anew. */
  pat(): void;
  /** Always to be called at the end. */
  stop(): void;
}

/**
 * Watches for silence and not for length, so that a big portion over a slow link still arrives. `AbortSignal.any` and
 * `timeout` are younger than the browsers we run in, and their timers cannot be injected.
 */
export function watch(timers: Timers, silenceMs: number, caller: AbortSignal): Watchdog {
  const controller = new AbortController();
  let timedOut = false;
  const bark = (): void => {
    timedOut = true;
    controller.abort();
  };
  const forward = (): void => controller.abort(caller.reason);
  let cancel = timers.after(silenceMs, bark);
  if (caller.aborted) forward();
  else caller.addEventListener('abort', forward, { once: true });
  return {
    signal: controller.signal,
    hasTimedOut: () => timedOut && !caller.aborted,
    pat() {
      cancel();
      cancel = timers.after(silenceMs, bark);
    },
    stop() {
      cancel();
      caller.removeEventListener('abort', forward);
    },
  };
}
