import { bulkLoad } from '../database/bulk-load.ts';
import type { Database, Queryable } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/setting.ts';
import { sqlName } from '../database/sql-name.ts';
import { holdStartLock } from '../database/start-lock.ts';
import { type DemoCounts, demoCounts } from './demo-counts.ts';
import { type DemoRow, idOf, type MakeRow } from './demo-source.ts';
import { demoOwners, insertPeople } from './people.ts';
import { accountRow } from './rows/account-row.ts';
import { bookingRow } from './rows/booking-row.ts';
import { contactRow } from './rows/contact-row.ts';
import { customerAssetRow } from './rows/customer-asset-row.ts';
import { noteRow } from './rows/note-row.ts';
import { servicedAssets, workOrderRow } from './rows/work-order-row.ts';
import { assetsServiced, companyTables } from './tables/demo-tables.ts';

const rowsPerInsert = 1_000;

export type Progress = (done: number, total: number) => void;

type Part = { readonly table: string; readonly count: number; readonly row: MakeRow };

export function demoParts(counts: DemoCounts): readonly Part[] {
  return [
    { table: 'account', count: counts.accounts, row: accountRow },
    { table: 'contact', count: counts.contacts, row: contactRow },
    { table: 'msdyn_customerasset', count: counts.assets, row: customerAssetRow },
    { table: 'msdyn_workorder', count: counts.workOrders, row: workOrderRow },
    { table: 'bookableresourcebooking', count: counts.bookings, row: bookingRow },
    { table: 'annotation', count: counts.notes, row: noteRow },
  ];
}

async function insertRows(tx: Queryable, tableName: string, rows: readonly DemoRow[]): Promise<void> {
  const table = sqlName(tableName);
  await tx.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`, [
    JSON.stringify(rows),
  ]);
}

async function insertPairs(tx: Queryable, counts: DemoCounts): Promise<void> {
  for (let from = 0; from < counts.workOrders; from += 10 * rowsPerInsert) {
    const orders = Array.from({ length: Math.min(10 * rowsPerInsert, counts.workOrders - from) }, (_, at) => from + at);
    const pairs = orders.flatMap((index) => {
      const assets = servicedAssets(index, counts);
      return assets.map((asset) => ({ first_id: idOf('work order', index), second_id: asset }));
    });
    await insertRows(tx, assetsServiced.name, pairs);
  }
}

async function insertCompany(tx: Queryable, counts: DemoCounts, progress: Progress): Promise<void> {
  const parts = demoParts(counts);
  const total = parts.reduce((sum, part) => sum + part.count, 0);
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
  await insertPairs(tx, counts);
}

/** First start only. One transaction: a start broken off leaves an empty database, and the next one fills it. */
export async function fillDemoData(database: Database, scale: number, progress: Progress): Promise<boolean> {
  if ((await readSetting(database, 'demo')) !== null) return false;
  const counts = demoCounts(scale);
  const isFilled = await database.tx(async (tx) => {
    await holdStartLock(tx);
    if ((await readSetting(tx, 'demo')) !== null) return false;
    await insertPeople(tx);
    const names = [...companyTables.map(({ name }) => name), assetsServiced.name];
    await bulkLoad(tx, names, () => insertCompany(tx, counts, progress));
    await writeSetting(tx, 'demo', String(scale));
    return true;
  });
  if (isFilled) await database.query('analyze');
  return isFilled;
}
