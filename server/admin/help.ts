import type { Command, CommandGroup, Option } from './command.ts';

function operandText(operand: string): string {
  return operand.endsWith('?') ? `[${operand.slice(0, -1)}]` : operand;
}

function optionText(name: string, option: Option): string {
  return option.kind === 'flag' ? `--${name}` : `--${name} ${option.value}`;
}

export function usage(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]) => {
    const isRequired = option.kind === 'text' && option.isRequired === true;
    return isRequired ? optionText(name, option) : `[${optionText(name, option)}]`;
  });
  return ['landfall', ...command.words, ...command.operands.map(operandText), ...options].join(' ');
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function brief(command: Command): readonly [string, string] {
  return [[...command.words, ...command.operands.map(operandText)].join(' '), command.summary];
}

export function commandHelp(command: Command): readonly string[] {
  const options = Object.entries(command.options).map(([name, option]) => {
    return [optionText(name, option), option.about] as const;
  });
  return [
    `${usage(command)}`,
    '',
    command.summary,
    ...(command.details ?? []),
    ...(options.length === 0 ? [] : ['', ...columns(options)]),
  ];
}

export function groupHelp(group: CommandGroup): readonly string[] {
  const [only] = group.commands;
  if (group.commands.length === 1 && only !== undefined && only.words.length === 1) return commandHelp(only);
  return [
    group.summary,
    '',
    ...columns(group.commands.map(brief)),
    '',
    `"landfall ${group.name} COMMAND --help" shows the options of one.`,
  ];
}

export function help(groups: readonly CommandGroup[]): readonly string[] {
  return [
    'landfall COMMAND …: looks after the people and the data of a Landfall service, whether it runs or not.',
    'It finds the data as the service does: by LANDFALL_DATA or DATABASE_URL.',
    ...groups.flatMap((group) => ['', group.summary, ...columns(group.commands.map(brief))]),
    '',
    '"landfall COMMAND --help" shows the options of one.',
  ];
}
