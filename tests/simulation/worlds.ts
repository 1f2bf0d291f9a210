import { simulate, type WorldEnd } from './simulate.ts';

/** What many worlds came to. */
export interface Worlds {
  worlds: number;
  steps: number;
  drainedInMs: number;
  readonly counts: Map<string, number>;
  readonly failures: WorldEnd[];
}

export async function runWorlds(seeds: Iterable<number>): Promise<Worlds> {
  const all: Worlds = { worlds: 0, steps: 0, drainedInMs: 0, counts: new Map(), failures: [] };
  for (const seed of seeds) add(all, await simulate(seed));
  return all;
}

export function add(all: Worlds, end: WorldEnd): void {
  all.worlds += 1;
  all.steps += end.steps;
  all.drainedInMs = Math.max(all.drainedInMs, end.drainedInMs);
  for (const [what, times] of end.counts) all.counts.set(what, (all.counts.get(what) ?? 0) + times);
  if (end.violations.length > 0) all.failures.push(end);
}

/** In words: the law, the seed that shows it, and what happened last. */
export function wordsOf(end: WorldEnd, events = 30): string {
  const broken = end.violations.map(({ law, words, step }) => `law ${law} at step ${step}: ${words}`);
  return [`seed ${end.seed}`, ...broken, ...end.lastEvents.slice(-events).map((line) => `    ${line}`)].join('\n');
}
