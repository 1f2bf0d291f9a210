import type { DefinitionsKnown } from '../../core/definitions-known.ts';
import type { TableList } from '../../core/table.ts';
import { isSameJson } from '../../core/value.ts';
import type { Database } from '../records.ts';
import type { CycleStamp } from '../store.ts';
import { leaseScope, renewLease } from './lease-renewal.ts';
import { logRows } from './log-rows.ts';

export function commitTables(database: Database, stamp: CycleStamp, list: TableList): Promise<void> {
  return database.write([...leaseScope, 'tables', 'commitLog'], async (records) => {
    await renewLease(records, stamp);
    const before: TableList = { tables: await records.tables.all(), leftOut: await records.tables.leftOut() };
    // Every list would be built anew.
    if (isSameJson(before, list)) return;
    await records.tables.replace(list);
    await records.commitLog.append({ rows: {}, haveTablesChanged: true });
  });
}

export function commitDefinitionsKnown(database: Database, stamp: CycleStamp, known: DefinitionsKnown): Promise<void> {
  return database.write([...leaseScope, 'tables'], async (records) => {
    await renewLease(records, stamp);
    await records.tables.setKnown(known);
  });
}

export function dropTable(database: Database, stamp: CycleStamp, table: string): Promise<void> {
  const scope = [...leaseScope, 'rows', 'checkpoints', 'readKeys', 'outbox', 'commitLog'] as const;
  return database.write(scope, async (records) => {
    await renewLease(records, stamp);
    const hasWork = (await records.outbox.all()).some((change) => change.table === table);
    if (hasWork || !(await records.checkpoints.get(table))) return;
    const keys = await records.rows.keys(table);
    await records.rows.remove(table, keys);
    await records.readKeys.clear(table);
    await records.checkpoints.remove(table);
    if (keys.length > 0) await logRows(records, table, keys);
  });
}
