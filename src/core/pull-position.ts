import type { Checkpoint, Reading, Watching } from './checkpoint.ts';
import type { PullQuestion } from './outcome.ts';
import { reconcileEveryMs } from './pull-due.ts';
import type { DeltaLink, NextLink } from './row.ts';
import { askedSince, type Reach, reachAfter, remembered, type Stamped, watermarkAfter } from './watermark.ts';

/** What is asked for next, from where a table's pull stands. */
export function questionAt(position: Checkpoint): PullQuestion {
  switch (position.kind) {
    case 'following':
      return 'delta link';
    case 'complete':
      return 'plain read';
    case 'watching':
      return position.round === null ? 'plain read' : 'next link';
    case 'reading':
      if (position.next !== null) return 'next link';
      return position.strategy === 'delta link' ? 'tracked read' : 'plain read';
  }
}

/** What a portion says of the pull, beside its rows. */
export interface PortionFacts {
  readonly next: NextLink | null;
  readonly delta: DeltaLink | null;
  readonly rows: number;
  readonly bytes: number;
  /** Rows there are, if the service said so. */
  readonly count: number | null;
  /** Device clock when the portion was asked for: what it brings is as of then at the earliest. */
  readonly askedAt: number;
  /** The service's clock; null where it is not to be seen. */
  readonly serviceAt: number | null;
  /** Whether changes of the table carry a stamp; then the rows with theirs. */
  readonly isDated: boolean;
  readonly stamped: readonly Stamped[];
}

/** Where the pull stands once a portion is stored. */
export function positionAfter(position: Checkpoint, portion: PortionFacts): Checkpoint {
  switch (position.kind) {
    case 'following':
      return afterChanges(position, portion);
    case 'watching':
      return afterRound(position, portion);
    case 'reading':
      return portion.next === null
        ? afterRead(position, portion)
        : {
            ...position,
            next: portion.next,
            rowsRead: position.rowsRead + portion.rows,
            bytesRead: position.bytesRead + portion.bytes,
            rowsExpected: portion.count ?? position.rowsExpected,
            reach: reachOf(position, portion),
          };
    case 'complete':
      throw new Error('a complete table has no next portion');
  }
}

function afterChanges(position: Checkpoint & { readonly kind: 'following' }, portion: PortionFacts): Checkpoint {
  // Links are opaque: one to the next page is followed like one to what changed since.
  if (portion.next !== null) return { ...position, link: portion.next as string as DeltaLink };
  // Without a new link this place is void; the last page would be asked for for ever. Read in full when next due.
  if (portion.delta === null) return { kind: 'complete', upToDateAt: position.upToDateAt };
  return { kind: 'following', link: portion.delta, upToDateAt: portion.askedAt };
}

/** A row of the first portion may have changed while the last was read: the whole is as of when the read began. */
function afterRead(position: Reading, portion: PortionFacts): Checkpoint {
  const upToDateAt = position.startedAt;
  if (portion.delta !== null) return { kind: 'following', link: portion.delta, upToDateAt };
  // A tracked read that ends without a link was passed over in silence: what came is whole, and not read twice.
  const reach = reachOf(position, portion);
  if (position.strategy === 'full read' || reach === null) return { kind: 'complete', upToDateAt };
  return {
    kind: 'watching',
    watermark: watermarkAfter(null, reach),
    seen: [],
    round: null,
    reconcile: null,
    reconcileDueAt: portion.askedAt + reconcileEveryMs(position.rowsRead + portion.rows),
    upToDateAt,
  };
}

function reachOf(position: Reading, portion: PortionFacts): Reach | null {
  if (!portion.isDated) return null;
  const { stamped, serviceAt, askedAt: deviceAt } = portion;
  return reachAfter(position.reach, { stamped, serviceAt, deviceAt, isOrdered: position.strategy === 'watermark' });
}

function afterRound(position: Watching, portion: PortionFacts): Watching {
  const { stamped, serviceAt, askedAt: deviceAt, next } = portion;
  const reach = reachAfter(position.round?.reach ?? null, { stamped, serviceAt, deviceAt, isOrdered: true });
  const startedAt = position.round?.startedAt ?? portion.askedAt;
  const seen = remembered(position.seen, stamped, askedSince(position.watermark));
  if (next !== null) return { ...position, seen, round: { next, startedAt, reach } };
  const watermark = watermarkAfter(position.watermark, reach);
  return {
    ...position,
    watermark,
    seen: remembered(seen, [], askedSince(watermark)),
    round: null,
    upToDateAt: startedAt,
  };
}
