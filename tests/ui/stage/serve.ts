import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { build } from 'vite';

const root = new URL('../../../', import.meta.url).pathname;
const outDir = join(root, 'tests/.out/stage-app');
const page = 'tests/ui/stage/index.html';
const types: { readonly [extension: string]: string } = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export interface Stage {
  readonly url: string;
  close(): void;
}

/** Builds the stage and serves it at every path that a browser navigates to, on a free port. */
export async function serveStage(): Promise<Stage> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { outDir, emptyOutDir: true, minify: false, rolldownOptions: { input: join(root, page) } },
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://stage');
    const type = types[extname(pathname)];
    response.setHeader('content-type', type ?? 'text/html');
    try {
      response.end(readFileSync(join(outDir, type === undefined ? page : pathname)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stage has no port');
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}
