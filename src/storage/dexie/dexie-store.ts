import { RecordStore, type StoreOptions } from '../record-store.ts';
import type { Store } from '../store.ts';
import type { ReportUnreadable } from './codec.ts';
import type { ConnectionNews } from './connection.ts';
import { DexieDatabase } from './dexie-database.ts';

export interface DexieStoreOptions extends StoreOptions {
  /** Hears of records that cannot be read. */
  readonly reportUnreadable?: ReportUnreadable;
  /** Hears what becomes of the connection, also while the database is still being opened. */
  readonly reportConnection?: (news: ConnectionNews) => void;
}

/** Opens one person's database, made on first use. */
export async function openDexieStore(options: DexieStoreOptions): Promise<Store> {
  const database = new DexieDatabase(options.name, {
    unreadable: options.reportUnreadable ?? (() => {}),
    connection: options.reportConnection ?? (() => {}),
  });
  await database.open();
  const store = new RecordStore(database, options);
  database.expect((await store.identity()).storeId);
  return store;
}
