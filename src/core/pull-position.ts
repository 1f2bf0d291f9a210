import type { Checkpoint } from './checkpoint.ts';
import type { PullQuestion } from './outcome.ts';
import type { DeltaLink, NextLink } from './row.ts';

/** What is asked for next, from where a table's pull stands. */
export function questionAt(position: Checkpoint): PullQuestion {
  if (position.kind === 'following') return 'delta link';
  if (position.kind !== 'reading') return 'plain read';
  if (position.next !== null) return 'next link';
  return position.strategy === 'delta link' ? 'tracked read' : 'plain read';
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
}

/** Where the pull stands once a portion is stored. */
export function positionAfter(position: Checkpoint, portion: PortionFacts): Checkpoint {
  switch (position.kind) {
    case 'following':
      return afterChanges(position, portion);
    case 'reading':
      return portion.next === null
        ? afterRead(position, portion)
        : {
            ...position,
            next: portion.next,
            rowsRead: position.rowsRead + portion.rows,
            bytesRead: position.bytesRead + portion.bytes,
            rowsExpected: portion.count ?? position.rowsExpected,
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
function afterRead(position: Checkpoint & { readonly kind: 'reading' }, { delta }: PortionFacts): Checkpoint {
  const upToDateAt = position.startedAt;
  return delta === null ? { kind: 'complete', upToDateAt } : { kind: 'following', link: delta, upToDateAt };
}
