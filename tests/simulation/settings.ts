import type { Choices } from './choices.ts';

/** Everything that can go wrong by chance, with the place at which it does. */
export const faults = [
  'kill at a write',
  'kill the browser too',
  'kill at an answer',
  'connection lost',
  'quota exceeded',
  'transaction hangs',
  'request lost',
  'answer lost',
  'request twice',
  'request late',
  'answer late',
  'answer cut short',
  'server error',
  'hint lost',
  'timer late',
  'sync registration lost',
] as const;

export type Fault = (typeof faults)[number];

/** What a service does about change tracking of a table. */
export type Tracking = 'tracks' | 'refuses' | 'ignores' | 'not enabled';

export interface DeviceSettings {
  readonly people: readonly number[];
  readonly hasBackgroundSync: boolean;
  readonly hasWebLocks: boolean;
  /** Whether a wake is possible after the last window was closed. */
  readonly syncsWhenClosed: boolean;
  readonly clockOffMs: number;
}

export interface WorldSettings {
  readonly devices: readonly DeviceSettings[];
  readonly rates: { readonly [fault in Fault]: number };
  /** Steps before the faults stop. */
  readonly troubledSteps: number;
  readonly rowsAtFirst: number;
  /** The longest that a request, or its answer, usually takes on its way. */
  readonly tripMs: number;
  readonly portionRows: number;
  readonly tracking: { readonly [table: string]: Tracking };
  readonly removalShape: '4.0' | '4.01' | 'legacy';
  readonly hasRelativeLinks: boolean;
  readonly namesEpoch: boolean;
  readonly takesBatches: boolean;
  /** Whether rows carry the time of their last change, and answers the service's. */
  readonly hasStamps: boolean;
  readonly showsDate: boolean;
  /** Answers a write with 204, whatever was preferred. */
  readonly answersWithoutRow: boolean;
  readonly saysDuplicateWith500: boolean;
  /** Mean time between two acts of one person, of other writers, and of troubles. */
  readonly actEveryMs: number;
  readonly writeEveryMs: number;
  readonly troubleEveryMs: number;
}

export function drawSettings(choices: Choices): WorldSettings {
  const { pick, chance, between, below } = choices;
  const people = pick([1, 1, 2]);
  const isRough = chance(0.8);
  const rate = (usual: number) => (isRough && chance(0.6) ? usual * pick([0.3, 1, 3]) : 0);
  const isStrong = chance(0.9);
  const device = (index: number): DeviceSettings => ({
    people: people === 2 && chance(0.4) ? [0, 1] : [index % people],
    hasBackgroundSync: isStrong && chance(0.65),
    hasWebLocks: isStrong,
    syncsWhenClosed: chance(0.5),
    clockOffMs: chance(0.5) ? 0 : Math.round(between(-600_000, 600_000)),
  });
  return {
    devices: Array.from({ length: pick([1, 2, 2, 3]) }, (_, index) => device(index)),
    rates: {
      'kill at a write': rate(0.012),
      'kill the browser too': rate(0.3),
      'kill at an answer': rate(0.008),
      'connection lost': rate(0.005),
      'quota exceeded': rate(0.004),
      'transaction hangs': rate(0.0005),
      'request lost': rate(0.02),
      'answer lost': rate(0.03),
      'request twice': rate(0.03),
      'request late': rate(0.01),
      'answer late': rate(0.01),
      'answer cut short': rate(0.01),
      'server error': rate(0.01),
      'hint lost': rate(0.1),
      'timer late': rate(0.05),
      'sync registration lost': rate(0.05),
    },
    troubledSteps: 150 + below(450),
    rowsAtFirst: pick([2, 5, 5, 12]) + below(4),
    tripMs: pick([100, 300, 300, 3_000]),
    portionRows: pick([2, 3, 5, 50]),
    tracking: {
      account: pick(['tracks', 'tracks', 'tracks', 'refuses', 'ignores'] as const),
      contact: pick(['tracks', 'tracks', 'tracks', 'refuses', 'ignores', 'not enabled'] as const),
    },
    removalShape: pick(['4.0', '4.01', 'legacy'] as const),
    hasRelativeLinks: chance(0.3),
    namesEpoch: chance(0.7),
    takesBatches: chance(0.75),
    hasStamps: chance(0.6),
    showsDate: chance(0.6),
    answersWithoutRow: chance(0.15),
    saysDuplicateWith500: chance(0.15),
    actEveryMs: pick([1_500, 5_000, 20_000]),
    writeEveryMs: pick([8_000, 30_000, 120_000]),
    troubleEveryMs: pick([10_000, 40_000, 120_000]),
  };
}
