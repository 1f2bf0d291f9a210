import { describe, expect, it } from 'vitest';
import type { RowKey } from '../../src/core/row.ts';
import type { TableCheck } from '../../src/core/self-check.ts';
import { checkText, differentRows, leftToRepair, progressText } from '../../src/ui/view-model/check-text.ts';
import { accounts } from '../fixtures/tables.ts';

const now = new Date(2026, 10, 25, 11, 0).getTime();
const told = { now, locale: 'en-GB' };
const keys = (count: number, name = 'k') => Array.from({ length: count }, (_, n) => `${name}${n}` as RowKey);
const sound: TableCheck = {
  table: 'account',
  at: new Date(2026, 10, 25, 10, 42).getTime(),
  rowsCompared: 12_000,
  missing: [],
  excess: [],
  different: [],
  names: {},
  problem: null,
  isRepaired: false,
};
const damaged: TableCheck = { ...sound, missing: keys(3), different: keys(150, 'd'), names: { k0: 'Alpha' } };

describe('what a check is told as', () => {
  it('says what was compared and when, and what differs', () => {
    expect(checkText(sound, told)).toBe('compared 12,000 rows at 10:42: no difference');
    expect(checkText(damaged, told)).toBe('compared 12,000 rows at 10:42: 3 missing here, 150 not as at the service');
    expect(checkText({ ...damaged, isRepaired: true }, told)).toContain('; repaired since');
    expect(checkText({ ...sound, problem: 'Missing privilege' }, told)).toBe('not compared: Missing privilege');
  });

  it('names the first hundred rows, by key where there is no name', () => {
    const rows = differentRows(damaged);
    expect(rows).toHaveLength(100);
    expect(rows.slice(0, 2).map(({ text }) => text)).toEqual(['Alpha: missing here', 'k1: missing here']);
    expect(leftToRepair([damaged, sound, { ...damaged, isRepaired: true }])).toBe(153);
  });

  it('says how far it is', () => {
    const progress = {
      kind: 'running',
      doing: 'bringing up to date',
      table: null,
      tablesDone: 0,
      tables: 0,
      rowsCompared: 0,
      startedAt: now,
    } as const;
    expect(progressText(progress, [accounts], 'en-GB')).toBe('First everything is sent and brought up to date.');
    const comparing = { ...progress, doing: 'comparing', table: 'account', tablesDone: 1, tables: 4 } as const;
    expect(progressText({ ...comparing, rowsCompared: 2_000 }, [accounts], 'en-GB')).toBe(
      'Comparing Accounts (table 2 of 4). 2,000 rows of it compared so far.',
    );
  });
});
