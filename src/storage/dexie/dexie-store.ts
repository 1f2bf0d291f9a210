import { RecordStore, type StoreOptions } from '../record-store.ts';
import type { Database } from '../records.ts';
import type { Store } from '../store.ts';
import { liveViews } from '../views/live-views.ts';
import { noViews } from '../views/no-views.ts';
import type { StoreViews } from '../views/store-views.ts';
import type { ReportUnreadable } from './codec.ts';
import type { ConnectionNews } from './connection.ts';
import { DexieDatabase } from './dexie-database.ts';

export interface DexieStoreOptions extends StoreOptions {
  /** Hears of records that cannot be read. */
  readonly reportUnreadable?: ReportUnreadable;
  /** Hears what becomes of the connection, also while the database is still being opened. */
  readonly reportConnection?: (news: ConnectionNews) => void;
}

/** Opens one person's database, made on first use. `locale` is the language whose order lists have. */
export function openDexieStore(options: DexieStoreOptions & { readonly locale: string }): Promise<Store> {
  return open(options, (database) => liveViews(database, options.locale));
}

/** Opens it where nobody looks: see no-views.ts. */
export function openDexieStoreWithoutViews(options: DexieStoreOptions): Promise<Store> {
  return open(options, () => noViews);
}

async function open(options: DexieStoreOptions, makeViews: (database: Database) => StoreViews): Promise<Store> {
  const database = new DexieDatabase(options.name, {
    unreadable: options.reportUnreadable ?? (() => {}),
    connection: options.reportConnection ?? (() => {}),
  });
  await database.open();
  const store = new RecordStore(database, makeViews(database), options);
  database.expect((await store.identity()).storeId);
  return store;
}
