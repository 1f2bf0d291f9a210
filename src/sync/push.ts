import type { Change } from '../core/change.ts';
import { hasTroubleOfItsOwn, nextSendable } from '../core/sendable.ts';
import type { TableDefinition } from '../core/table.ts';
import type { Hindrance } from './cycle-end.ts';
import { type Holder, throwIfStopped } from './holder.ts';
import type { SyncParts } from './parts.ts';
import { sendChange } from './send-change.ts';

/** So many changes set aside one after the other are the service's trouble, not theirs. */
const mostSetAsideInARow = 3;

/**
 * Sends the outbox, one change at a time, until nothing is left that may go now. Stops at the first answer that
 * concerns the whole service (network, throttling, sign-in); a server error sets only its change aside, so that one bad
 * change never blocks an unrelated one. `setAside` holds, for one cycle, the changes it has given up on.
 */
export async function push(parts: SyncParts, holder: Holder, setAside: Set<string>): Promise<Hindrance | null> {
  const tables = await parts.store.tables();
  let inARow = 0;
  let met: Hindrance | null = null;
  for (;;) {
    throwIfStopped(holder.signal);
    const next = pick(await parts.store.outbox(), tables, setAside);
    if (next === null) return met;
    const table = tables.find(({ name }) => name === next.table);
    const [change] = await parts.store.commitSending(holder.stamp(), [next.id]);
    if (table === undefined || change === undefined) {
      // Taken, or decided about, by someone else meanwhile.
      setAside.add(next.id);
      continue;
    }
    const { answer, hindrance: own } = await sendChange({ parts, holder, change, table, sentAt: parts.clock.now() });
    await parts.store.commitAnswers(holder.stamp(), [answer]);
    if (answer.kind === 'acknowledged') holder.progress.changesSent += 1;
    if (own === null) {
      inARow = 0;
      continue;
    }
    inARow += 1;
    setAside.add(change.id);
    if (own.kind !== 'later' || own.concernsAll) return own;
    if (inARow >= mostSetAsideInARow) return { ...own, concernsAll: true };
    met = own;
  }
}

/** What met trouble of its own before goes last: it must not stand in the way of the others cycle after cycle. */
function pick(
  outbox: readonly Change[],
  tables: readonly TableDefinition[],
  setAside: ReadonlySet<string>,
): Change | null {
  const troubled = outbox.filter(hasTroubleOfItsOwn).map(({ id }) => id);
  return nextSendable(outbox, tables, new Set([...setAside, ...troubled])) ?? nextSendable(outbox, tables, setAside);
}
