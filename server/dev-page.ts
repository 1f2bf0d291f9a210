import { StartFailure } from './start-failure.ts';

/** The page as sources, reloading on change, in front of the service. Vite is loaded in development only. */
export async function startDevPage(host: string, port: number, servicePort: number): Promise<() => Promise<void>> {
  const { createServer } = await import('vite');
  const target = `http://127.0.0.1:${servicePort}`;
  const proxied = { target, changeOrigin: false };
  const server = await createServer({
    server: {
      host,
      port,
      strictPort: true,
      proxy: { '/api': proxied, '/config.json': proxied, '/__levers': proxied },
    },
  });
  try {
    await server.listen();
  } catch (error) {
    await server.close();
    throw new StartFailure(`The development page cannot start: ${error instanceof Error ? error.message : error}`);
  }
  return () => server.close();
}
