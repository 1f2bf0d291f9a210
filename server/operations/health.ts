import type { Database } from '../database/database.ts';
import { isMigrated } from '../database/migrate.ts';

/** Where the process is between its start and its end. */
export type Phase = 'starting' | 'serving' | 'stopping';
type Health = { readonly status: 200 | 503; readonly body: { readonly status: string } };

/** Longer than the database takes to say `select`: a balancer that waits for an answer is to get one. */
const longestWaitMs = 2_000;

/** The process answers: nothing more. Whoever restarts it when this fails must not do so because a database is away. */
export const live: Health = { status: 200, body: { status: 'live' } };

const unready = (status: string): Health => ({ status: 503, body: { status } });

export const startingHealth = (path: string): Health => (path === '/health/live' ? live : unready('starting'));

async function askDatabase(database: Database): Promise<Health> {
  try {
    return (await isMigrated(database)) ? { status: 200, body: { status: 'ready' } } : unready('other schema');
  } catch {
    return unready('no database');
  }
}

/** Whether requests should be sent here. */
export async function readiness(database: Database, phase: Phase): Promise<Health> {
  if (phase !== 'serving') return unready(phase);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve(unready('no database')), longestWaitMs);
  });
  const health = await Promise.race([askDatabase(database), tooLate]);
  clearTimeout(timer);
  return health;
}
