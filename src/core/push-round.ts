import type { Change } from './change.ts';
import { isReadFirst } from './escrow-import.ts';
import { hasTroubleOfItsOwn, type Piece, sendablePieces } from './sendable.ts';
import type { TableDefinition } from './table.ts';

/** What goes out next. */
export type Round =
  /** Several changes that do not depend on each other, in one request. */
  | { readonly kind: 'batch'; readonly changes: readonly Change[] }
  /** Applied together or not at all. */
  | { readonly kind: 'group'; readonly changes: readonly Change[] }
  /** Each in a request of its own, at the same time. */
  | { readonly kind: 'apart'; readonly changes: readonly Change[] };

export interface RoundGround {
  readonly tables: readonly TableDefinition[];
  /** Ids that this cycle has given up on for now. */
  readonly setAside: ReadonlySet<string>;
  /** How many changes may go into one batch. */
  readonly batchSize: number;
  readonly canBatch: boolean;
}

/** Requests at the same time: well under what services allow one person (docs/facts/dataverse.md §2.7). */
const mostApart = 4;

/**
 * Text at the same time. A browser does not tell how much of a request has left: what takes longer to leave than an answer
 * is waited for (30 s in the service worker, which forgets what size went well) would never come through a slow line.
 */
const mostText = 128 * 1024;

/** The next round of a push; null if nothing may go now. */
export function nextRound(outbox: readonly Change[], ground: RoundGround): Round | null {
  const sendable = sendablePieces(outbox, ground.tables, ground.setAside);
  // What met trouble of its own before goes last: it must not stand in the way of the others cycle after cycle.
  const calm = sendable.filter((piece) => !piece.some(hasTroubleOfItsOwn));
  const pieces = calm.length > 0 ? calm : sendable;
  const [first] = pieces;
  if (first === undefined) return null;
  if (first.length > 1) return { kind: 'group', changes: first };
  const alone = pieces.flatMap((piece) => (isAlone(piece) ? [...piece] : []));
  const batch = ground.canBatch ? withinText(alone.filter(hasPrecondition).slice(0, ground.batchSize)) : [];
  if (batch.length > 1) return { kind: 'batch', changes: batch };
  // A batch of one: taken apart so far, it shows which change it is that breaks the others.
  const isOneByOne = ground.batchSize === 1 && ground.canBatch;
  return { kind: 'apart', changes: isOneByOne ? alone.slice(0, 1) : withinText(apart(alone)) };
}

/**
 * Only a create, or a version, keeps a change from overwriting what nobody here has seen. Without one the row is read
 * first, which no batch can do.
 */
export function hasPrecondition(change: Change): boolean {
  return !isReadFirst(change) && (change.kind === 'create' || change.baseETag !== null);
}

function isAlone(piece: Piece): boolean {
  return piece.length === 1;
}

/** A delete goes by itself: one made earlier, such as taking a link away, may be what makes it possible. */
function apart(changes: readonly Change[]): readonly Change[] {
  const firstDelete = changes.findIndex(({ kind }) => kind === 'delete');
  return changes.slice(0, firstDelete === -1 ? mostApart : Math.min(mostApart, Math.max(1, firstDelete)));
}

/** The first ones that make no more text than that together; at least one. */
function withinText(changes: readonly Change[]): readonly Change[] {
  let length = 0;
  for (const [index, { values }] of changes.entries()) {
    length += JSON.stringify(values).length;
    if (length > mostText && index > 0) return changes.slice(0, index);
  }
  return changes;
}
