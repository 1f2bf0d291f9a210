import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../tests/browsers/free-port.ts';
import { onExit } from '../tests/browsers/processes.ts';
import { type Figure, figure } from './figure.ts';

const root = new URL('..', import.meta.url).pathname;
const laterStarts = 3;

/** `npm start`, build included, until it prints where to open the app: with no data yet, and with data. */
export async function measureStart(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-bench-'));
  onExit(() => rmSync(folder, { recursive: true, force: true }));
  const first = await startOnce(folder);
  const later: number[] = [];
  for (let run = 0; run < laterStarts; run++) later.push(await startOnce(folder));
  rmSync(folder, { recursive: true, force: true });
  return [
    figure('`npm start` to the address, first (fills 85,000 demo rows)', 's', [first / 1000], 1),
    figure(
      '`npm start` to the address, later',
      's',
      later.map((ms) => ms / 1000),
      1,
    ),
  ];
}

async function startOnce(folder: string): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: root,
    // Vite, which runs this, calls the environment a development one; people start for production.
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      LANDFALL_DATA: folder,
      LANDFALL_DEMO_SCALE: '1',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = () => process.kill(-(child.pid ?? 0), 'SIGTERM');
  const forget = onExit(end);
  await new Promise<void>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
      if (output.includes(`http://localhost:${port}`)) resolve();
    });
    void ended.then(() => reject(new Error(`npm start ended: ${output}`)));
  });
  const took = performance.now() - began;
  forget();
  end();
  await ended;
  return took;
}
