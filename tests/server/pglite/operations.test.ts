import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../browsers/free-port.ts';
import { signInAt } from '../crash/data-client.ts';
import { type BuiltService, buildService, type ServiceProcess, startProcess } from '../crash/service-process.ts';

const row = 'accounts(11111111-2222-4333-8444-555555555555)';
let built: BuiltService;
let folder: string;
let port: number;

beforeAll(async () => {
  built = buildService();
  folder = mkdtempSync(join(tmpdir(), 'landfall-operations-'));
  port = await freePort();
}, 120_000);
afterAll(() => {
  built.remove();
  rmSync(folder, { recursive: true, force: true });
});

const environment = () => ({ LANDFALL_DATA: join(folder, 'data') });
const start = (env: Record<string, string> = {}): Promise<ServiceProcess> =>
  startProcess({ main: built.main, port, env: { ...environment(), ...env } });
const commandEnvironment = () => ({ ...process.env, DATABASE_URL: '', ...environment() });

function landfall(...words: string[]): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [built.command, ...words], {
    env: commandEnvironment(),
    encoding: 'utf8',
  });
  return { code: status, output: stdout + stderr };
}

async function nameOfRow(service: ServiceProcess): Promise<unknown> {
  return (await (await signInAt(service.url, 'dana')).send(service.url, 'GET', `${row}?$select=name`)).body.name;
}

/** Ends with the service. */
async function tokenOf(service: ServiceProcess): Promise<string> {
  const answered = await fetch(`${service.url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"dana","password":"dana-landfall"}',
  });
  return String(((await answered.json()) as { token: string }).token);
}

it('a change whose body is still coming when SIGTERM comes is answered and kept; the log says nothing of it', {
  timeout: 240_000,
}, async () => {
  const service = await start({ LANDFALL_LOG: 'json' });
  const body = '{"name":"sent slowly"}';
  const socket = connect(port, '127.0.0.1');
  const head = [
    `PATCH /api/data/v9.2/${row} HTTP/1.1`,
    'host: localhost',
    `authorization: Bearer ${await tokenOf(service)}`,
    'content-type: application/json',
    'expect: 100-continue',
    `content-length: ${body.length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  // The service has the request when it asks for the body.
  expect(String((await once(socket, 'data'))[0])).toContain('100 Continue');
  socket.write(body.slice(0, 5));
  const stopped = service.stop();
  // It listens no longer: it has begun to stop.
  for (let isListening = true; isListening; ) {
    const probe = connect(port, '127.0.0.1');
    isListening = await Promise.race([
      once(probe, 'connect').then(() => true),
      once(probe, 'error').then(() => false),
    ]).catch(() => false);
    probe.destroy();
  }
  const answer = once(socket, 'data');
  socket.write(body.slice(5));
  expect(String((await answer)[0])).toContain('HTTP/1.1 204');
  expect(await stopped).toBe(0);
  const lines = service.output().trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'info', event: 'ready', address: `http://localhost:${port}` },
    { level: 'info', event: 'stopping', signal: 'SIGTERM' },
  ]);
  const again = await start();
  expect(await nameOfRow(again)).toBe('sent slowly');
  expect(await again.stop()).toBe(0);
});

it('the data folder is shut to other users at every start, and the demo is not served to other machines', {
  timeout: 240_000,
}, async () => {
  const data = join(folder, 'data');
  const modes = () => [data, join(data, 'pglite')].map((path) => (statSync(path).mode & 0o777).toString(8));
  for (const path of [data, join(data, 'pglite')]) chmodSync(path, 0o755);
  const refused = await start({ HOST: '0.0.0.0' }).catch((error: unknown) => String(error));
  expect(refused).toMatch(/ended with 1: Landfall cannot start\. Others can reach this service \(HOST is 0\.0\.0\.0\)/);
  expect(modes()).toEqual(['700', '700']);
  for (const path of [data, join(data, 'pglite')]) chmodSync(path, 0o755);
  const exported = join(folder, 'accounts.csv');
  expect(landfall('export', 'account', '--file', exported).code).toBe(0);
  expect(modes()).toEqual(['700', '700']);
  expect((statSync(exported).mode & 0o777).toString(8)).toBe('600');
  const open = await start({ HOST: '0.0.0.0', LANDFALL_DEMO: 'open' });
  expect(await open.stop()).toBe(0);
});

it('backup while the service runs, refusal to restore over it, restore when it is stopped', {
  timeout: 240_000,
}, async () => {
  const file = join(folder, 'one.backup');
  const service = await start();
  const made = landfall('backup', file);
  expect(made).toMatchObject({ code: 0, output: expect.stringMatching(/one\.backup: \d+ rows of \d+ tables/) });
  expect(landfall('backup', file)).toMatchObject({ code: 1, output: expect.stringContaining('exists already') });
  const dana = await signInAt(service.url, 'dana');
  expect((await dana.send(service.url, 'PATCH', row, { body: { name: 'lost' } })).status).toBe(204);
  expect(landfall('restore', file, '--replace').code).toBe(1);
  expect(await nameOfRow(service)).toBe('lost');
  await service.stop();
  expect(landfall('restore', file)).toMatchObject({ code: 1, output: expect.stringContaining('--replace') });
  expect(landfall('restore', join(folder, 'none.backup'), '--replace')).toMatchObject({ code: 1 });
  expect(landfall('restore', file, '--replace')).toMatchObject({ code: 0 });
  const restored = await start();
  expect(await nameOfRow(restored)).toBe('sent slowly');
  expect((await dana.send(restored.url, 'GET', row)).status).toBe(401);
  await restored.stop();
});

it('a restore killed in the middle leaves the former data', { timeout: 240_000 }, async () => {
  const bytes = readFileSync(join(folder, 'one.backup'));
  const before = await start();
  const dana = await signInAt(before.url, 'dana');
  await dana.send(before.url, 'PATCH', row, { body: { name: 'to be kept' } });
  await before.stop();
  // Read through a pipe: once whole, for the check, and then no further than half.
  const pipe = join(folder, 'pipe');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  const child = spawn(process.execPath, [built.command, 'restore', pipe, '--replace'], {
    env: commandEnvironment(),
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const whole = createWriteStream(pipe);
  whole.end(bytes);
  await once(whole, 'close');
  const half = createWriteStream(pipe);
  half.on('error', () => {});
  half.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
  // The other end has been opened: the work inside the transaction has begun.
  await once(half, 'open');
  child.kill('SIGKILL');
  await ended;
  half.destroy();
  expect(existsSync(join(folder, 'data/landfall.lock'))).toBe(true);
  const after = await start();
  expect(await nameOfRow(after)).toBe('to be kept');
  expect(await after.stop()).toBe(0);
});
