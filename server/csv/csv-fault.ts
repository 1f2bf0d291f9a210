/** What is wrong with a CSV file, by line; few are kept, all are counted. */
export type CsvFaults = {
  readonly add: (line: number, message: string) => void;
  readonly count: () => number;
  readonly lines: () => readonly string[];
};

export const mostFaultsShown = 20;

export function createFaults(): CsvFaults {
  const shown: { readonly line: number; readonly message: string }[] = [];
  let count = 0;
  return {
    add(line, message) {
      count += 1;
      if (shown.length < mostFaultsShown) shown.push({ line, message });
    },
    count: () => count,
    lines: () => shown.toSorted((a, b) => a.line - b.line).map(({ line, message }) => `Line ${line}: ${message}`),
  };
}

/** Nothing can be done with the file, or nothing was. */
export class CsvRefused extends Error {
  override readonly name = 'CsvRefused';
}
