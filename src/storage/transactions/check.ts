import type { BaseRow, RowKey } from '../../core/row.ts';
import type { TableCheck } from '../../core/self-check.ts';
import type { Database } from '../records.ts';
import type { CycleStamp, Repair } from '../store.ts';
import { arriving, judgeDeliveries } from './judge-deliveries.ts';
import { heldLease, leaseScope, renewLease } from './lease-renewal.ts';
import { logRows } from './log-rows.ts';
import { type Landed, stale } from './pull.ts';
import { isStalePortion } from './seen-back.ts';

export function commitCheck(database: Database, stamp: CycleStamp, check: TableCheck): Promise<void> {
  return database.write([...leaseScope, 'checks'], async (records) => {
    await renewLease(records, stamp);
    await records.checks.put(check);
  });
}

export function commitRepair(database: Database, stamp: CycleStamp, repair: Repair): Promise<Landed> {
  const scope = [...leaseScope, 'rows', 'deliveries', 'tables', 'commitLog'] as const;
  return database.write(scope, async (records): Promise<Landed> => {
    const { table, rows, removals, epoch } = repair;
    await heldLease(records, stamp);
    if (await isStalePortion(records, repair)) return stale;
    await renewLease(records, stamp, { rowsReceived: rows.length });
    // The service may have gone back to a backup since the check: afterwards nobody could tell what it lost.
    await judgeDeliveries(records, { table, epoch, rowOf: arriving(repair) });
    if (rows.length > 0) await records.rows.put(table, rows);
    if (removals.length > 0) await records.rows.remove(table, removals);
    const touched = new Map<RowKey, BaseRow | null>(rows.map((row) => [row.key, row]));
    for (const key of removals) touched.set(key, null);
    const number = touched.size > 0 ? await logRows(records, table, [...touched.keys()]) : null;
    return { landing: 'landed', number, rows: touched };
  });
}
