import { describe, expect, test } from 'vitest';
import type { TableCheckpoint } from '../../src/core/checkpoint.ts';
import { serviceLimits } from '../../src/ui/view-model/service-limits.ts';
import { accounts, contacts } from '../fixtures/tables.ts';

const nothing = { tables: [accounts, contacts], leftOut: [], hasVersions: {}, checkpoints: [] };
const readInFull = { table: 'account', position: { kind: 'complete', upToDateAt: 1 } } as unknown as TableCheckpoint;

describe('what a service does not give', () => {
  test('is not said before its answers showed it, nor of one that gives everything', () => {
    expect(serviceLimits(nothing, 'en')).toEqual([]);
    expect(serviceLimits({ ...nothing, hasVersions: { account: true, contact: true } }, 'en')).toEqual([]);
  });

  test('is said table by table', () => {
    const noVersions = serviceLimits({ ...nothing, hasVersions: { account: false, contact: false } }, 'en');
    expect(noVersions).toEqual([
      expect.stringMatching(/no version \(Accounts and Contacts\): Landfall reads a row before/),
    ]);
    expect(serviceLimits({ ...nothing, hasVersions: { account: true, contact: false } }, 'en')[0]).toContain(
      '(Contacts)',
    );
    expect(serviceLimits({ ...nothing, checkpoints: [readInFull] }, 'en')).toEqual([
      expect.stringContaining('does not say what changed (Accounts)'),
    ]);
    const noCreate = { ...accounts, noCreate: 'keys are made by the service' } as const;
    expect(serviceLimits({ ...nothing, tables: [noCreate] }, 'en')).toEqual([expect.stringContaining('(Accounts)')]);
  });

  test('names each table that cannot be kept, with the reason', () => {
    const leftOut = [{ name: 'Lines', label: 'Order lines', why: 'several key columns' }] as const;
    expect(serviceLimits({ ...nothing, leftOut }, 'en')).toEqual([
      'Order lines is not kept on this device: its key is made of several columns.',
    ]);
  });
});
