const databaseName = 'landfall:probe';
const storeName = 'values';

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(databaseName, 1);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(storeName));
  return resultOf(opening);
}

function write(database: IDBDatabase, change: (store: IDBObjectStore) => void): Promise<void> {
  const transaction = database.transaction(storeName, 'readwrite', { durability: 'strict' });
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error));
    change(transaction.objectStore(storeName));
  });
}

/**
 * Writes, reads and removes a value in a small database of its own. The database stays: deleting it could block on
 * another tab that probes at the same time.
 */
export async function writeAndRead(value: string): Promise<unknown> {
  const database = await openDatabase();
  try {
    await write(database, (store) => store.put(value, value));
    const read = await resultOf(database.transaction(storeName).objectStore(storeName).get(value));
    await write(database, (store) => store.delete(value));
    return read;
  } finally {
    database.close();
  }
}
