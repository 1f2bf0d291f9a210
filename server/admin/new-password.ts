import { type Arguments, type CommandCaller, CommandRefused, type Option } from './command.ts';

const shortest = 12;
/** What signing in takes (identity/sign-in.ts). */
const longest = 200;
const mostStdinBytes = 4_096;

export const passwordOption: Option = {
  kind: 'flag',
  about: 'read the password from stdin instead of asking for it',
};

/** Why this password will not do for this person, or null. */
function unfitPassword(password: string, signInName: string): string | null {
  const length = [...password].length;
  if (length < shortest)
    return `A password has at least ${shortest} characters: a few words in a row are easy to keep.`;
  if (password.length > longest) return `A password has at most ${longest} characters.`;
  if (/[\r\n]/.test(password)) return 'A password is one line.';
  if (new Set(password).size < 4) return 'A password is not the same few characters again and again.';
  return password.toLowerCase().replaceAll(signInName, '').length < 4
    ? 'A password is not the name to sign in with.'
    : null;
}

async function fromStdin(caller: CommandCaller): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of caller.readStdin()) {
    length += chunk.length;
    if (length > mostStdinBytes) throw new CommandRefused('What came on stdin is too long for a password.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

async function typed(caller: CommandCaller, signInName: string): Promise<string> {
  const password = await caller.askPassword(`New password for ${signInName}`);
  const refusal = unfitPassword(password, signInName);
  if (refusal !== null) throw new CommandRefused(refusal);
  if ((await caller.askPassword('The same again')) !== password) {
    throw new CommandRefused('The two are not the same: nothing was changed.');
  }
  return password;
}

/** Never an argument: arguments stand in the history of the shell and in the list of processes. @throws CommandRefused */
export async function newPassword(caller: CommandCaller, args: Arguments, signInName: string): Promise<string> {
  const password = args.flag('password-stdin') ? await fromStdin(caller) : await typed(caller, signInName);
  const refusal = unfitPassword(password, signInName);
  if (refusal !== null) throw new CommandRefused(refusal);
  return password;
}
