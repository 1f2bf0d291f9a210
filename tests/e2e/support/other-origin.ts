import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppPage } from '../../browsers/app-driver.ts';

export interface OtherOrigin {
  readonly url: string;
  stop(): Promise<void>;
}

/** A page of another origin that does nothing: a window of it keeps a browser open that shows the app no more. */
export async function serveOtherOrigin(): Promise<OtherOrigin> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><html lang="en"><title>Elsewhere</title><p>Elsewhere</p>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/**
 * Asks for an address from a window, again and again, until that many requests were answered and so much time has
 * passed there: long enough for whatever else the browser might do by itself.
 */
export async function askFrom(page: AppPage, url: string, times: number, forMs: number): Promise<void> {
  await page.evaluate(
    async (address, least, ms) => {
      const until = performance.now() + ms;
      for (let asked = 0; asked < least || performance.now() < until; asked++) {
        // Refused, as nobody is signed in here; that it was answered is all that is asked for.
        await fetch(`${address}?asked=${asked}`, { mode: 'no-cors' });
        await new Promise((resolve) => setTimeout(resolve, ms / least));
      }
    },
    url,
    times,
    forMs,
  );
}
