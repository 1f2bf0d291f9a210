import type { Change, ChangeId } from '../../core/change.ts';
import { moveTo, sendingState } from '../../core/change-state.ts';
import { readyPieces } from '../../core/sendable.ts';
import type { Database } from '../records.ts';
import type { CycleStamp } from '../store.ts';
import { leaseScope, renewLease } from './lease-renewal.ts';
import { standBehindCreate } from './stand-behind-create.ts';

export function commitSending(
  database: Database,
  stamp: CycleStamp,
  changeIds: readonly ChangeId[],
): Promise<readonly Change[]> {
  return database.writeOnce([...leaseScope, 'outbox'], async (records) => {
    await renewLease(records, stamp);
    const wanted = new Set(changeIds);
    // Law 3: nothing overtakes an earlier change of its row or the create of a row it points to, or leaves its group.
    const pieces = readyPieces(await records.outbox.all()).filter((piece) => piece.every(({ id }) => wanted.has(id)));
    const marked = pieces.flat().map((change) => ({
      ...moveTo(change, sendingState(change, stamp.fence)),
      attempts: change.attempts + 1,
    }));
    for (const change of marked) await records.outbox.put(change);
    return marked;
  });
}

export function commitMerge(database: Database, stamp: CycleStamp, merged: Change): Promise<Change> {
  return database.writeOnce([...leaseScope, 'outbox', 'tables'], async (records) => {
    await renewLease(records, stamp);
    const before = await records.outbox.get(merged.id);
    if (before?.state.kind !== 'sending') throw new Error(`change ${merged.id} was merged but is not being sent`);
    const { kind, values, oldValues, baseETag, merge } = merged;
    const next: Change = { ...before, kind, values, oldValues, baseETag, merge, attempts: before.attempts + 1 };
    await records.outbox.put(next);
    if (kind === 'create' && before.kind !== 'create') await standBehindCreate(records, next);
    return next;
  });
}
