import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { strictHeaders } from '../../../server/headers.ts';
import { type HttpServer, listen } from '../../../server/http-server.ts';
import { freePort } from '../../browsers/free-port.ts';
import { sampleData } from '../sample-data.ts';
import { dataPath, openService, type TestService } from '../service-fixture.ts';
import { runsOf, seed, unlimited } from './fuzz-run.ts';

/** Bytes on a socket, past every client that would write HTTP as it should be. */

const host = '127.0.0.1';
let service: TestService;
let server: HttpServer;
let port: number;
let token: string;
beforeAll(async () => {
  service = await openService({ data: sampleData, protection: unlimited });
  port = await freePort();
  const fetchIt = (request: Request, env: object): Response | Promise<Response> => service.app.fetch(request, env);
  server = await listen({ port, host, headers: strictHeaders([]), trustedProxies: 1, fetch: fetchIt });
  token = (await service.as('gwen')).token;
});
afterAll(async () => {
  // Resolves when no socket is left, and says how many requests were still at work.
  expect(await server.close(0)).toBe(0);
  expect(service.errors).toEqual([]);
  await service.close();
});

function open(): Socket {
  const socket = connect(port, host);
  // What the service cut while it was written to.
  socket.on('error', () => {});
  return socket;
}

/** `once` of events would take the error for the end of the test. */
const closeOf = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

/** All that comes back until the service closes. */
async function answerOf(send: (socket: Socket) => void): Promise<string> {
  const socket = open();
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    answer += text;
  });
  send(socket);
  await closeOf(socket);
  return answer;
}

/** Nothing more is sent: what is not answered by then the service may leave unanswered. */
const exchange = (bytes: Uint8Array): Promise<string> => answerOf((socket) => socket.end(bytes));

async function expectAlive(): Promise<void> {
  const response = await fetch(`http://${host}:${port}${dataPath}/territories?$select=name`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { value } = (await response.json()) as { value: unknown[] };
  expect(value).toHaveLength(2);
}

const statuses = (answer: string): readonly string[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status = '']) => status);
const expectNo5xx = (answer: string): void => expect(statuses(answer).filter((status) => status >= '500')).toEqual([]);

const authorized = (): string => `host: ${host}\r\nauthorization: Bearer ${token}\r\n`;
const get = (address: string): string => `GET ${address} HTTP/1.1\r\n${authorized()}\r\n`;
const post = (head: string, body: string): string =>
  `POST ${dataPath}/accounts HTTP/1.1\r\n${authorized()}content-type: application/json\r\n${head}\r\n\r\n${body}`;
const body = '{"name":"raw"}';

