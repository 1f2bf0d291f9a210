import type { Host } from './wake.ts';

/** The durable half of the exclusive right to run a cycle. The fence grows with each holder and never goes back. */
export interface Lease {
  readonly fence: number;
  readonly host: Host;
  readonly wakeId: number;
  readonly heartbeatAt: number;
  readonly isReleased: boolean;
}

/** A holder whose heartbeat is older than this, or in the future, is dead or frozen. */
export const staleAfterMs = 15_000;

export function isStale(lease: Lease, now: number): boolean {
  return lease.isReleased || now - lease.heartbeatAt >= staleAfterMs || lease.heartbeatAt > now;
}
