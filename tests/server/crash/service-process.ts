import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { onExit } from '../../browsers/processes.ts';

const root = new URL('../../..', import.meta.url).pathname;

export type BuiltService = {
  /** The service, and the `landfall` command. */
  readonly main: string;
  readonly command: string;
  readonly remove: () => void;
};

/** Builds the service alone. Below the root, or Node would not find its packages. */
export function buildService(): BuiltService {
  const folder = join(root, `tests/.out/service-${process.pid}`);
  const { status, stderr } = spawnSync('npx', ['vite', 'build', '--ssr', '--outDir', folder, '--logLevel', 'warn'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the service does not build: ${stderr}`);
  const [main = '', command = ''] = ['main.js', 'landfall.js'].map((name) => join(folder, name));
  return { main, command, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** One person is all the load. */
const noLimits = { LANDFALL_LIMIT_REQUESTS: '999999999', LANDFALL_LIMIT_SECONDS: '999999999' };

export type ProcessOptions = {
  readonly main: string;
  readonly port: number;
  /** LANDFALL_DATA or DATABASE_URL, and what else is wanted. */
  readonly env: Readonly<Record<string, string>>;
};

export interface ServiceProcess {
  readonly url: string;
  readonly output: () => string;
  /** SIGKILL. */
  readonly kill: () => Promise<void>;
  /** As Ctrl+C does; gives the exit code. */
  readonly stop: () => Promise<number | null>;
}

/** The process that `npm start` runs, once it says that it is ready. @throws with its output if it ends before */
export async function startProcess({ main, port, env }: ProcessOptions): Promise<ServiceProcess> {
  const inherited = { ...process.env, DATABASE_URL: '', LANDFALL_LEVERS: '', LANDFALL_ENVIRONMENTS: '' };
  // Load is not to be throttled here.
  const limits = { LANDFALL_LIMIT_REQUESTS: '1000000', LANDFALL_LIMIT_SECONDS: '1000000' };
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: {
      ...inherited,
      ...limits,
      HOST: '127.0.0.1',
      PORT: String(port),
      LANDFALL_DEMO_SCALE: '0.005',
      ...noLimits,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const forget = onExit(() => child.kill('SIGKILL'));
  let output = '';
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      forget();
      resolve(code);
    });
  });
  await new Promise<void>((resolve, reject) => {
    const read = (data: Buffer): void => {
      output += data;
      if (/Landfall is ready|"event":"ready"/.test(output)) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    void ended.then((code) => reject(new Error(`the service ended with ${code}: ${output}`)));
  });
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => output,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}
