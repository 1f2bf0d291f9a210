import type { Change, ChangeId } from './change.ts';
import { addressText } from './row.ts';
import type { TableDefinition } from './table.ts';

/** What is sent in one piece: a change by itself, or all changes of a group. */
export type Piece = readonly Change[];

/**
 * The pieces that may go now, in the order made. At most one change of a row, and none that waits for another: they do
 * not depend on each other. A row that others point to is created before them, but for those of its own group; a change
 * that waits for a person holds back only its own row, its group and what depends on it. `outbox` is in order.
 */
export function readyPieces(outbox: readonly Change[]): readonly Piece[] {
  const firstOfRow = new Map<string, ChangeId>();
  const groupOf = new Map<ChangeId, string | null>();
  for (const change of outbox) {
    const row = addressText(change);
    if (!firstOfRow.has(row)) firstOfRow.set(row, change.id);
    groupOf.set(change.id, change.group);
  }
  const isFree = (change: Change): boolean =>
    (change.state.kind === 'pending' || change.state.kind === 'maybe sent') &&
    firstOfRow.get(addressText(change)) === change.id &&
    change.dependsOn.every((id) => !groupOf.has(id) || (change.group !== null && groupOf.get(id) === change.group));
  return piecesOf(outbox).filter((piece) => piece.every(isFree));
}

function piecesOf(outbox: readonly Change[]): readonly Piece[] {
  const pieces = new Map<string, Change[]>();
  for (const change of outbox) {
    const name = change.group === null ? `change ${change.id}` : `group ${change.group}`;
    const piece = pieces.get(name);
    if (piece) piece.push(change);
    else pieces.set(name, [change]);
  }
  return [...pieces.values()];
}

/**
 * The pieces to send now. Changes of tables that are not among `tables` (any more) stay, and go when the service names
 * the table again; `setAside` holds ids that this cycle has given up on for now.
 */
export function sendablePieces(
  outbox: readonly Change[],
  tables: readonly TableDefinition[],
  setAside: ReadonlySet<string> = new Set(),
): readonly Piece[] {
  const known = new Set(tables.map(({ name }) => name));
  return readyPieces(outbox).filter((piece) => piece.every(({ id, table }) => known.has(table) && !setAside.has(id)));
}

/** Whether a cycle could send anything now. */
export function hasSendable(outbox: readonly Change[], tables: readonly TableDefinition[]): boolean {
  return sendablePieces(outbox, tables).length > 0;
}

/** `sending` counts: its sender may be dead, and taking the lease turns it into maybe sent. */
export function hasUnfinished(outbox: readonly Change[], tables: readonly TableDefinition[]): boolean {
  return hasSendable(outbox, tables) || outbox.some((change) => change.state.kind === 'sending');
}

/** Waits for a person: nothing of it leaves until they decide. */
export function needsPerson(change: Change): boolean {
  return change.state.kind === 'conflict' || change.state.kind === 'parked';
}

/** The changes that do not leave before a person has decided: about them, or about one that they wait for. */
export function heldByPerson(outbox: readonly Change[]): ReadonlySet<ChangeId> {
  const held = new Set<ChangeId>();
  const groups = new Set<string>();
  let before = -1;
  // One of a group may hold back an earlier one, and that what is behind it.
  while (held.size > before) {
    before = held.size;
    const rows = new Set<string>();
    for (const change of outbox) {
      const row = addressText(change);
      const isInGroup = change.group !== null && groups.has(change.group);
      const waits = rows.has(row) || isInGroup || change.dependsOn.some((id) => held.has(id));
      if (!needsPerson(change) && !waits) continue;
      held.add(change.id);
      rows.add(row);
      if (change.group !== null) groups.add(change.group);
    }
  }
  return held;
}

/** Answers that are about the network, the service or the person, and not about what was sent. */
const generalStatuses = [0, 401, 408, 425, 429, 503];

/** The last answer was about this change itself: a server error, or something that could not be read. */
export function hasTroubleOfItsOwn({ lastAnswer }: Change): boolean {
  if (lastAnswer === null) return false;
  const isRedirect = lastAnswer.status >= 300 && lastAnswer.status < 400;
  return !isRedirect && !generalStatuses.includes(lastAnswer.status);
}
