import type { Call } from './caller-messages.ts';
import type { CommandCaller, CommandFile } from './command.ts';

export type CallAnswerer = {
  readonly answer: (call: Call) => Promise<string | number | null>;
  /** Files that were not finished go. */
  readonly close: () => Promise<void>;
};

/** Does for the service what only the calling process can: its terminal, its stdin, its files. */
export function answerCalls(caller: CommandCaller): CallAnswerer {
  const streams = new Map<number, AsyncIterator<Uint8Array>>();
  const files = new Map<number, CommandFile>();
  let last = 0;
  const held = <T>(map: ReadonlyMap<number, T>, number: number): T => {
    const found = map.get(number);
    if (found === undefined) throw new Error(`nothing is open as ${number}`);
    return found;
  };

  const answer = async (call: Call): Promise<string | number | null> => {
    switch (call.do) {
      case 'ask':
        return caller.askPassword(call.prompt);
      case 'open': {
        const stream = call.path === null ? caller.readStdin() : caller.readFile(call.path);
        streams.set(++last, stream[Symbol.asyncIterator]());
        return last;
      }
      case 'pull': {
        const { value, done } = await held(streams, call.stream).next();
        return done === true ? null : Buffer.from(value).toString('base64');
      }
      case 'drop':
        await held(streams, call.stream).return?.();
        streams.delete(call.stream);
        return null;
      case 'create':
        files.set(++last, await caller.createFile(call.path));
        return last;
      case 'push':
        await held(files, call.file).write(Buffer.from(call.chunk, 'base64'));
        return null;
      case 'finish':
        await held(files, call.file).finish();
        files.delete(call.file);
        return null;
      case 'discard':
        // Also of one that is finished: whoever made it discards it in `finally`.
        await files.get(call.file)?.discard();
        files.delete(call.file);
        return null;
    }
  };
  return {
    answer,
    async close() {
      for (const file of files.values()) await file.discard();
    },
  };
}
