import type { Change } from '../../core/change.ts';
import { needsPerson } from '../../core/sendable.ts';

/** What the outbox holds, as the badge and the sign-out dialog tell it. */
export interface OutboxSummary {
  /** Pending, sending or maybe sent. */
  readonly waiting: number;
  /** Parked or in conflict: a person decides. */
  readonly needYou: number;
}

export function summarizeOutbox(outbox: readonly Change[]): OutboxSummary {
  const needYou = outbox.filter(needsPerson).length;
  return { waiting: outbox.length - needYou, needYou };
}
