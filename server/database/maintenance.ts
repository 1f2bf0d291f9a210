import type { Database } from './database.ts';

const checkpointEveryMs = 5 * 60_000;
const vacuumEveryMs = 24 * 60 * 60_000;
/** Longer than any delta link lives: a link must find every removal made since it was given out. */
const keepTombstonesFor = '30 days';

/**
 * PGlite runs no background workers: no automatic checkpoint, no autovacuum (docs/facts/odata.md §4.3.4). A PostgreSQL
 * server has both.
 */
export async function checkpoint(database: Database): Promise<void> {
  if (database.engine === 'pglite') await database.query('checkpoint');
}

export function startMaintenance(database: Database, report: (error: unknown) => void): () => void {
  const tidy = async (): Promise<void> => {
    await database.query('delete from landfall_tombstone where deleted_at < now() - $1::interval', [keepTombstonesFor]);
    if (database.engine === 'pglite') await database.query('vacuum (analyze)');
  };
  const timers = [
    setInterval(() => void checkpoint(database).catch(report), checkpointEveryMs),
    setInterval(() => void tidy().catch(report), vacuumEveryMs),
  ];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
