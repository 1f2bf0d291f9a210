import { connect, type Socket } from 'node:net';
import { answerCalls, type CallAnswerer } from './answer-calls.ts';
import { type Call, isFromService, protocolVersion } from './caller-messages.ts';
import { type CommandCaller, CommandRefused } from './command.ts';
import { controlAddress } from './control-address.ts';
import { type LineChannel, lineChannel } from './line-channel.ts';

/** null: nobody listens. */
function open(address: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const nobody = ['ENOENT', 'ECONNREFUSED', 'ENOTDIR'].includes(error.code ?? '');
      if (nobody) resolve(null);
      else if (error.code === 'EACCES' || error.code === 'EPERM') {
        reject(new CommandRefused('The data folder is of another user: run this as the user that runs the service.'));
      } else reject(error);
    });
  });
}

async function reply(channel: LineChannel, answerer: CallAnswerer, call: Call): Promise<void> {
  try {
    channel.send({ kind: 'reply', value: await answerer.answer(call) });
  } catch (error) {
    channel.send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

/** Lets the service that holds the data folder run the command. The exit code, or null if no service listens. */
export async function runInService(
  dataFolder: string,
  argv: readonly string[],
  caller: CommandCaller,
): Promise<number | null> {
  const address = controlAddress(dataFolder);
  const socket = address === null ? null : await open(address);
  if (socket === null) return null;
  // The end of the stream tells it too, below.
  socket.on('error', () => socket.destroy());
  const channel = lineChannel(socket);
  const answerer = answerCalls(caller);
  channel.send({ kind: 'start', version: protocolVersion, argv });
  try {
    for await (const message of channel.messages()) {
      if (!isFromService(message)) break;
      if (message.kind === 'end') return message.code;
      if (message.kind === 'call') await reply(channel, answerer, message.call);
      else caller[message.kind](message.line);
    }
  } catch {
    // Said below.
  } finally {
    await answerer.close();
    socket.destroy();
  }
  throw new CommandRefused('The service ended before it had answered. Look at what it says, and at what was changed.');
}
