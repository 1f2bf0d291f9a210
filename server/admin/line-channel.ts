import type { Socket } from 'node:net';

/** JSON values over a socket, one a line. Ends with the socket, or with a line that is too long or no JSON. */
export type LineChannel = {
  readonly send: (message: unknown) => void;
  readonly messages: () => AsyncIterable<unknown>;
  readonly end: () => void;
};

const longestLine = 4 * 1024 * 1024;

export function lineChannel(socket: Socket): LineChannel {
  socket.setEncoding('utf8');
  return {
    send(message) {
      if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
    },
    async *messages() {
      let rest = '';
      for await (const chunk of socket) {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        if (rest.length > longestLine) throw new Error('a line is too long');
        for (const line of lines) yield JSON.parse(line);
      }
    },
    end: () => void socket.end(),
  };
}
