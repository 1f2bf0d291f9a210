import type { Database } from '../records.ts';
import { StoreFailure } from '../store.ts';
import type { MemoryDisk } from './memory-disk.ts';
import { memoryRecords } from './memory-records.ts';

/** Transactions over a memory disk. */
export function memoryDatabase(disk: MemoryDisk): Database {
  const records = memoryRecords(disk);
  let isClosed = false;
  const transact: Database['write'] = async (_scope, body) => {
    if (isClosed) throw new StoreFailure('connection lost', 'the store is closed');
    return disk.transact(() => body(records));
  };
  return {
    read: transact,
    write: transact,
    writeOnce: transact,
    // Nothing lies in between.
    reconnect: async () => {},
    close: () => {
      isClosed = true;
    },
  };
}
