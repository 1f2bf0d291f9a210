import type { CycleStamp } from '../storage/store.ts';
import type { SyncParts } from './parts.ts';

/** What a cycle carries while it holds the exclusive right. */
export interface Holder {
  readonly fence: number;
  readonly wakeId: number;
  /** Aborted when the cycle has to end: its reason is a `StopReason`. */
  readonly signal: AbortSignal;
  /** Made anew for each transaction: its time is the heartbeat. */
  stamp(): CycleStamp;
  /** What this cycle did so far. */
  readonly progress: Progress;
}

export interface Progress {
  changesSent: number;
  rowsReceived: number;
}

/** Why a cycle was asked to end before its work was done. */
export type StopReason = 'handed over' | 'time box' | 'fence lost';

/** Thrown out of a cycle that was asked to end; carries no failure. */
export class Stopped extends Error {
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    super(`cycle stopped: ${reason}`);
    this.name = 'Stopped';
    this.reason = reason;
  }
}

export function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new Stopped(stopReason(signal));
}

function stopReason(signal: AbortSignal): StopReason {
  const reason: unknown = signal.reason;
  return reason === 'handed over' || reason === 'time box' ? reason : 'fence lost';
}

const heartbeatMs = 5_000;

/** Beats between transactions, so that others see a live holder while a slow answer is awaited. Returns how to stop. */
export function keepBeating(parts: SyncParts, holder: Holder, onLost: () => void): () => void {
  let cancelNext = () => {};
  let isStopped = false;
  const schedule = () => {
    if (!isStopped) cancelNext = parts.timers.after(heartbeatMs, beat);
  };
  const beat = () => {
    parts.store.heartbeat(holder.stamp()).then(schedule, onLost);
  };
  schedule();
  return () => {
    isStopped = true;
    cancelNext();
  };
}
