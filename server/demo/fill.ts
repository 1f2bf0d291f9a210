import type { Database, Queryable } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/setting.ts';
import { sqlName } from '../database/sql-name.ts';
import { holdStartLock } from '../database/start-lock.ts';
import { accountRow, contactRow, type DemoRow, demoCounts, workOrderRow } from './demo-rows.ts';
import { demoOwners, insertPeople } from './people.ts';
import { account } from './tables/account.ts';
import { contact } from './tables/contact.ts';
import { workOrder } from './tables/work-order.ts';

const rowsPerInsert = 1_000;

export type Progress = (done: number, total: number) => void;

async function insertRows(tx: Queryable, tableName: string, rows: readonly DemoRow[]): Promise<void> {
  const table = sqlName(tableName);
  await tx.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`, [
    JSON.stringify(rows),
  ]);
}

/** First start only. One transaction: a start broken off leaves an empty database, and the next one fills it. */
export async function fillDemoData(database: Database, scale: number, progress: Progress): Promise<boolean> {
  if ((await readSetting(database, 'demo')) !== null) return false;
  const counts = demoCounts(scale);
  const total = counts.accounts + counts.contacts + counts.workOrders;
  const parts = [
    { table: account.name, count: counts.accounts, row: accountRow },
    { table: contact.name, count: counts.contacts, row: contactRow },
    { table: workOrder.name, count: counts.workOrders, row: workOrderRow },
  ];
  const isFilled = await database.tx(async (tx) => {
    await holdStartLock(tx);
    if ((await readSetting(tx, 'demo')) !== null) return false;
    await tx.query('set constraints all deferred');
    await insertPeople(tx);
    let done = 0;
    for (const part of parts) {
      for (let from = 0; from < part.count; from += rowsPerInsert) {
        const length = Math.min(rowsPerInsert, part.count - from);
        const rows = Array.from({ length }, (_, at) => part.row(from + at, counts, demoOwners));
        await insertRows(tx, part.table, rows);
        done += length;
        progress(done, total);
      }
    }
    await writeSetting(tx, 'demo', String(scale));
    return true;
  });
  if (isFilled) await database.query('analyze');
  return isFilled;
}
