import { createSeededRandom } from '../fakes/random.ts';

/** All chance of one world, from its seed. */
export interface Choices {
  /** A whole number, at least 0 and below `limit`. */
  below(limit: number): number;
  /** A number, at least `least` and below `most`. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  fraction(): number;
  uuid(): string;
}

export function createChoices(seed: number): Choices {
  // Neighbouring seeds are to be strangers.
  const random = createSeededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995);
  const choices: Choices = {
    below: (limit) => Math.floor(random.fraction() * limit),
    between: (least, most) => least + random.fraction() * (most - least),
    chance: (probability) => random.fraction() < probability,
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new Error('nothing to pick from');
      return list[choices.below(list.length)] as T;
    },
    fraction: () => random.fraction(),
    uuid: () => random.uuid(),
  };
  return choices;
}
