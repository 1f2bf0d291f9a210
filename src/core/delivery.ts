import type { ChangeId, ChangeKind, ChangeOrigin, MergeNote } from './change.ts';
import type { ETag, RowAddress, RowKey, Values } from './row.ts';

/** The way of one settled change, each stage with its device time; kept 30 days or 1,000. */
export interface Delivery {
  readonly id: ChangeId;
  readonly table: string;
  readonly key: RowKey;
  readonly kind: ChangeKind;
  /** As the change had them: a service that goes back to a backup is offered it again. */
  readonly values: Values;
  readonly oldValues: Values;
  readonly origin: ChangeOrigin;
  readonly merge: MergeNote | null;
  /** `given up`: nothing of it was applied, it gave way to a newer row by the table's policy; `merge` names the columns. */
  readonly end: 'applied' | 'given up';
  /** The latest of the service's data generations in which nothing of it was found missing; null where it names none. */
  readonly epoch: string | null;
  /** The service went back to before it (restored.ts): to be offered again. */
  readonly isMissing: boolean;
  /** The version the change was sent with, and the one it made; null for none. Given up: the one it gave way to. */
  readonly baseETag: ETag | null;
  readonly etag: ETag | null;
  /** The number of the commit that acknowledged it. */
  readonly ackedAtCommit: number;
  readonly savedAt: number;
  readonly sentAt: number;
  readonly appliedAt: number;
  /** A pull returned the row after the acknowledgement; null until then. */
  readonly seenBackAt: number | null;
}

/**
 * The version of a row that came from `base` by changes of this device alone, as far as its deliveries tell: an edit
 * that was made against `base` stands in no conflict with it.
 */
export function ownVersion(deliveries: readonly Delivery[], row: RowAddress, base: ETag | null): ETag | null {
  const own = deliveries.filter(({ table, key, end }) => end === 'applied' && table === row.table && key === row.key);
  let version = base;
  for (let step = own.length; step > 0; step -= 1) {
    const next = own.find(({ baseETag }) => version !== null && baseETag === version);
    if (next === undefined) break;
    version = next.etag;
  }
  return version;
}
