import type { ReadStream } from 'node:tty';
import { CommandRefused } from './command.ts';

type Out = { readonly write: (text: string) => unknown };

/** Reads a line from the terminal without showing it. */
export async function askPassword(input: ReadStream, output: Out, prompt: string): Promise<string> {
  if (!input.isTTY) {
    throw new CommandRefused('There is no terminal to ask for the password: give it on stdin, with --password-stdin.');
  }
  output.write(`${prompt}: `);
  input.setRawMode(true);
  input.setEncoding('utf8');
  let typed = '';
  try {
    for await (const keys of input.iterator({ destroyOnReturn: false })) {
      for (const key of String(keys)) {
        if (key === '\r' || key === '\n') return typed;
        if (key === '\u0003' || key === '\u0004') throw new CommandRefused('Broken off: nothing was changed.');
        typed = key === '\u007f' || key === '\b' ? [...typed].slice(0, -1).join('') : typed + key;
      }
    }
    throw new CommandRefused('Broken off: nothing was changed.');
  } finally {
    input.setRawMode(false);
    input.pause();
    output.write('\n');
  }
}
