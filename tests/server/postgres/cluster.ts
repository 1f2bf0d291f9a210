import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lastingPort } from '../../browsers/free-port.ts';
import { loadEmbeddedPostgres } from './embedded-package.ts';

const user = 'landfall';
const password = 'a-secret-of-the-tests';

/** A PostgreSQL server of its own, on a port of its own, in a temporary folder. */
export interface Cluster {
  readonly port: number;
  /** Address of one of its databases, as DATABASE_URL has it. */
  readonly url: (database: string) => string;
  readonly start: () => Promise<void>;
  /** No farewell to anybody: `immediate` is PostgreSQL's own way, `SIGKILL` ends all its processes at once. */
  readonly crash: (how: 'immediate' | 'SIGKILL') => Promise<void>;
  /** Starts it again as one that only follows a primary and may be read. */
  readonly becomeStandby: () => Promise<void>;
  /** Ends it for good; its folder goes too. */
  readonly remove: () => Promise<void>;
}

function childrenOf(pid: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map(Number)
    .filter((child) => child > 0);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was gone already.
  }
}

/** A process that has ended and that nobody has asked after yet runs no more. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z\s]/.test(stdout);
}

/** `settings` such as `fsync=off`. */
export async function startCluster(settings: readonly string[]): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-postgres-'));
  // As root it runs as the user postgres, who has to get into the folder.
  chmodSync(folder, 0o755);
  const EmbeddedPostgres = await loadEmbeddedPostgres(folder);
  const port = await lastingPort();
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
    start: () => orSay(server.start()),
    async crash(how) {
      const postmaster = Number(readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
      const children = childrenOf(postmaster);
      process.kill(postmaster, how === 'immediate' ? 'SIGQUIT' : 'SIGKILL');
      // They would end by themselves, but only when they notice.
      if (how === 'SIGKILL') for (const child of children) killIfThere(child);
      for (const pid of [postmaster, ...children]) while (isRunning(pid)) await setTimeout(10);
    },
    async becomeStandby() {
      await server.stop();
      writeFileSync(join(folder, 'data/standby.signal'), '');
      // The package waits for words that a standby does not say.
      server.start().catch(() => {});
      while (!said.join('').includes('ready to accept read-only connections')) await setTimeout(10);
    },
    async remove() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
