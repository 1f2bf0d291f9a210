import type { Queryable } from './database.ts';

const startLock = 4_280_001;

/**
 * Until the end of this transaction no other instance migrates or fills the same database. Whoever waits for it then
 * sees what the other one did. Without time-outs: the other one may take minutes.
 */
export async function holdStartLock(tx: Queryable): Promise<void> {
  await tx.query(`select set_config('statement_timeout', '0', true),
    set_config('idle_in_transaction_session_timeout', '0', true)`);
  await tx.query('select pg_advisory_xact_lock($1::bigint)', [startLock]);
}
