import type { Change, ChangeId, ChangeState } from '../../core/change.ts';
import { moveTo, sendingState } from '../../core/change-state.ts';
import type { BaseRow, RowKey } from '../../core/row.ts';
import type { Database, Records } from '../records.ts';
import type { Acknowledgement, CycleStamp, Setback } from '../store.ts';
import { judgeDeliveries } from './judge-deliveries.ts';
import { leaseScope, renewLease } from './lease-renewal.ts';
import { logRows } from './log-rows.ts';

export function commitSending(database: Database, stamp: CycleStamp, changeId: ChangeId): Promise<Change | null> {
  return database.writeOnce([...leaseScope, 'outbox'], async (records) => {
    await renewLease(records, stamp);
    const change = await records.outbox.get(changeId);
    if (!change || !(await isSendable(records, change))) return null;
    const sending = { ...moveTo(change, sendingState(change, stamp.fence)), attempts: change.attempts + 1 };
    await records.outbox.put(sending);
    return sending;
  });
}

/** Law 3: nothing overtakes an earlier change of its row or the create of a row it points to. */
async function isSendable(records: Records, change: Change): Promise<boolean> {
  if (change.state.kind !== 'pending' && change.state.kind !== 'maybe sent') return false;
  const [first] = await records.outbox.ofRows([change]);
  if (first?.id !== change.id) return false;
  for (const id of change.dependsOn) {
    if (await records.outbox.get(id)) return false;
  }
  return true;
}

export function commitAck(database: Database, stamp: CycleStamp, acknowledgement: Acknowledgement): Promise<void> {
  const scope = [...leaseScope, 'outbox', 'rows', 'deliveries', 'commitLog', 'checkpoints', 'tables'] as const;
  return database.write(scope, async (records) => {
    const { changeId, row, sentAt, epoch } = acknowledgement;
    if (await records.deliveries.get(changeId)) return renewLease(records, stamp);
    await renewLease(records, stamp, { changesSent: 1 });
    const change = await records.outbox.get(changeId);
    if (change?.state.kind !== 'sending') throw new Error(`change ${changeId} was acknowledged but is not being sent`);

    await records.outbox.remove(change);
    await judgeOthers(records, change, acknowledgement);
    const number = await landAnswer(records, change, row);
    await rebaseLater(records, change, row);
    await records.deliveries.put([
      {
        id: change.id,
        table: change.table,
        key: change.key,
        kind: change.kind,
        values: change.values,
        oldValues: change.oldValues,
        origin: change.origin,
        merge: change.merge,
        epoch: (await records.checkpoints.get(change.table))?.epoch ?? epoch ?? null,
        isMissing: false,
        baseETag: change.baseETag,
        etag: row?.etag ?? null,
        ackedAtCommit: number,
        savedAt: change.savedAt,
        sentAt,
        appliedAt: stamp.now,
        seenBackAt: null,
      },
    ]);
  });
}

/**
 * The answered row may be the first that is seen of a service that went back to a backup: what it lacks of earlier
 * changes, but for the columns that this one wrote. After a delete there is nothing to tell it by.
 */
async function judgeOthers(records: Records, change: Change, { row, epoch }: Acknowledgement): Promise<void> {
  if (row === null || epoch === undefined) return;
  const was = await records.rows.get(change);
  const own = Object.keys(change.values).flatMap((name) => {
    const value = was?.values[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const answered = { ...row, values: { ...row.values, ...Object.fromEntries(own) } };
  const rowOf = (key: RowKey) => (key === row.key ? answered : undefined);
  await judgeDeliveries(records, { table: change.table, epoch, rowOf });
}

async function landAnswer(records: Records, change: Change, row: BaseRow | null): Promise<number> {
  const keys = new Set<RowKey>([change.key]);
  if (row === null) {
    await records.rows.remove(change.table, [change.key]);
  } else {
    await records.rows.put(change.table, [row]);
    keys.add(row.key);
  }
  return logRows(records, change.table, [...keys]);
}

async function rebaseLater(records: Records, acknowledged: Change, row: BaseRow | null): Promise<void> {
  if (row === null) return;
  for (const later of await records.outbox.ofRows([acknowledged])) {
    if (later.baseETag === acknowledged.baseETag) await records.outbox.put({ ...later, baseETag: row.etag });
  }
}

export function commitSetback(database: Database, stamp: CycleStamp, setback: Setback): Promise<void> {
  return database.writeOnce([...leaseScope, 'outbox', 'rows'], async (records) => {
    await renewLease(records, stamp);
    const change = await records.outbox.get(setback.changeId);
    if (!change) throw new Error(`change ${setback.changeId} is not in the outbox`);
    const moved = moveTo(change, await stateToKeep(records, change, { state: setback.state, now: stamp.now }));
    await records.outbox.put({ ...moved, lastAnswer: setback.answer ?? change.lastAnswer });
  });
}

/** The next pull replaces the base row: what others changed can only be told by what was here when they met. */
async function stateToKeep(
  records: Records,
  change: Change,
  { state, now }: { readonly state: ChangeState; readonly now: number },
): Promise<ChangeState> {
  if (state.kind !== 'conflict') return state;
  const here = await records.rows.get(change);
  return { ...state, met: { at: now, base: here?.etag === change.baseETag ? here.values : null } };
}
