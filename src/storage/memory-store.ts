import { memoryDatabase } from './memory/memory-database.ts';
import { MemoryDisk } from './memory/memory-disk.ts';
import { RecordStore, type StoreOptions } from './record-store.ts';
import { liveViews } from './views/live-views.ts';

export interface MemoryStoreOptions extends StoreOptions {
  /** The language whose order lists have. */
  readonly locale: string;
  /** Shared by the stores that are to be contexts of one database; its own if absent. */
  readonly disk?: MemoryDisk;
}

/** The store in memory, for tests and for where nothing may be kept. */
export class MemoryStore extends RecordStore {
  constructor(options: MemoryStoreOptions) {
    const disk = options.disk ?? new MemoryDisk();
    if (!disk.identity.has('only')) disk.identity.set('only', { storeId: options.newId() });
    const database = memoryDatabase(disk);
    super(database, liveViews(database, options.locale), options);
  }
}
