import type { Json } from '../../core/row.ts';
import type { TableList } from '../../core/table.ts';
import { isSameJson } from '../../core/value.ts';
import type { Database } from '../records.ts';
import type { CycleStamp } from '../store.ts';
import { leaseScope, renewLease } from './lease-renewal.ts';

export function commitTables(database: Database, stamp: CycleStamp, list: TableList): Promise<void> {
  return database.write([...leaseScope, 'tables', 'commitLog'], async (records) => {
    await renewLease(records, stamp);
    const before: TableList = { tables: await records.tables.all(), leftOut: await records.tables.leftOut() };
    // Every list would be built anew.
    if (isSameJson(asJson(before), asJson(list))) return;
    await records.tables.replace(list);
    await records.commitLog.append({ rows: {}, haveTablesChanged: true });
  });
}

/** Definitions are plain data all the way down, which their interfaces cannot say. */
function asJson(list: TableList): Json {
  return list as unknown as Json;
}
