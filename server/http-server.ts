import { createServer, type IncomingMessage, type Server } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { trackConnections } from './connections.ts';
import type { StrictHeaders } from './headers.ts';
import { StartFailure } from './start-failure.ts';

export type Fetch = (request: Request, env: HttpBindings) => Response | Promise<Response>;

export type HttpServer = {
  /**
   * Takes no new connection, closes the idle ones, and lets what is being answered end: for so long, and what is then
   * left is cut. Resolves with how many were cut.
   */
  readonly close: (graceMs: number) => Promise<number>;
};

type Listening = {
  readonly port: number;
  readonly host: string;
  readonly headers: StrictHeaders;
  /** Reverse proxies of ours in front: what they say of the scheme is believed. */
  readonly trustedProxies: number;
  /** Asked again for each request: while the service starts it is another one. */
  readonly fetch: Fetch;
};

function listenFailure(error: NodeJS.ErrnoException, host: string, port: number): StartFailure {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartFailure(`Port ${port} is taken by another program. Choose another one with PORT.`);
    case 'EACCES':
      return new StartFailure(`Port ${port} may not be used by this user. Choose another one with PORT.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartFailure(`HOST "${host}" is not an address of this machine.`);
    default:
      return new StartFailure(`Cannot listen on ${host}:${port}: ${error.message}`);
  }
}

/** What Node itself refuses (broken or oversized requests) gets the strict headers too; the code is inferred. */
function rawRefusal(headers: StrictHeaders): string {
  const body =
    '{"error":{"code":"0x80060000","message":"The request is not valid HTTP or its headers are too large."}}';
  const lines = Object.entries(headers.entries).map(([name, value]) => `${name}: ${value}`);
  const own = ['content-type: application/json', `content-length: ${body.length}`, 'connection: close'];
  return ['HTTP/1.1 400 Bad Request', ...lines, ...own, '', body].join('\r\n');
}

function badHost(headers: StrictHeaders): Response {
  const error = { code: '0x80060000', message: 'The request has no valid address or Host header.' };
  return Response.json({ error }, { status: 400, headers: headers.entries });
}

/**
 * Links in answers are absolute. Behind a proxy that ends TLS they must begin with https, or the app may not follow
 * them. HTTP allows the whole address in a request's first line.
 */
function believeScheme(incoming: IncomingMessage, trustedProxies: number): void {
  const said = String(incoming.headers['x-forwarded-proto'] ?? '').split(',');
  const scheme = (trustedProxies === 0 ? '' : (said.at(-trustedProxies) ?? said[0] ?? '')).trim();
  const isPath = incoming.url?.startsWith('/') === true;
  if (scheme === 'https' && isPath && incoming.headers.host !== undefined) {
    incoming.url = `https://${incoming.headers.host}${incoming.url}`;
  }
}

export async function listen({ port, host, headers, trustedProxies, fetch }: Listening): Promise<HttpServer> {
  // The adapter looks at the characters of Host only: `127.k.0.1` and `host:99999` are of the right ones.
  const answer: Fetch = (request, env) => (URL.canParse(request.url) ? fetch(request, env) : badHost(headers));
  const listener = getRequestListener((request, env) => answer(request, env as HttpBindings), {
    overrideGlobalObjects: false,
    errorHandler: () => badHost(headers),
  });
  const server: Server = createServer(
    // A URL of the greatest length (docs/facts/dataverse.md §2.1), and as much again for the headers.
    { maxHeaderSize: 64 * 1024 },
    (incoming, outgoing) => {
      believeScheme(incoming, trustedProxies);
      void listener(incoming, outgoing);
    },
  );
  // Longer than a reverse proxy keeps them, or it would send a request into a connection that just closes.
  server.keepAliveTimeout = 75_000;
  const connections = trackConnections(server);
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end(rawRefusal(headers));
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, host, port)));
    server.listen(port, host, resolve);
  });
  return {
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const cut = await connections.end(graceMs);
      await closed;
      return cut;
    },
  };
}
