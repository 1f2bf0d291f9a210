/** One measured figure. `runs` are all that were taken, in the order taken; `value` is their median. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly runs: readonly number[];
}

/** The figure of some runs. */
export function figure(name: string, unit: string, runs: readonly number[], digits = 0): Figure {
  const round = (value: number) => Number(value.toFixed(digits));
  const sorted = runs.toSorted((a, b) => a - b);
  return { name, unit, value: round(sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN), runs: runs.map(round) };
}
