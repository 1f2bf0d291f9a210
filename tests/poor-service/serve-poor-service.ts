import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PoorService } from './poor-service.ts';

export interface ServedPoorService {
  /** The service's root, ending in a slash. */
  readonly url: string;
  /** Cuts every connection and takes no more until `resume`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** The headers that docs/odata-services.md asks of a service on another origin than the app's. */
const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers': 'accept, content-type, if-match, odata-version, odata-maxversion, prefer',
  'access-control-expose-headers': 'etag, retry-after, date',
};

/** The poor service over HTTP, on a port of its own, for pages of another origin. */
export async function servePoorService(service: PoorService): Promise<ServedPoorService> {
  const server = createServer((incoming, outgoing) => {
    void answer(service, incoming).then(async (response) => {
      outgoing.writeHead(response.status, { ...cors, ...Object.fromEntries(response.headers) });
      outgoing.end(await response.text());
    });
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/odata/`, pause: stop, resume: () => listen(port), close: stop };
}

async function answer(service: PoorService, incoming: IncomingMessage): Promise<Response> {
  if (incoming.method === 'OPTIONS') return new Response(null, { status: 204 });
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
  const method = incoming.method ?? 'GET';
  const body = chunks.length > 0 ? { body: Buffer.concat(chunks).toString() } : {};
  return await service.handle(
    new Request(`http://${incoming.headers.host}${incoming.url}`, { method, headers, ...body }),
  );
}
