import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../browsers/free-port.ts';
import { dist } from './support/dist.ts';
import { type Service, startService } from './support/service.ts';

const main = join(dist, 'server/main.js');

/** Runs the built service until it ends by itself. */
function end(env: Readonly<Record<string, string>>): Promise<{ code: number | null; out: string; err: string }> {
  const child: ChildProcess = spawn(process.execPath, [main], { env: { ...process.env, ...env } });
  let out = '';
  let err = '';
  child.stdout?.on('data', (data) => {
    out += data;
  });
  child.stderr?.on('data', (data) => {
    err += data;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

describe('starting the service', () => {
  let running: Service;
  const empty = mkdtempSync(join(tmpdir(), 'landfall-start-'));
  beforeAll(async () => {
    running = await startService();
  });
  afterAll(async () => {
    await running.remove();
    rmSync(empty, { recursive: true, force: true });
  });

  test('prints where to open it and who may sign in', () => {
    expect(running.output).toContain(`http://localhost:${running.port}`);
    for (const name of ['dana', 'tom', 'tessa', 'rita']) expect(running.output).toContain(`${name}-landfall`);
  });

  test('on a port that is taken it says so in one line and ends with 1', async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const { code, err } = await end({ PORT: String(port), LANDFALL_DATA: empty, LANDFALL_DEMO_SCALE: '0.001' });
    other.close();
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(String(port));
  });

  test('on a folder that another process uses it says so in one line, ends with 1 and damages nothing', async () => {
    const { code, err } = await end({ PORT: String(await freePort()), LANDFALL_DATA: running.dataFolder });
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(running.dataFolder);
    await running.stop();
    await running.start();
    expect((await fetch(`${running.url}/config.json`)).status).toBe(200);
  });

  test('with a port that is none it says so in one line and ends with 1', async () => {
    const { code, err } = await end({ PORT: 'eighty', LANDFALL_DATA: empty });
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('on a Node that is too old it says so in one line and ends with 1', () => {
    const check = new URL('../../server/check-node.cjs', import.meta.url).pathname;
    const asOld = `Object.defineProperty(process.versions, 'node', { value: '18.20.0' }); require(${JSON.stringify(check)})`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', asOld], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr.trim()).toBe('Landfall needs Node 20.19 or newer; this is 18.20.0.');
  });
});
