import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { strictHeaders } from '../../../server/headers.ts';
import { type HttpServer, listen } from '../../../server/http-server.ts';
import { createLifecycle, type Lifecycle } from '../../../server/lifecycle.ts';
import { freePort } from '../../browsers/free-port.ts';
import { base, dataPath, openService, silent, type TestService } from '../service-fixture.ts';

const row = `${dataPath}/accounts(11111111-2222-4333-8444-555555555555)`;
const json = { 'content-type': 'application/json' };

type Running = {
  readonly service: TestService;
  readonly lifecycle: Lifecycle;
  readonly address: string;
  readonly port: number;
  readonly token: string;
  readonly signal: (name: 'SIGTERM' | 'SIGINT') => void;
  readonly exited: Promise<number>;
  readonly ended: string[];
};

let running: Running;
let server: HttpServer;
let graceMs: number;

/** As main.ts puts it together, with signals and the end of the process in the test's hands. */
beforeEach(async () => {
  graceMs = 60_000;
  const signals = new EventEmitter();
  const ended: string[] = [];
  let exit = (_code: number): void => {};
  const exited = new Promise<number>((resolve) => {
    exit = resolve;
  });
  const parts = { log: silent, signals: signals as unknown as NodeJS.Process, longestStopMs: () => 120_000 };
  const lifecycle = createLifecycle({ ...parts, exit: (code) => exit(code) });
  const service = await openService({ scale: 0.002, hasLevers: true, phase: lifecycle.phase });
  const port = await freePort();
  const host = '127.0.0.1';
  const fetch = (request: Request, env: object): Response | Promise<Response> => service.app.fetch(request, env);
  server = await listen({ port, host, headers: strictHeaders([]), trustedProxies: 1, fetch });
  lifecycle.holding(() => ended.push('database'));
  lifecycle.serving(async () => ended.push(`cut ${await server.close(graceMs)}`));
  lifecycle.serves();
  running = {
    service,
    lifecycle,
    port,
    ended,
    exited,
    address: `http://${host}:${port}`,
    token: (await service.as('dana')).token,
    signal: (name) => void signals.emit(name),
  };
});
afterEach(async () => {
  await server.close(0);
  await running.service.close();
});

/** Without a connection: the levers are reached when no new one is taken any more. */
const lever = (path: string, method = 'GET', body?: unknown) =>
  running.service.app.request(`${base}/__levers/${path}`, {
    method,
    headers: json,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** Resolves when the request is held; its answer comes later. */
async function holdPatch(kind: 'hold-before' | 'hold-after-applying'): Promise<{ readonly answer: Promise<Response> }> {
  await lever('faults', 'POST', { kind, method: 'PATCH' });
  const held = lever('wait?event=held&count=1');
  const headers = { ...json, authorization: `Bearer ${running.token}` };
  const answer = fetch(running.address + row, { method: 'PATCH', headers, body: '{"name":"in flight"}' });
  answer.catch(() => {});
  await held;
  return { answer };
}

async function open(text = ''): Promise<Socket> {
  const socket = connect(running.port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  if (text !== '') socket.write(text);
  return socket;
}

const status = async (): Promise<unknown> => (await running.service.app.request(`${base}/health/ready`)).json();

it.each(['hold-before', 'hold-after-applying'] as const)(
  'a request in flight (%s) is answered after SIGTERM, and its write is there',
  async (kind) => {
    const { answer } = await holdPatch(kind);
    running.signal('SIGTERM');
    expect(await status()).toEqual({ status: 'stopping' });
    await expect(fetch(`${running.address}/health/live`)).rejects.toThrow();
    expect(running.ended).toEqual([]);
    await lever('faults', 'DELETE');
    expect((await answer).status).toBe(204);
    expect(await running.exited).toBe(0);
    expect(running.ended).toEqual(['cut 0', 'database']);
    const [found] = await running.service.database.query(
      "select name from account where accountid::text like '11111111-2222%'",
    );
    expect(found).toEqual({ name: 'in flight' });
  },
);

it('what takes longer than its time is cut, and the service stops in order all the same', async () => {
  graceMs = 20;
  const { answer } = await holdPatch('hold-before');
  running.signal('SIGINT');
  await expect(answer).rejects.toThrow();
  expect(await running.exited).toBe(0);
  expect(running.ended).toEqual(['cut 1', 'database']);
  await lever('faults', 'DELETE');
});

it('connections on which nothing is answered hold nobody up: silent, kept alive, half a request, a waiting lever', async () => {
  const sockets = [
    await open(),
    await open('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n'),
    await open('GET /health/live HTTP/1.1\r\nhost'),
    await open('GET /__levers/wait?event=held&count=99 HTTP/1.1\r\nhost: x\r\n\r\n'),
  ];
  await once(sockets[1] ?? new EventEmitter(), 'data');
  const closed = sockets.map((socket) => once(socket.resume(), 'close'));
  running.signal('SIGTERM');
  expect(await running.exited).toBe(0);
  await Promise.all(closed);
  expect(running.ended).toEqual(['cut 0', 'database']);
});

it('a second signal exits at once', async () => {
  const { answer } = await holdPatch('hold-before');
  running.signal('SIGTERM');
  running.signal('SIGINT');
  expect(await running.exited).toBe(130);
  expect(running.ended).toEqual([]);
  await lever('faults', 'DELETE');
  await answer;
});

it('a start that fails ends what was begun and exits with 1; so does an end that fails', async () => {
  running.lifecycle.holding(() => Promise.reject(new Error('cannot close')));
  await running.lifecycle.fail('no reason');
  expect(await running.exited).toBe(1);
  expect(running.lifecycle.phase()).toBe('stopping');
});

it('links begin with https where the trusted proxy says that it was asked so, and not where a caller says it', async () => {
  const contextWith = async (proto: Record<string, string>): Promise<unknown> => {
    const headers = { ...proto, authorization: `Bearer ${running.token}` };
    const answered = await fetch(`${running.address}${dataPath}/accounts?$top=1&$select=name`, { headers });
    return ((await answered.json()) as Record<string, unknown>)['@odata.context'];
  };
  const https = `https://127.0.0.1:${running.port}${dataPath}/$metadata#accounts(name)`;
  expect(await contextWith({ 'x-forwarded-proto': 'https' })).toBe(https);
  // Only the last entry is the proxy's own.
  expect(await contextWith({ 'x-forwarded-proto': 'https, http' })).toBe(https.replace('https', 'http'));
  expect(await contextWith({})).toBe(https.replace('https', 'http'));
});
