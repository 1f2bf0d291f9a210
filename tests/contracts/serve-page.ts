import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'vite';
import type { ContractReport } from './page.ts';

const root = new URL('../..', import.meta.url).pathname;

export interface ServedPage {
  readonly url: string;
  /** Resolves with the next report that a page sends. */
  nextReport(): Promise<ContractReport>;
  stop(): Promise<void>;
}

/** Bundles the contract page and serves it on a free port; the page runs every case when it is opened, and reports. */
export async function serveContractPage(): Promise<ServedPage> {
  const script = await bundle();
  let heard: (report: ContractReport) => void = () => {};
  const server = createServer(async (request, response) => {
    if (request.url === '/report') {
      heard(JSON.parse(await bodyOf(request)) as ContractReport);
      response.end();
    } else if (request.url === '/page.js') {
      response.setHeader('content-type', 'text/javascript').end(script);
    } else {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>Contracts</title><script type="module" src="/page.js"></script>');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    nextReport: () =>
      new Promise((resolve) => {
        heard = resolve;
      }),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      copyPublicDir: false,
      rolldownOptions: { input: `${root}tests/contracts/page.ts` },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const chunks = outputs.flatMap((one) => ('output' in one ? one.output : [])).filter((one) => one.type === 'chunk');
  const [only] = chunks;
  if (only === undefined || chunks.length > 1) throw new Error(`${chunks.length} chunks instead of one`);
  return only.code;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
