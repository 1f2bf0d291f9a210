import { setTimeout } from 'node:timers/promises';
import { type ClientBase, Pool, type PoolClient, types } from 'pg';
import { cellParsers } from './cell-parsers.ts';
import { type Database, DatabaseUnavailable, type Queryable, type SqlRow, type SqlValue } from './database.ts';
import { isContention, toSeamError } from './postgres-failure.ts';

export type PostgresOptions = {
  /** postgres://user:password@host:port/database, with libpq's parameters after a question mark. */
  readonly url: string;
  readonly poolSize: number;
  /** A connection that broke while nobody used it. The pool goes on with others. */
  readonly reportError: (error: unknown) => void;
  readonly statementTimeoutMs?: number;
};

const defaultStatementTimeoutMs = 30_000;
const idleInTransactionMs = 60_000;
/** For a connection, a new one or one of the pool. */
const connectTimeoutMs = 10_000;
const mostTries = 5;
const longestPauseMs = 25;

/** Set by a statement, since startup options given in the URL would replace those given here. */
async function prepareSession(client: ClientBase, statementTimeoutMs: number): Promise<void> {
  const settings = {
    timezone: 'UTC',
    datestyle: 'ISO',
    intervalstyle: 'postgres',
    default_transaction_isolation: 'read committed',
    statement_timeout: String(statementTimeoutMs),
    idle_in_transaction_session_timeout: String(idleInTransactionMs),
  };
  const calls = Object.entries(settings).map(([name, value]) => `set_config('${name}', '${value}', false)`);
  // What is answered is on the disk, and only then in a token (docs/facts/odata.md §5.2). More than `on` may stay.
  const durable = `set_config('synchronous_commit',
    replace(current_setting('synchronous_commit'), 'off', 'on'), false)`;
  const { rows } = await client.query(`select ${calls.join(', ')}, ${durable}, pg_is_in_recovery() as is_standby`);
  // Its snapshots lose changes (docs/facts/odata.md §5.2).
  if (rows[0]?.is_standby === true) throw new DatabaseUnavailable('lost', 'it is a standby; the primary is needed');
}

function over(client: ClientBase): Queryable {
  return {
    async query(sql: string, params: readonly SqlValue[] = []) {
      try {
        return (await client.query<SqlRow>(sql, [...params])).rows;
      } catch (error) {
        throw toSeamError(error);
      }
    },
  };
}

/** Hands out a handle that ends with `use`: a connection back in the pool belongs to somebody else. */
async function withClient<T>(pool: Pool, use: (client: PoolClient, handle: Queryable) => Promise<T>): Promise<T> {
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    // Whatever the server says to somebody who may not come in, it is not about the request.
    throw error instanceof DatabaseUnavailable ? error : new DatabaseUnavailable('lost', error);
  }
  const handle = over(client);
  let isOver = false;
  let isBroken = false;
  try {
    return await use(client, {
      query: (...args) => (isOver ? Promise.reject(new Error('the transaction is over')) : handle.query(...args)),
    });
  } catch (error) {
    isBroken = error instanceof DatabaseUnavailable && error.kind === 'lost';
    throw error;
  } finally {
    isOver = true;
    client.release(isBroken);
  }
}

async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('commit').catch((error) => Promise.reject(toSeamError(error)));
  // PostgreSQL answers so when a statement had failed and nobody noticed.
  if (command !== 'COMMIT') throw new Error('a failed statement was overlooked: nothing was committed');
}

function runOnce<T>(pool: Pool, fn: (tx: Queryable) => Promise<T>): Promise<T> {
  return withClient(pool, async (client, handle) => {
    await handle.query('begin');
    try {
      const result = await fn(handle);
      await commit(client);
      return result;
    } catch (error) {
      // A failed rollback says that the connection is lost, and with it the transaction.
      await handle.query('rollback');
      throw error;
    }
  });
}

async function run<T>(pool: Pool, fn: (tx: Queryable) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await runOnce(pool, fn);
    } catch (error) {
      if (!isContention(error)) throw error;
      if (tries === mostTries) throw new DatabaseUnavailable('busy', error);
      // At random, or the same ones would meet again.
      await setTimeout(Math.random() * longestPauseMs * tries);
    }
  }
}

function parserOf(oid: number, format?: 'text' | 'binary') {
  return cellParsers[oid] ?? types.getTypeParser(oid, format);
}

/** Connects to nothing yet. */
export function openPostgres(options: PostgresOptions): Database {
  const statementTimeoutMs = options.statementTimeoutMs ?? defaultStatementTimeoutMs;
  const pool = new Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'landfall',
    keepAlive: true,
    types: { getTypeParser: parserOf },
    onConnect: (client) => prepareSession(client, statementTimeoutMs),
  });
  let isClosing = false;
  pool.on('error', (error) => {
    // The driver's own error holds the whole connection.
    if (!isClosing) options.reportError(new DatabaseUnavailable('lost', error.message));
  });
  // Of a connection in use; its statement fails with the same error, and unheard it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    engine: 'postgres',
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    query: (sql, params) => withClient(pool, (_, handle) => handle.query(sql, params)),
    tx: (fn) => run(pool, fn),
    close() {
      isClosing = true;
      return pool.end();
    },
  };
}
