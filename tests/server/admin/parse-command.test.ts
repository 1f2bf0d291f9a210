import { describe, expect, it } from 'vitest';
import { type Arguments, type CommandGroup, CommandMisused } from '../../../server/admin/command.ts';
import { commandGroups } from '../../../server/admin/command-groups.ts';
import { parseCommand } from '../../../server/admin/parse-command.ts';

const run = async (): Promise<void> => {};
const groups: readonly CommandGroup[] = [
  {
    name: 'ducks',
    summary: 'Ducks:',
    commands: [
      {
        place: 'database',
        words: ['ducks', 'feed'],
        summary: 'Feeds ducks.',
        details: ['With bread.'],
        operands: ['POND', 'DUCK...'],
        options: {
          bread: { kind: 'text', value: 'KIND', about: 'which bread' },
          slowly: { kind: 'flag', about: 'bit by bit' },
        },
        run,
      },
    ],
  },
  {
    name: 'swim',
    summary: 'Swimming:',
    commands: [{ place: 'stopped', words: ['swim'], summary: 'Swims.', operands: ['POND?'], options: {}, run }],
  },
];

function argsOf(...argv: readonly string[]): Arguments {
  const parsed = parseCommand(groups, argv);
  if (parsed.kind !== 'command') throw new Error('it is help');
  return parsed.args;
}
function linesOf(...argv: readonly string[]): string {
  const parsed = parseCommand(groups, argv);
  if (parsed.kind !== 'help') throw new Error('it is a command');
  return parsed.lines.join('\n');
}

describe('the words of a command', () => {
  it('are read with operands, options and flags in any order', () => {
    const args = argsOf('ducks', 'feed', '--bread', 'rye', 'north', 'anna', '--slowly', 'bert');
    expect([args.operand('POND'), args.operands('DUCK')]).toEqual(['north', ['anna', 'bert']]);
    expect([args.option('bread'), args.flag('slowly')]).toEqual(['rye', true]);
    const bare = argsOf('ducks', 'feed', 'north', 'anna');
    expect([bare.option('bread'), bare.flag('slowly')]).toEqual([null, false]);
    expect(() => bare.option('speed')).toThrow('declares no option speed');
    expect(argsOf('swim').optionalOperand('POND')).toBe(null);
    expect(argsOf('swim', 'north').optionalOperand('POND')).toBe('north');
  });

  it('that are wrong are told in one line with what is right', () => {
    const wrong = (...argv: readonly string[]) => {
      try {
        parseCommand(groups, argv);
      } catch (error) {
        expect(error).toBeInstanceOf(CommandMisused);
        return String((error as Error).message);
      }
      throw new Error('it was taken');
    };
    const usage = 'Usage: landfall ducks feed POND DUCK... [--bread KIND] [--slowly]';
    expect(wrong('geese')).toBe('There is no command "geese". "landfall help" lists them.');
    expect(wrong('ducks', 'shoot')).toBe('There is no command "ducks shoot". "landfall ducks --help" lists them.');
    expect(wrong('ducks', 'feed')).toBe(`POND is missing. ${usage}`);
    expect(wrong('ducks', 'feed', 'north')).toBe(`DUCK is missing. ${usage}`);
    expect(wrong('ducks', 'feed', 'n', 'a', '--fast')).toBe(`Unknown option '--fast'. ${usage}`);
    expect(wrong('ducks', 'feed', 'n', 'a', '--bread')).toContain(`${usage}`);
    expect(wrong('swim', 'north', 'south')).toBe('"south" is one too many. Usage: landfall swim [POND]');
  });

  it('ask for help at every level', () => {
    for (const argv of [[], ['help'], ['--help'], ['-h']]) {
      expect(linesOf(...argv)).toMatch(/ducks feed POND DUCK\.\.\. {2}Feeds ducks\.[\s\S]*swim \[POND\] {2}Swims\./);
    }
    for (const argv of [['ducks'], ['ducks', '--help'], ['help', 'ducks']]) {
      expect(linesOf(...argv)).toContain('ducks feed POND DUCK...  Feeds ducks.');
    }
    expect(linesOf('ducks', 'feed', '--help')).toMatch(/With bread\.[\s\S]*--bread KIND {2}which bread/);
    expect(linesOf('help', 'swim')).toContain('landfall swim [POND]');
  });
});

it('every command of Landfall stands in its group, is described, and is found by its words', () => {
  for (const group of commandGroups) {
    for (const command of group.commands) {
      expect(command.words[0]).toBe(group.name);
      expect(command.summary).toMatch(/^[A-Z].*\.$/);
      expect(parseCommand(commandGroups, [...command.words, '--help']).kind).toBe('help');
    }
  }
});
