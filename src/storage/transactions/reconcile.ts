import type { TableCheckpoint, Watching } from '../../core/checkpoint.ts';
import { reconcileEveryMs } from '../../core/pull-due.ts';
import type { Database, Records } from '../records.ts';
import type { CycleStamp, KeyListing, Listed } from '../store.ts';
import { leaseScope, renewLease } from './lease-renewal.ts';
import { logRows } from './log-rows.ts';
import { markDeletesSeenBack, sidesOf } from './read-end.ts';

/**
 * So many rows that are here alone are asked for by name before they are believed to be gone: a list that is paged by
 * offset leaves out rows while others are deleted. More at once is no accident of paging.
 */
const mostDoubted = 500;

export function beginReconcile(database: Database, stamp: CycleStamp, table: string): Promise<TableCheckpoint> {
  return database.write([...leaseScope, 'checkpoints', 'readKeys', 'commitLog'], async (records) => {
    await renewLease(records, stamp);
    const { checkpoint, position } = await watchingOf(records, table);
    const beganAt = await records.commitLog.newest();
    await records.readKeys.clear(table);
    return await move(records, checkpoint, { ...position, reconcile: { kind: 'listing', next: null, beganAt } });
  });
}

export function commitKeys(database: Database, stamp: CycleStamp, listing: KeyListing): Promise<Listed> {
  const scope = [...leaseScope, 'checkpoints', 'readKeys', 'rows', 'deliveries', 'commitLog'] as const;
  return database.writeOnce(scope, async (records): Promise<Listed> => {
    await renewLease(records, stamp);
    const { table, keys, next } = listing;
    const { checkpoint, position } = await watchingOf(records, table);
    if (position.reconcile?.kind !== 'listing') throw new Error(`the keys of ${table} are not being listed`);
    const { beganAt } = position.reconcile;
    if (keys.length > 0) await records.readKeys.add(table, keys);
    if (next !== null) {
      const moved = await move(records, checkpoint, { ...position, reconcile: { kind: 'listing', next, beganAt } });
      return { checkpoint: moved, missing: 0 };
    }
    const brought = await records.readKeys.all(table);
    const { hereAlone, thereAlone } = await sidesOf(records, table, { brought, beganAt });
    await records.readKeys.clear(table);
    await markDeletesSeenBack(records, table, { brought, beganAt, now: stamp.now });
    const isDoubted = hereAlone.length <= mostDoubted;
    if (!isDoubted) {
      await records.rows.remove(table, hereAlone);
      await logRows(records, table, hereAlone);
    }
    const asked = isDoubted ? [...hereAlone, ...thereAlone] : thereAlone;
    const removed = new Set(hereAlone);
    const moved = await move(records, checkpoint, {
      ...position,
      // A row that comes back into sight may come in the version that it had before.
      seen: position.seen.filter(({ key }) => !removed.has(key)),
      reconcile: asked.length === 0 ? null : { kind: 'asking', keys: asked },
      reconcileDueAt: stamp.now + reconcileEveryMs(brought.size),
    });
    return { checkpoint: moved, missing: thereAlone.length };
  });
}

async function watchingOf(
  records: Records,
  table: string,
): Promise<{ readonly checkpoint: TableCheckpoint; readonly position: Watching }> {
  const checkpoint = await records.checkpoints.get(table);
  if (checkpoint?.position.kind !== 'watching') throw new Error(`${table} is not pulled by watermark`);
  return { checkpoint, position: checkpoint.position };
}

async function move(records: Records, before: TableCheckpoint, position: Watching): Promise<TableCheckpoint> {
  const checkpoint = { ...before, position };
  await records.checkpoints.put(checkpoint);
  return checkpoint;
}