const templates: readonly (() => string)[] = [
  () => get(`${dataPath}/WhoAmI`),
  () => get('/health/live').repeat(20),
  () => get(`${dataPath}/accounts?$filter=name%20eq%20%27x`).repeat(3),
  () => get('http://evil.test/api/data/v9.2/WhoAmI'),
  () => get('*'),
  () => get('//evil.test//'),
  () => get('/api/data/v9.2/\x80\xff'),
  () => post(`content-length: ${body.length}`, body),
  () => post('content-length: 5000', body),
  () => post('content-length: 3', body),
  () => post('content-length: -1', body),
  () => post('content-length: 1e3', body),
  () => post(`content-length: ${body.length}\r\ntransfer-encoding: chunked`, body),
  () => post('transfer-encoding: chunked', `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`),
  () => post('transfer-encoding: chunked', 'zz\r\nx\r\n'),
  () => post('transfer-encoding: chunked', 'ffffffffffffffff\r\nx\r\n'),
  () => post('transfer-encoding: chunked', `e;${'x'.repeat(20_000)}\r\n${body}\r\n0\r\n\r\n`),
  () => post('transfer-encoding: gzip, chunked', '0\r\n\r\n'),
  () => post('expect: 100-continue\r\ncontent-length: 14', body),
  () => post('expect: nonsense\r\ncontent-length: 14', body),
  () => post('content-encoding: gzip\r\ncontent-length: 14', body),
  () => `CONNECT evil.test:443 HTTP/1.1\r\n${authorized()}\r\n`,
  () => `TRACE / HTTP/1.1\r\n${authorized()}\r\n`,
  () => `OPTIONS * HTTP/1.1\r\n${authorized()}\r\n`,
  () => `PURGE /api/x HTTP/1.1\r\n${authorized()}\r\n`,
  () => `GET /api/x HTTP/1.1\r\n${authorized()}upgrade: websocket\r\nconnection: upgrade\r\n\r\n`,
  () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  () => 'GET / HTTP/1.0\r\n\r\n',
  () => 'GET /\r\n',
  () => 'GET / HTTP/1.1\r\n\r\n',
  () => 'GET / HTTP/1.1\r\nhost: a b\r\n\r\n',
  ...['127.k.0.1', '1.2.3.999', 'x:99999', '[::1', 'xn--a', '%00', '']
    .map((name) => `GET / HTTP/1.1\r\nhost: ${name}\r\n\r\n`)
    .map((text) => () => text),
  () => 'GET / HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n',
  () => 'GET / HTTP/1.1\r\nhost: \u00ff%\r\n\r\n',
  ...['a/b', '[', 'user@x', 'x?', ' '].map(
    (name) => (): string => `GET / HTTP/1.1\r\nhost: ${name}\r\nx-forwarded-proto: https\r\n\r\n`,
  ),
  () => 'GET / HTTP/1.1\r\nhost: x\r\n folded: y\r\n\r\n',
  () => `GET / HTTP/1.1\r\nhost: x\r\nbig: ${'x'.repeat(100_000)}\r\n\r\n`,
  () => `GET / HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(5_000)}\r\n`,
  () => `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
  () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  () => '\r\n\r\n\r\n',
];

const damaged = fc
  .record({
    template: fc.nat(templates.length - 1),
    flips: fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }),
    end: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ template, flips, end }) => {
    return (): Uint8Array => {
      const bytes = Buffer.from(templates[template]?.() ?? '', 'latin1');
      for (const [at, byte] of flips) bytes[at % bytes.length] = byte;
      return bytes.subarray(0, Math.ceil(bytes.length * end));
    };
  });
const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => () => bytes);

it('each odd request gets a 4xx, an answer, or a closed connection', async () => {
  for (const template of templates) expectNo5xx(await exchange(Buffer.from(template(), 'latin1')));
  expect(service.errors).toEqual([]);
  await expectAlive();
});

it(`so does noise, and each of them with bytes changed and its end missing (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(noise, damaged, damaged), async (bytesOf) => {
      expectNo5xx(await exchange(bytesOf()));
      expect(service.errors).toEqual([]);
    }),
    runsOf(250),
  );
  await expectAlive();
});

it(`a sender that goes away in the middle disturbs nobody (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(damaged, { minLength: 1, maxLength: 10 }), async (many) => {
      const gone = many.map(async (bytesOf) => {
        const socket = open();
        await once(socket, 'connect');
        socket.write(bytesOf(), () => socket.resetAndDestroy());
        await closeOf(socket);
      });
      await Promise.all(gone);
      await expectAlive();
    }),
    runsOf(15),
  );
  expect(service.errors).toEqual([]);
});

it('connections that say nothing, or half of something, keep nobody waiting', async () => {
  const idle = Array.from({ length: 100 }, (_, at) => {
    const socket = open();
    socket.write(
      at % 2 === 0 ? '' : `POST ${dataPath}/accounts HTTP/1.1\r\n${authorized()}content-length: 100\r\n\r\n{`,
    );
    return socket;
  });
  await Promise.all(idle.map((socket) => once(socket, 'connect')));
  await expectAlive();
  const closed = idle.map(closeOf);
  for (const socket of idle) socket.destroy();
  await Promise.all(closed);
});

it('requests written in one go are answered in their order', async () => {
  const paths = Array.from({ length: 60 }, (_, at) => `${dataPath}/nothing${at}`);
  const last = `GET ${dataPath}/nothing60 HTTP/1.1\r\n${authorized()}connection: close\r\n\r\n`;
  const answer = await answerOf((socket) => socket.write(paths.map(get).join('') + last));
  expect([...answer.matchAll(/nothing(\d+)/g)].map(([, at]) => Number(at))).toEqual([...paths.keys(), 60]);
});

it('a body without end is refused long before it is much, and the connection closed', async () => {
  const socket = open();
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    answer += text;
  });
  socket.write(post('transfer-encoding: chunked', ''));
  const piece = Buffer.from(`10000\r\n${'x'.repeat(0x1_0000)}\r\n`);
  const closed = closeOf(socket);
  let sent = 0;
  const most = 256 * 1024 * 1024;
  while (!socket.destroyed && sent < most) {
    sent += piece.length;
    await new Promise<void>((resolve) => {
      socket.once('close', resolve);
      socket.write(piece, () => {
        socket.off('close', resolve);
        resolve();
      });
    });
  }
  expect(sent).toBeLessThan(most);
  await closed;
  expect(answer === '' ? ['413'] : statuses(answer)).toEqual(['413']);
  await expectAlive();
});
