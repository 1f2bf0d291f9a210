import type { Change, ChangeId } from './change.ts';
import { addressText } from './row.ts';
import type { TableDefinition } from './table.ts';

/**
 * The change to send next, or null. Changes to one row go in the order made; a row that others point to is created
 * before them; a change that waits for a person holds back only its own row and what depends on it.
 * `outbox` is in order; changes of tables that are not among `tables` (any more) stay, and go when the service names the
 * table again; `setAside` holds ids that this cycle has given up on for now.
 */
export function nextSendable(
  outbox: readonly Change[],
  tables: readonly TableDefinition[],
  setAside: ReadonlySet<string> = new Set(),
): Change | null {
  const known = new Set(tables.map(({ name }) => name));
  const unsettled = new Set(outbox.map((change) => change.id));
  const rowsHeldBack = new Set<string>();
  for (const change of outbox) {
    const row = addressText(change);
    const waits = rowsHeldBack.has(row) || change.dependsOn.some((id) => unsettled.has(id));
    if (!waits && isReady(change) && known.has(change.table) && !setAside.has(change.id)) return change;
    rowsHeldBack.add(row);
  }
  return null;
}

/** Whether a cycle could send anything now. */
export function hasSendable(outbox: readonly Change[], tables: readonly TableDefinition[]): boolean {
  return nextSendable(outbox, tables) !== null;
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
  const rows = new Set<string>();
  for (const change of outbox) {
    const row = addressText(change);
    if (!needsPerson(change) && !rows.has(row) && !change.dependsOn.some((id) => held.has(id))) continue;
    held.add(change.id);
    rows.add(row);
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

function isReady(change: Change): boolean {
  return change.state.kind === 'pending' || change.state.kind === 'maybe sent';
}
