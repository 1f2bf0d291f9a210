import { DatabaseError } from 'pg';
import { DatabaseUnavailable, sqlState, type Unavailability } from './database.ts';

/** Deadlock and failed serialization: PostgreSQL rolled the transaction back, and it may well succeed now. */
export function isContention(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

function unavailabilityOf(state: string): Unavailability | null {
  // The connection, a server that stops, crashed or starts, time-outs that end the session, a primary become standby.
  if (/^(08...|57P0[1235]|25P0[34]|25006)$/.test(state)) return 'lost';
  // Connections, memory or disk exhausted; statement or lock time-out.
  if (/^(53...|57014|55P03)$/.test(state)) return 'busy';
  return null;
}

/** What the driver threw, as the seam throws it. What carries no SQLSTATE never came from the server: it is lost. */
export function toSeamError(error: unknown): unknown {
  if (error instanceof DatabaseUnavailable) return error;
  if (!(error instanceof DatabaseError)) return new DatabaseUnavailable('lost', error);
  const kind = unavailabilityOf(error.code ?? '');
  return kind === null ? error : new DatabaseUnavailable(kind, error);
}
