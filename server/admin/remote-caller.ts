import { type Call, isReply, type Reply } from './caller-messages.ts';
import { type CommandCaller, type CommandFile, CommandRefused } from './command.ts';
import type { LineChannel } from './line-channel.ts';

/** The person broke the command off, or the service is ending. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone';
}

/** The caller at the other end of the socket, as the service's command sees it. */
export function remoteCaller(channel: LineChannel, replies: AsyncIterator<unknown>): CommandCaller {
  let turn: Promise<unknown> = Promise.resolve();

  const exchange = async (call: Call): Promise<Reply> => {
    channel.send({ kind: 'call', call });
    const { value, done } = await replies.next().catch(() => ({ value: null, done: true }));
    if (done === true || !isReply(value)) throw new CallerGone('the caller has gone');
    return value;
  };
  /** One at a time: replies carry no number. */
  const ask = async (call: Call): Promise<string | number | null> => {
    const mine = turn.then(() => exchange(call));
    turn = mine.catch(() => undefined);
    const reply = await mine;
    if (reply.kind === 'failed') throw new CommandRefused(reply.message);
    return reply.value;
  };

  async function* read(path: string | null): AsyncIterable<Uint8Array> {
    const stream = Number(await ask({ do: 'open', path }));
    try {
      for (;;) {
        const chunk = await ask({ do: 'pull', stream });
        if (chunk === null) return;
        yield Buffer.from(String(chunk), 'base64');
      }
    } finally {
      await ask({ do: 'drop', stream });
    }
  }

  async function createFile(path: string): Promise<CommandFile> {
    const file = Number(await ask({ do: 'create', path }));
    return {
      write: async (chunk) => void (await ask({ do: 'push', file, chunk: Buffer.from(chunk).toString('base64') })),
      finish: async () => void (await ask({ do: 'finish', file })),
      discard: async () => void (await ask({ do: 'discard', file })),
    };
  }

  return {
    print: (line) => channel.send({ kind: 'print', line }),
    note: (line) => channel.send({ kind: 'note', line }),
    askPassword: async (prompt) => String(await ask({ do: 'ask', prompt })),
    readStdin: () => read(null),
    readFile: read,
    createFile,
  };
}
