import type { Host } from './wake.ts';

/** The durable half of the exclusive right to run a cycle. The fence grows with each holder and never goes back. */
export interface Lease {
  readonly fence: number;
  readonly host: Host;
  readonly wakeId: number;
  readonly heartbeatAt: number;
  readonly isReleased: boolean;
  /** Its page was hidden with work left: released for whoever goes on. */
  readonly isHandedOver: boolean;
  /** The service asked for silence until then (Retry-After): no context sends or asks anything before. Null if not. */
  readonly silentUntil: number | null;
}

/** Two processes, or a clock that is being put right, may differ by so much. */
const clockStepMs = 2_000;

/** Longer than any service asks for: beyond it the clock was set back, and silence would never end. */
const longestSilenceMs = 24 * 60 * 60_000;

/** How long the service's wish for silence still holds; 0 if it does not. */
export function silenceLeftMs(lease: Lease | null, now: number): number {
  // The clock was set back since: how much of it has passed nobody can tell.
  if (lease !== null && lease.heartbeatAt > now) return 0;
  const left = (lease?.silentUntil ?? 0) - now;
  return left > 0 && left <= longestSilenceMs ? left : 0;
}

/** A holder whose heartbeat is older than this, or in the future, is dead or frozen. */
export const staleAfterMs = 15_000;

export function isStale(lease: Lease, now: number): boolean {
  return now - lease.heartbeatAt >= staleAfterMs || lease.heartbeatAt > now + clockStepMs;
}
