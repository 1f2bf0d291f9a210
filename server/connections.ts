import type { Server } from 'node:http';
import type { Socket } from 'node:net';

type Connections = {
  /** Closes each connection as soon as nothing is being answered on it; after `graceMs` all. How many were cut. */
  readonly end: (graceMs: number) => Promise<number>;
};

/** Test levers wait for what may never come: nobody's work is lost with them. */
const isWork = (url: string | undefined): boolean => url?.startsWith('/__levers/') !== true;

/**
 * Node's own list takes a connection on which nothing was ever sent for one in use, and browsers open such ahead of
 * need: stopping would wait for them.
 */
export function trackConnections(server: Server): Connections {
  const answering = new Map<Socket, number>();
  let isEnding = false;
  let whenIdle = (): void => {};

  const isIdle = (): boolean => [...answering.values()].every((count) => count === 0);
  const release = (socket: Socket): void => {
    // What was answered is on its way: half-closed, so that it arrives.
    if (isEnding && answering.get(socket) === 0) socket.destroySoon();
    if (isIdle()) whenIdle();
  };
  server.on('connection', (socket) => {
    answering.set(socket, 0);
    socket.once('close', () => {
      answering.delete(socket);
      if (isIdle()) whenIdle();
    });
  });
  server.on('request', ({ socket, url }, response) => {
    if (isEnding) response.setHeader('connection', 'close');
    if (!isWork(url)) return;
    answering.set(socket, (answering.get(socket) ?? 0) + 1);
    response.once('close', () => {
      if (!answering.has(socket)) return;
      answering.set(socket, (answering.get(socket) ?? 1) - 1);
      release(socket);
    });
  });
  const settle = (graceMs: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      whenIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  return {
    async end(graceMs) {
      isEnding = true;
      for (const [socket, count] of answering) if (count === 0) socket.destroySoon();
      if (!isIdle()) await settle(graceMs);
      const cut = [...answering.values()].reduce((sum, count) => sum + count, 0);
      if (cut > 0) for (const socket of answering.keys()) socket.destroy();
      return cut;
    },
  };
}
