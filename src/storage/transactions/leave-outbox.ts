import type { Change } from '../../core/change.ts';
import { fillsUnseen } from '../../core/fills-unseen.ts';
import type { BaseRow, RowKey, Values } from '../../core/row.ts';
import { isSameJson } from '../../core/value.ts';
import type { RecordKind, Records } from '../records.ts';
import type { Acknowledgement, CycleStamp, Surrender } from '../store.ts';
import { judgeDeliveries } from './judge-deliveries.ts';
import { logRows } from './log-rows.ts';

export const leavingScope = [
  'outbox',
  'rows',
  'deliveries',
  'commitLog',
  'checkpoints',
  'tables',
] as const satisfies readonly RecordKind[];

/** A change leaves the outbox: the row as the service has it, and a delivery, take its place. */
export async function leaveOutbox(
  records: Records,
  stamp: CycleStamp,
  answer: Acknowledgement | Surrender,
): Promise<void> {
  const { changeId, row, sentAt, epoch } = answer;
  const change = await records.outbox.get(changeId);
  if (change?.state.kind !== 'sending') throw new Error(`change ${changeId} was answered but is not being sent`);
  const isApplied = answer.kind === 'acknowledged';
  await records.outbox.remove(change);
  await judgeOthers(records, change, answer);
  const number = await landAnswer(records, change, row);
  // What gave way made no version: later changes meet the row that it gave way to by themselves.
  const isReadAfter = isApplied && answer.isReadAfter === true;
  if (isApplied && row !== null) await rebaseLater(records, change, { row, isReadAfter });
  await records.deliveries.put([
    {
      id: change.id,
      table: change.table,
      key: change.key,
      kind: change.kind,
      values: change.values,
      oldValues: change.oldValues,
      origin: change.origin,
      merge: isApplied ? change.merge : answer.note,
      end: isApplied ? 'applied' : 'given up',
      epoch: (await records.checkpoints.get(change.table))?.epoch ?? epoch ?? null,
      isMissing: false,
      baseETag: change.baseETag,
      etag: isReadAfter ? null : (row?.etag ?? null),
      ackedAtCommit: number,
      savedAt: change.savedAt,
      sentAt,
      appliedAt: stamp.now,
      seenBackAt: null,
    },
  ]);
}

/**
 * The answered row may be the first that is seen of a service that went back to a backup: what it lacks of earlier
 * changes, but for the columns that this one wrote. After a delete there is nothing to tell it by.
 */
async function judgeOthers(
  records: Records,
  change: Change,
  { kind, row, epoch }: Acknowledgement | Surrender,
): Promise<void> {
  if (epoch === undefined) return;
  if (row === null) {
    // What it gave way to was read, and is gone.
    const rowOf = (key: RowKey) => (key === change.key ? null : undefined);
    if (kind === 'given up') await judgeDeliveries(records, { table: change.table, epoch, rowOf });
    return;
  }
  const was = await records.rows.get(change);
  const written = kind === 'acknowledged' ? Object.keys(change.values) : [];
  const own = written.flatMap((name) => {
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

/**
 * Law 8: later changes were made against what this one left. A row that was read afterwards may hold what others wrote
 * since: there only a change that finds its columns as the person saw them is rebased.
 */
async function rebaseLater(
  records: Records,
  acknowledged: Change,
  { row, isReadAfter }: { readonly row: BaseRow; readonly isReadAfter: boolean },
): Promise<void> {
  const table = (await records.tables.all()).find(({ name }) => name === acknowledged.table);
  for (const later of await records.outbox.ofRows([acknowledged])) {
    if (later.baseETag !== acknowledged.baseETag) continue;
    // Behind another change only one out of an escrow file can be maybe sent: whether it was, its own base tells.
    if (later.state.kind === 'maybe sent') continue;
    // One that went out before it got its place was offered again, or imported: the other was made on top of it.
    const isMadeOnTop = later.attempts === 0 && !isReadAfter;
    if (!isMadeOnTop && !isAsShown(row.values, later)) continue;
    if (!isMadeOnTop && table !== undefined && fillsUnseen(row.values, later, table)) continue;
    await records.outbox.put({ ...later, baseETag: row.etag });
  }
}

function isAsShown(there: Values, { oldValues }: Change): boolean {
  return Object.entries(oldValues).every(([name, shown]) => isSameJson(there[name] ?? null, shown));
}
