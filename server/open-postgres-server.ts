import { Client } from 'pg';
import { type Database, DatabaseUnavailable, sqlState } from './database/database.ts';
import { openPostgres, type PostgresOptions } from './database/postgres.ts';
import { StartFailure } from './start-failure.ts';

const oldestVersion = 13;

/** What PostgreSQL says of itself: `server_version_num`, such as 150004, and the encoding of the database. */
type ServerFacts = { readonly version: number; readonly encoding: string };

/** Why this server will not do, or null. */
export function unfitness({ version, encoding }: ServerFacts): string | null {
  const major = Math.floor(version / 10_000);
  if (major < oldestVersion) return `is version ${major}; Landfall needs ${oldestVersion} or newer`;
  if (encoding !== 'UTF8') return `keeps text as ${encoding}; Landfall needs a database with encoding UTF8`;
  return null;
}

type Named = { readonly server: string; readonly database: string; readonly user: string };

/** The driver's own reading of the address, without the password; null if it cannot read it. */
function nameParts(url: string): Named | null {
  try {
    const { host, port, database, user } = new Client({ connectionString: url });
    return {
      server: host.startsWith('/') ? host : `${host}:${port}`,
      database: database ?? '',
      user: user ?? '',
    };
  } catch {
    return null;
  }
}

/** Such as ` (ECONNREFUSED)`; nothing where the driver gives no code, as for an answer too late or a missing password. */
function shownCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? ` (${error.code})` : '';
}

function failureOf(error: unknown, { server, database, user }: Named): StartFailure {
  const cause = error instanceof DatabaseUnavailable ? error.cause : error;
  // Our own words: a standby.
  if (typeof cause === 'string') return new StartFailure(`PostgreSQL at ${server} cannot be used: ${cause}.`);
  const state = sqlState(cause);
  if (state === null) {
    // Words of the driver may hold parts of the address: only its code is shown.
    const missing = 'Check DATABASE_URL, its password too, and that the server runs and may be reached from here';
    return new StartFailure(`PostgreSQL at ${server} cannot be used${shownCode(cause)}. ${missing}.`);
  }
  switch (state) {
    case '28000':
    case '28P01':
      return new StartFailure(`PostgreSQL at ${server} does not let the user "${user}" in: check DATABASE_URL.`);
    case '3D000':
      return new StartFailure(`PostgreSQL at ${server} has no database "${database}": create it first.`);
    case '42501':
      return new StartFailure(`PostgreSQL at ${server} does not let the user "${user}" use "${database}".`);
    default: {
      const message = cause instanceof Error ? cause.message : '';
      return new StartFailure(`PostgreSQL at ${server} cannot be used: ${message.split('\n')[0]} (${state}).`);
    }
  }
}

/** Opens and tries the connection. @throws StartFailure, never with the password in it */
export async function openPostgresServer(options: PostgresOptions): Promise<Database> {
  const named = nameParts(options.url);
  if (named === null) {
    throw new StartFailure('DATABASE_URL must be an address like postgres://user:password@host:5432/database.');
  }
  const database = openPostgres(options);
  try {
    const [row] = await database.query(
      `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
    );
    const reason = unfitness({ version: Number(row?.version), encoding: String(row?.encoding) });
    if (reason !== null) throw new StartFailure(`PostgreSQL at ${named.server} ${reason}.`);
    return database;
  } catch (error) {
    await database.close();
    throw error instanceof StartFailure ? error : failureOf(error, named);
  }
}
