import type { Json } from '../../core/row.ts';
import type { TableDefinition } from '../../core/table.ts';
import { isSameJson } from '../../core/value.ts';
import type { Database } from '../records.ts';
import type { CycleStamp } from '../store.ts';
import { leaseScope, renewLease } from './lease-renewal.ts';

export function commitTables(database: Database, stamp: CycleStamp, tables: readonly TableDefinition[]): Promise<void> {
  return database.write([...leaseScope, 'tables', 'commitLog'], async (records) => {
    await renewLease(records, stamp);
    const before = await records.tables.all();
    // Every list would be built anew.
    if (isSameJson(asJson(before), asJson(tables))) return;
    await records.tables.replace(tables);
    await records.commitLog.append({ rows: {}, haveTablesChanged: true });
  });
}

/** Definitions are plain data all the way down, which their interfaces cannot say. */
function asJson(tables: readonly TableDefinition[]): Json {
  return tables as unknown as Json;
}
