import { parseArgs } from 'node:util';
import { type Arguments, type Command, type CommandGroup, CommandMisused } from './command.ts';
import { commandHelp, groupHelp, help, usage } from './help.ts';

type Parsed =
  | { readonly kind: 'help'; readonly lines: readonly string[] }
  | { readonly kind: 'command'; readonly command: Command; readonly args: Arguments };

const isHelp = (word: string | undefined): boolean => word === '--help' || word === '-h';

/** @throws CommandMisused */
export function parseCommand(groups: readonly CommandGroup[], argv: readonly string[]): Parsed {
  const [first, second] = argv;
  if (first === undefined || isHelp(first)) return { kind: 'help', lines: help(groups) };
  if (first === 'help') return second === undefined ? { kind: 'help', lines: help(groups) } : helpFor(groups, second);
  const group = groups.find(({ name }) => name === first);
  if (group === undefined) {
    throw new CommandMisused(`There is no command "${first}". "landfall help" lists them.`);
  }
  const alone = group.commands.find(({ words }) => words.length === 1);
  const command = group.commands.find(({ words }) => words[1] === second && words.length === 2) ?? alone;
  if (command === undefined) {
    if (second === undefined || isHelp(second)) return { kind: 'help', lines: groupHelp(group) };
    throw new CommandMisused(`There is no command "${first} ${second}". "landfall ${first} --help" lists them.`);
  }
  const rest = argv.slice(command.words.length);
  if (rest.some(isHelp)) return { kind: 'help', lines: commandHelp(command) };
  return { kind: 'command', command, args: parseArguments(command, rest) };
}

function helpFor(groups: readonly CommandGroup[], name: string): Parsed {
  const group = groups.find((candidate) => candidate.name === name);
  if (group === undefined) throw new CommandMisused(`There is no command "${name}". "landfall help" lists them.`);
  return { kind: 'help', lines: groupHelp(group) };
}

function parseArguments(command: Command, rest: readonly string[]): Arguments {
  const options = Object.entries(command.options).map(([name, { kind }]) => {
    return [name, { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) }] as const;
  });
  const { values, positionals } = parse(command, Object.fromEntries(options), rest);
  const given = assignOperands(command, positionals);
  for (const [name, option] of Object.entries(command.options)) {
    const isMissing = option.kind === 'text' && option.isRequired === true && values[name] === undefined;
    if (isMissing) throw new CommandMisused(`--${name} is missing. Usage: ${usage(command)}`);
  }
  const declared = (name: string): void => {
    if (!(name in command.options)) throw new Error(`${command.words.join(' ')} declares no option ${name}`);
  };
  const operands = (name: string): readonly string[] => {
    const found = given.get(name);
    if (found === undefined) throw new Error(`${command.words.join(' ')} declares no operand ${name}`);
    return found;
  };
  return {
    operands,
    optionalOperand: (name) => operands(name)[0] ?? null,
    operand(name) {
      const [value] = operands(name);
      if (value === undefined) throw new Error(`the operand ${name} may be left out`);
      return value;
    },
    option(name) {
      declared(name);
      const value = values[name];
      return typeof value === 'string' ? value : null;
    },
    requiredOption(name) {
      declared(name);
      const value = values[name];
      if (typeof value !== 'string') throw new Error(`the option ${name} may be left out`);
      return value;
    },
    flag(name) {
      declared(name);
      return values[name] === true;
    },
  };
}

type ParseOptions = Record<string, { type: 'boolean' | 'string' }>;

function parse(command: Command, options: ParseOptions, rest: readonly string[]) {
  try {
    return parseArgs({ args: [...rest], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node's words: "Unknown option '--x'. To specify a positional argument …". The first sentence is enough.
    const reason = error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? '') : String(error);
    throw new CommandMisused(`${reason.replace(/\.$/, '')}. Usage: ${usage(command)}`);
  }
}

function assignOperands(command: Command, given: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const left = [...given];
  for (const operand of command.operands) {
    const name = operand.replace(/(\?|\.\.\.)$/, '');
    const values = operand.endsWith('...') ? left.splice(0) : left.splice(0, 1);
    if (values.length === 0 && !operand.endsWith('?')) {
      throw new CommandMisused(`${name} is missing. Usage: ${usage(command)}`);
    }
    found.set(name, values);
  }
  if (left.length > 0) throw new CommandMisused(`"${left[0]}" is one too many. Usage: ${usage(command)}`);
  return found;
}
