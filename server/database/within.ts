import type { Database, Queryable } from './database.ts';

/**
 * A running transaction as a `Database`, for code that opens transactions of its own: those become savepoints. What one
 * of them did is undone if it fails; what it did lasts if the whole transaction does.
 */
export function within(database: Database, tx: Queryable): Database {
  return {
    ...database,
    query: (sql, params) => tx.query(sql, params),
    async tx(fn) {
      await tx.query('savepoint landfall_inner');
      try {
        const result = await fn(tx);
        await tx.query('release savepoint landfall_inner');
        return result;
      } catch (error) {
        // If the connection is gone this fails too, and says less than the first error.
        await tx.query('rollback to savepoint landfall_inner').catch(() => undefined);
        throw error;
      }
    },
    close: () => Promise.reject(new Error('a transaction does not close its database')),
  };
}
