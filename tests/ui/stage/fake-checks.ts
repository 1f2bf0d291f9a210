import type { CheckProgress, TableCheck } from '../../../src/core/self-check.ts';
import { fakeKey } from './fake-rows.ts';
import { type Levers, stageNow } from './levers.ts';

/** How far the self-check is, at the levers. */
export function checkProgress({ check }: Levers): CheckProgress {
  if (check === 'broken off') return { kind: 'resting', problem: 'This device has no network.' };
  if (check !== 'running') return { kind: 'resting', problem: null };
  return {
    kind: 'running',
    doing: 'comparing',
    table: 'contact',
    tablesDone: 1,
    tables: 3,
    rowsCompared: 4_000,
    startedAt: stageNow - 20_000,
  };
}

export function fakeChecks({ check }: Levers): readonly TableCheck[] {
  if (check === 'none' || check === 'running') return [];
  const sound: TableCheck = {
    table: 'account',
    at: stageNow - 60_000,
    rowsCompared: 2_000,
    missing: [],
    excess: [],
    different: [],
    names: {},
    problem: null,
    isRepaired: false,
  };
  if (check !== 'damaged') return [sound];
  const keys = Array.from({ length: 130 }, (_, n) => fakeKey('lf_workorder', n));
  return [
    sound,
    { ...sound, table: 'contact', rowsCompared: 0, problem: 'You may not read contacts (403).' },
    {
      ...sound,
      table: 'lf_workorder',
      rowsCompared: 12_000,
      missing: keys.slice(0, 2),
      excess: keys.slice(2, 3),
      different: keys.slice(3),
      names: Object.fromEntries(keys.slice(0, 100).map((key, n) => [key, `WO-${10_000 + n} Replace pump seal`])),
    },
  ];
}
