import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { askPassword } from './ask-password.ts';
import { type CommandCaller, type CommandFile, CommandRefused } from './command.ts';

function refusal(path: string, error: unknown): CommandRefused {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons = new Map([
    ['ENOENT', 'there is no such file or folder'],
    ['EACCES', 'this user may not use it'],
    ['EISDIR', 'it is a folder'],
    ['ENOSPC', 'the disk is full'],
  ]);
  const reason = reasons.get(code) ?? (error instanceof Error ? error.message : String(error));
  return new CommandRefused(`${path}: ${reason}.`);
}

async function* readFile(path: string): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk;
  } catch (error) {
    throw refusal(path, error);
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Under another name until it is whole: a command broken off leaves no half file that looks like a good one. */
async function createFile(path: string): Promise<CommandFile> {
  const beside = `${path}.part`;
  if (await isThere(path)) throw new CommandRefused(`${path} exists already: give another name, or remove it.`);
  const guard = <T>(work: Promise<T>): Promise<T> => work.catch((error) => Promise.reject(refusal(path, error)));
  // Anew: one that is there already would keep its mode.
  await guard(rm(beside, { force: true }));
  const file = await guard(open(beside, 'wx', 0o600));
  let isOpen = true;
  return {
    write: (chunk) => guard(file.writeFile(chunk)),
    async finish() {
      await guard(file.sync());
      await file.close();
      isOpen = false;
      await guard(rename(beside, path));
    },
    async discard() {
      if (!isOpen) return;
      isOpen = false;
      await file.close();
      await rm(beside, { force: true });
    },
  };
}

/** The process itself is the caller. */
export const localCaller: CommandCaller = {
  print: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
  askPassword: (prompt) => askPassword(process.stdin, process.stderr, prompt),
  readStdin: () => process.stdin,
  readFile,
  createFile,
};
