import type { ChangeId, ChangeKind } from './change.ts';
import type { RowKey } from './row.ts';

/** The way of one acknowledged change, each stage with its device time; kept 30 days or 1,000. */
export interface Delivery {
  readonly id: ChangeId;
  readonly table: string;
  readonly key: RowKey;
  readonly kind: ChangeKind;
  /** The number of the commit that acknowledged it. */
  readonly ackedAtCommit: number;
  readonly savedAt: number;
  readonly sentAt: number;
  readonly appliedAt: number;
  /** A pull returned the row after the acknowledgement; null until then. */
  readonly seenBackAt: number | null;
}
