import { readFileSync } from 'node:fs';
import { createServer } from 'vite';

const root = new URL('../../../', import.meta.url).pathname;
const page = new URL('index.html', import.meta.url);

/** Serves the stage at every path that a browser navigates to, on a free port. */
export async function serveStage() {
  const server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    cacheDir: 'node_modules/.vite-stage',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    optimizeDeps: { entries: ['tests/ui/stage/stage.tsx'] },
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    plugins: [
      {
        name: 'stage-page',
        configureServer: (vite) => {
          vite.middlewares.use(async (request, response, next) => {
            if (!request.headers.accept?.includes('text/html')) return next();
            response.setHeader('content-type', 'text/html');
            response.end(await vite.transformIndexHtml(request.url ?? '/', readFileSync(page, 'utf8')));
          });
        },
      },
    ],
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (address === null || address === undefined || typeof address === 'string')
    throw new Error('the stage has no port');
  return { url: `http://127.0.0.1:${address.port}`, server };
}
