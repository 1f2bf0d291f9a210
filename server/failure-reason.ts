import { DatabaseUnavailable, sqlState } from './database/database.ts';
import { SchemaMismatch } from './database/migrate.ts';
import { StartFailure } from './start-failure.ts';

/** Why it cannot go on, for the person who started it; null: a bug, whose stack is wanted. */
export function failureReason(error: unknown): string | null {
  if (error instanceof StartFailure) return error.message;
  if (error instanceof SchemaMismatch) {
    return `The data was made by a newer version of Landfall (${error.message}). Start that one, or choose another place with LANDFALL_DATA or DATABASE_URL.`;
  }
  if (error instanceof DatabaseUnavailable) return error.message;
  // Since PostgreSQL 15 only the owner of a database may create tables in it.
  if (sqlState(error) === '42501' && error instanceof Error) {
    return `The user of DATABASE_URL lacks a right in the database: ${error.message}.`;
  }
  return null;
}
