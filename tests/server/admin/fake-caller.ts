import type { CommandCaller } from '../../../server/admin/command.ts';
import { CommandRefused } from '../../../server/admin/command.ts';

export type FakeCaller = CommandCaller & {
  readonly printed: string[];
  readonly noted: string[];
  readonly prompts: string[];
  readonly files: Map<string, string>;
};

type Given = {
  readonly passwords?: readonly string[];
  readonly stdin?: string;
  readonly files?: Readonly<Record<string, string>>;
};

async function* chunksOf(text: string): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 5) yield bytes.subarray(at, at + 5);
}

/** A terminal whose person types the given passwords, with files in memory. */
export function fakeCaller(given: Given = {}): FakeCaller {
  const passwords = [...(given.passwords ?? [])];
  const files = new Map(Object.entries(given.files ?? {}));
  const printed: string[] = [];
  const noted: string[] = [];
  const prompts: string[] = [];
  return {
    printed,
    noted,
    prompts,
    files,
    print: (line) => void printed.push(line),
    note: (line) => void noted.push(line),
    async askPassword(prompt) {
      prompts.push(prompt);
      const next = passwords.shift();
      if (next === undefined) throw new CommandRefused('there is no terminal');
      return next;
    },
    readStdin: () => chunksOf(given.stdin ?? ''),
    readFile(path) {
      const found = files.get(path);
      if (found === undefined) throw new CommandRefused(`${path}: there is no such file or folder.`);
      return chunksOf(found);
    },
    async createFile(path) {
      const chunks: Uint8Array[] = [];
      return {
        write: async (chunk) => void chunks.push(chunk),
        finish: async () => void files.set(path, Buffer.concat(chunks).toString()),
        discard: async () => {},
      };
    },
  };
}
