import { nextSendable } from '../core/sendable.ts';
import { type Holder, throwIfStopped } from './holder.ts';
import type { SyncParts } from './parts.ts';
import { type SendTrouble, sendChange } from './send-change.ts';

/** So many changes set aside one after the other are the service's trouble, not theirs. */
const mostSetAsideInARow = 3;

/**
 * Sends the outbox, one change at a time, until nothing is left that may go now. Stops at the first answer that
 * concerns the whole service (network, throttling, sign-in); a server error sets only its change aside, so that one bad
 * change never blocks an unrelated one.
 */
export async function push(parts: SyncParts, holder: Holder): Promise<SendTrouble | null> {
  const tables = await parts.store.tables();
  const setAside = new Set<string>();
  let inARow = 0;
  let trouble: SendTrouble | null = null;
  for (;;) {
    throwIfStopped(holder.signal);
    const next = nextSendable(await parts.store.outbox(), tables, setAside);
    if (next === null) return trouble;
    const table = tables.find(({ name }) => name === next.table);
    const change = await parts.store.commitSending(holder.stamp(), next.id);
    if (table === undefined || change === null) {
      // Taken, or decided about, by someone else meanwhile.
      setAside.add(next.id);
      continue;
    }
    const own = await sendChange({ parts, holder, change, table, sentAt: parts.clock.now() });
    if (own === null) {
      inARow = 0;
      continue;
    }
    inARow += 1;
    trouble = { ...own, stopsAll: own.stopsAll || inARow >= mostSetAsideInARow };
    if (trouble.stopsAll) return trouble;
    setAside.add(change.id);
  }
}
