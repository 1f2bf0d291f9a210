import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Something between app and service that lets requests through and loses answers. */
export interface DroppingProxy {
  readonly url: string;
  /** Answers lost so far, each to a write that the service had answered. */
  readonly lost: number;
  /** From now on nothing is lost. */
  heal(): void;
  close(): Promise<void>;
}

/** Of the answers to writes, `isLost` says which never arrive: their connection is cut once the service has answered. */
export async function startDroppingProxy(port: number, isLost: () => boolean): Promise<DroppingProxy> {
  let lost = 0;
  let isHealed = false;
  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method, url: path, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      const isWrite = method !== 'GET' && path?.startsWith('/api/data/') === true;
      if (!isHealed && isWrite && isLost()) {
        lost += 1;
        answer.resume();
        outgoing.destroy();
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.once('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${own}`,
    get lost() {
      return lost;
    },
    heal() {
      isHealed = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
