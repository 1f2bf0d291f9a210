import type { CommandCaller } from './command.ts';

/** Columns as wide as their widest cell. */
export function printTable(
  caller: CommandCaller,
  heading: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = heading.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  for (const row of [heading, ...rows]) {
    caller.print(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}
