import type { Change } from '../../core/change.ts';

/** What the outbox holds, as the badge and the sign-out dialog tell it. */
export interface OutboxSummary {
  /** Goes by itself: pending, sending, maybe sent. */
  readonly waiting: number;
  /** Parked or in conflict: a person decides. */
  readonly needYou: number;
}

export function needsYou(change: Change): boolean {
  return change.state.kind === 'parked' || change.state.kind === 'conflict';
}

export function summarizeOutbox(outbox: readonly Change[]): OutboxSummary {
  const needYou = outbox.filter(needsYou).length;
  return { waiting: outbox.length - needYou, needYou };
}
