import { RecordStore, type StoreOptions } from '../record-store.ts';
import type { Store } from '../store.ts';
import type { ReportUnreadable } from './codec.ts';
import { DexieDatabase } from './dexie-database.ts';

export interface DexieStoreOptions extends StoreOptions {
  /** Hears of records that cannot be read. */
  readonly reportUnreadable?: ReportUnreadable;
}

/** Opens one person's database, made on first use. */
export async function openDexieStore(options: DexieStoreOptions): Promise<Store> {
  const database = new DexieDatabase(options.name, options.reportUnreadable ?? (() => {}));
  await database.open();
  const store = new RecordStore(database, options);
  await store.identity();
  return store;
}
