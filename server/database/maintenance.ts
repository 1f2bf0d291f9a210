import { type Database, text } from './database.ts';

const lookEveryMs = 60_000;
/** Recovery after a kill replays what was written since: so much, or of so long. */
const mostWalBytes = 32 * 1024 * 1024;
const checkpointEveryMs = 5 * 60_000;
/** Local time, when the fewest people work; a process that is down then catches up at its next night. */
const tidyAtHour = 3;
/** Longer than any delta link lives: a link must find every removal made since it was given out. */
const keepTombstonesFor = '30 days';

/** `every` begins to call again and again, and gives what ends it. */
export type MaintenanceClock = {
  readonly now: () => Date;
  readonly every: (ms: number, run: () => void) => () => void;
};

export const systemClock: MaintenanceClock = {
  now: () => new Date(),
  every(ms, run) {
    const timer = setInterval(run, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

type MaintenanceParts = {
  readonly database: Database;
  readonly reportError: (error: unknown) => void;
  readonly clock: MaintenanceClock;
};

/**
 * PGlite runs no background workers: no automatic checkpoint, no autovacuum (docs/facts/odata.md §4.3.4). A PostgreSQL
 * server has both.
 */
export async function checkpoint(database: Database): Promise<void> {
  if (database.engine === 'pglite') await database.query('checkpoint');
}

async function walPosition(database: Database): Promise<bigint> {
  const [row] = await database.query("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint as bytes");
  return BigInt(text(row?.bytes));
}

/** A checkpoint when enough was written, or enough time has passed since something was. */
function checkpointer(database: Database): (now: Date) => Promise<void> {
  let since: { readonly position: bigint; readonly ms: number } | null = null;
  return async (now) => {
    const position = await walPosition(database);
    since ??= { position, ms: now.getTime() };
    const written = position - since.position;
    const isDue = written >= BigInt(mostWalBytes) || now.getTime() - since.ms >= checkpointEveryMs;
    if (written === 0n || !isDue) return;
    await checkpoint(database);
    // A checkpoint writes too: what it wrote asks for none.
    since = { position: await walPosition(database), ms: now.getTime() };
  };
}

async function tidy(database: Database): Promise<void> {
  await database.query('delete from landfall_tombstone where deleted_at < now() - $1::interval', [keepTombstonesFor]);
  if (database.engine === 'pglite') await database.query('vacuum (analyze)');
}

/** Resolves what it gives when what runs has ended: the database must not close under it. */
export function startMaintenance({ database, reportError, clock }: MaintenanceParts): () => Promise<void> {
  const checkpointIfDue = checkpointer(database);
  const isTidyHour = (now: Date): boolean => now.getHours() === tidyAtHour;
  let tidied = isTidyHour(clock.now()) ? clock.now().toDateString() : '';
  let running: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    const now = clock.now();
    if (database.engine === 'pglite') await checkpointIfDue(now);
    if (!isTidyHour(now) || tidied === now.toDateString()) return;
    tidied = now.toDateString();
    await tidy(database);
    if (database.engine === 'pglite') await checkpointIfDue(now);
  };
  const end = clock.every(lookEveryMs, () => {
    running = running.then(look).catch(reportError);
  });
  return () => {
    end();
    return running;
  };
}
