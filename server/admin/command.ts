import type { Database } from '../database/database.ts';
import type { Tables } from '../odata/table.ts';
import type { Settings } from '../settings.ts';

/**
 * # Commands of `landfall`
 *
 * A command is a value of type `Command`. One file per group in this folder exports a `CommandGroup`, and
 * `command-groups.ts` lists the groups: that is all it takes. Help, the check of operands and options, and the exit
 * code follow from the value.
 *
 * Where a command runs:
 * - `place: 'database'` (the usual one): `run` gets an open, migrated database. If a service has the data folder, the
 *   command runs *inside that service* (its words come over a private local socket: control-server.ts), else in the
 *   calling process, which locks the folder and opens the database itself. On PostgreSQL it always runs in the calling
 *   process. So it must not touch process.env, process.cwd(), process.stdin or files: all these are the caller's, and
 *   `caller` gives them, wherever the caller is.
 * - `place: 'stopped'`: in the calling process, with the data folder locked and no database open; refused while a
 *   service runs. For what replaces the data folder. On PostgreSQL there is no lock.
 *
 * What a command does with its caller: `print` lines of the result, `note` lines beside it (stderr), read and make
 * files, ask. It refuses with `throw new CommandRefused('what is wrong and what to do')`: one line on stderr, exit
 * code 1. Wrong usage that only the command can see: `throw new CommandMisused('…')`: exit code 2.
 *
 * Changes go into one `context.database.tx`: a caller that goes away half-way then leaves nothing behind. Never ask the
 * caller anything inside the transaction: PGlite has one connection, and everybody would wait.
 */
export type Command = DatabaseCommand | StoppedCommand;

type Described = {
  /** One or two: `['backup']`, `['people', 'add']`. */
  readonly words: readonly [string] | readonly [string, string];
  /** One line for help; what is worth more stands in `details`. */
  readonly summary: string;
  readonly details?: readonly string[];
  /** What follows the words, in order, in capitals as help shows it. A last one may be `NAME?` or `NAME...`. */
  readonly operands: readonly string[];
  /** By name without the dashes. */
  readonly options: Readonly<Record<string, Option>>;
};

export type Option =
  /** `--name VALUE`; `value` is what help calls it. */
  | { readonly kind: 'text'; readonly value: string; readonly about: string; readonly isRequired?: true }
  | { readonly kind: 'flag'; readonly about: string };

export type DatabaseCommand = Described & {
  readonly place: 'database';
  readonly run: (context: CommandContext, args: Arguments) => Promise<void>;
};

export type StoppedCommand = Described & {
  readonly place: 'stopped';
  readonly run: (context: StoppedContext, args: Arguments) => Promise<void>;
};

export type CommandGroup = { readonly name: string; readonly summary: string; readonly commands: readonly Command[] };

export type CommandContext = {
  readonly database: Database;
  readonly tables: Tables;
  readonly caller: CommandCaller;
  readonly now: () => number;
};

export type StoppedContext = {
  readonly settings: Settings;
  readonly tables: Tables;
  readonly caller: CommandCaller;
  readonly now: () => number;
};

/** What was given, checked against what the command declares. Asking for what is not declared is a bug and throws. */
export type Arguments = {
  readonly operand: (name: string) => string;
  /** null: left out. */
  readonly optionalOperand: (name: string) => string | null;
  /** For `NAME...`. */
  readonly operands: (name: string) => readonly string[];
  /** null: not given. */
  readonly option: (name: string) => string | null;
  /** Of an option that is required. */
  readonly requiredOption: (name: string) => string;
  readonly flag: (name: string) => boolean;
};

/** The process that a person started, possibly another one than this. A caller that went away rejects. */
export type CommandCaller = {
  readonly print: (line: string) => void;
  readonly note: (line: string) => void;
  /** Without echo. @throws CommandRefused where there is no terminal. */
  readonly askPassword: (prompt: string) => Promise<string>;
  /** All of it. */
  readonly readStdin: () => AsyncIterable<Uint8Array>;
  /** Path as the caller means it. @throws CommandRefused */
  readonly readFile: (path: string) => AsyncIterable<Uint8Array>;
  /**
   * A new file, seen under its name when it is finished; whoever made it discards it in `finally`.
   * @throws CommandRefused, also if there is one already
   */
  readonly createFile: (path: string) => Promise<CommandFile>;
};

export type CommandFile = {
  readonly write: (chunk: Uint8Array) => Promise<void>;
  readonly finish: () => Promise<void>;
  /** Leaves nothing behind. After `finish` it does nothing. */
  readonly discard: () => Promise<void>;
};

/** What the person asked for cannot be done; the message says what to do. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}

/** No such command, operand or option. */
export class CommandMisused extends Error {
  override readonly name = 'CommandMisused';
}
