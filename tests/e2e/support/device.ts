import { companyTables } from '../../../server/demo/tables/demo-tables.ts';
import type { Change } from '../../../src/core/change.ts';
import type { TableCheckpoint } from '../../../src/core/checkpoint.ts';
import type { Wake } from '../../../src/core/wake.ts';
import type { AppPage } from '../../browsers/app-driver.ts';
import { sql } from './sql.ts';

/** What a person's database on the device holds, read past all code of the app. */
export interface Device {
  readonly outbox: readonly Change[];
  readonly checkpoints: readonly TableCheckpoint[];
  readonly wakes: readonly Wake[];
  /** Base rows by table. */
  readonly rows: Readonly<Record<string, readonly { readonly key: string; readonly etag: string | null }[]>>;
  readonly drafts: number;
  readonly hasSession: boolean;
}

/** From any page of the app's origin, also one that runs no app. */
export async function readDevice(page: AppPage, database: string): Promise<Device> {
  return (await page.evaluate(async (name) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = db.transaction(['outbox', 'checkpoints', 'wakes', 'rows', 'drafts', 'session']);
    const all = (store: string) =>
      new Promise<unknown[]>((resolve, reject) => {
        const request = transaction.objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const [outbox, checkpoints, wakes, rows, drafts, session] = await Promise.all([
      all('outbox'),
      all('checkpoints'),
      all('wakes'),
      all('rows'),
      all('drafts'),
      all('session'),
    ]);
    db.close();
    const byTable: Record<string, unknown[]> = {};
    for (const row of rows as { table: string; key: string; etag: string | null }[]) {
      byTable[row.table] ??= [];
      byTable[row.table]?.push({ key: row.key, etag: row.etag });
    }
    // Through text: only JSON comes out of a page.
    return JSON.parse(
      JSON.stringify({
        outbox,
        checkpoints,
        wakes,
        rows: byTable,
        drafts: drafts?.length,
        hasSession: (session?.length ?? 0) > 0,
      }),
    );
  }, database)) as Device;
}

export function rowCount(device: Device): number {
  return Object.values(device.rows).reduce((sum, rows) => sum + rows.length, 0);
}

/** Pairs of wakes of which one began before the other had ended: there must be none. */
export function overlaps(wakes: readonly Wake[]): readonly (readonly [Wake, Wake])[] {
  const inOrder = [...wakes].sort((a, b) => a.fence - b.fence);
  return inOrder.flatMap((wake, at) => {
    const next = inOrder[at + 1];
    if (next === undefined) return [];
    const end = wake.endedAt ?? wake.heartbeatAt;
    return next.startedAt < end || next.fence <= wake.fence ? [[wake, next] as const] : [];
  });
}

/** Base rows by table, each as its key and version. */
export function deviceRows(device: Device): Readonly<Record<string, readonly string[]>> {
  const texts = Object.entries(device.rows).map(
    ([table, rows]) => [table, rows.map(({ key, etag }) => `${key} ${etag}`).sort()] as const,
  );
  return Object.fromEntries(texts);
}

/** As `deviceRows`, of the database of the stopped service; of these owners alone, where they are given. */
export async function serviceRows(
  dataFolder: string,
  owners: readonly string[] | null = null,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const result: Record<string, readonly string[]> = {};
  for (const { name: table, key } of companyTables) {
    const query = `select ${key}::text as key, ver::text as ver from ${table} where $1::uuid[] is null or ownerid = any ($1::uuid[])`;
    const rows = await sql(dataFolder, query, [owners === null ? null : `{${owners.join(',')}}`]);
    result[table] = rows.map((row) => `${row['key']} W/"${row['ver']}"`).sort();
  }
  return result;
}

/**
 * Resolves when no transaction that began before is open any more. A page that is frozen within milliseconds of being
 * hidden may be in the middle of a read, which Chromium breaks off after a minute; hidden for longer it begins none.
 */
export async function untilAtRest(page: AppPage, database: string): Promise<void> {
  await page.evaluate(async (name) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = db.transaction([...db.objectStoreNames], 'readwrite');
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    db.close();
    return null;
  }, database);
}
