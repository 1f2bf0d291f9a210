import { chmodSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import type { Database } from '../database/database.ts';
import type { Tables } from '../odata/table.ts';
import { isStart, protocolVersion } from './caller-messages.ts';
import { type CommandCaller, type CommandContext, type CommandGroup, CommandRefused } from './command.ts';
import { prepareControlAddress } from './control-address.ts';
import { lineChannel } from './line-channel.ts';
import { parseCommand } from './parse-command.ts';
import { CallerGone, remoteCaller } from './remote-caller.ts';
import { runGuarded } from './run-command.ts';

export type ControlServer = { readonly close: () => Promise<void> };

type ControlParts = {
  readonly dataFolder: string;
  readonly groups: readonly CommandGroup[];
  readonly database: Database;
  readonly tables: Tables;
  readonly now: () => number;
  readonly reportError: (error: unknown) => void;
};

async function run(parts: ControlParts, caller: CommandCaller, argv: readonly string[]): Promise<void> {
  const parsed = parseCommand(parts.groups, argv);
  if (parsed.kind === 'help') {
    for (const line of parsed.lines) caller.print(line);
    return;
  }
  const { command, args } = parsed;
  if (command.place === 'stopped') {
    throw new CommandRefused(`"landfall ${command.words.join(' ')}" needs the service stopped: stop it first.`);
  }
  const context: CommandContext = { database: parts.database, tables: parts.tables, now: parts.now, caller };
  await command.run(context, args);
}

async function converse(parts: ControlParts, socket: Socket): Promise<void> {
  const channel = lineChannel(socket);
  const messages = channel.messages()[Symbol.asyncIterator]();
  const { value: start } = await messages.next();
  if (!isStart(start)) return void socket.destroy();
  const caller = remoteCaller(channel, messages);
  const runWords = async (): Promise<void> => {
    if (start.version !== protocolVersion) {
      throw new CommandRefused('The service that runs is of another version of Landfall: start it again.');
    }
    await run(parts, caller, start.argv);
  };
  const code = await runGuarded({
    caller,
    run: runWords,
    reportError: (error) => error instanceof CallerGone || parts.reportError(error),
  });
  channel.send({ kind: 'end', code });
  channel.end();
}

/** Listens for `landfall` on behalf of the service that holds the data folder. Never on TCP. */
export async function listenForCommands(parts: ControlParts): Promise<ControlServer> {
  const address = prepareControlAddress(parts.dataFolder);
  const sockets = new Set<Socket>();
  const conversations = new Set<Promise<void>>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    const conversation = converse(parts, socket)
      .catch(() => void socket.destroy())
      .finally(() => conversations.delete(conversation));
    conversations.add(conversation);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  if (process.platform !== 'win32') chmodSync(address, 0o600);
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      // A statement that runs is run to its end before the database closes.
      await Promise.all(conversations);
      await closed;
    },
  };
}
