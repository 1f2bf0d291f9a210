import { describe, expect, test } from 'vitest';
import type { TableCheckpoint } from '../../src/core/checkpoint.ts';
import type { StoreFacts } from '../../src/core/facts.ts';
import { serviceLimits } from '../../src/ui/view-model/service-limits.ts';
import { accounts, contacts } from '../fixtures/tables.ts';
import { change } from './facts.ts';

const nothing = { tables: [accounts, contacts], leftOut: [], hasVersions: {}, checkpoints: [], outbox: [] };
const readInFull = {
  table: 'account',
  position: { kind: 'complete', upToDateAt: 1 },
  epoch: '1',
} as unknown as TableCheckpoint;
const limits = (facts: Partial<StoreFacts>, takesBatches = true) =>
  serviceLimits({ facts: { ...nothing, ...facts }, takesBatches }, 'en');

describe('what a service does not give', () => {
  test('is not said before its answers showed it, nor of one that gives everything', () => {
    expect(limits({})).toEqual([]);
    expect(limits({ hasVersions: { account: true, contact: true } })).toEqual([]);
  });

  test('is said table by table', () => {
    expect(limits({ hasVersions: { account: false, contact: false } })).toEqual([
      expect.stringMatching(/no version \(Accounts and Contacts\): Landfall reads a row before/),
    ]);
    expect(limits({ hasVersions: { account: true, contact: false } })[0]).toContain('(Contacts)');
    expect(limits({ checkpoints: [readInFull] })).toEqual([
      expect.stringContaining('does not say what changed (Accounts)'),
    ]);
    const noCreate = { ...accounts, noCreate: 'keys are made by the service' } as const;
    expect(limits({ tables: [noCreate] })).toEqual([expect.stringContaining('(Accounts)')]);
  });

  test('is said of restores, once a table was read of a service that named no epoch', () => {
    const following = { ...readInFull, position: { kind: 'following' } } as unknown as TableCheckpoint;
    expect(limits({ checkpoints: [following] })).toEqual([]);
    expect(limits({ checkpoints: [{ ...following, epoch: null }] })).toEqual([
      expect.stringMatching(/restored from a backup.*not offered again/),
    ]);
    expect(limits({ checkpoints: [following, { ...following, table: 'contact', epoch: null }] })).toEqual([]);
  });

  test('is said of several changes in one request, and of changes that belong together', () => {
    expect(limits({}, false)).toEqual([expect.stringMatching(/one change per request.*all or none.*parked/)]);
    expect(limits({ outbox: [change(1, { kind: 'parked', why: 'refused' })] })).toEqual([]);
    const alone = change(1, { kind: 'parked', why: 'no change sets' });
    expect(limits({ outbox: [alone] })).toEqual([expect.stringMatching(/together, all or none.*parked/)]);
  });

  test('names each table that cannot be kept, with the reason', () => {
    const leftOut = [{ name: 'Lines', label: 'Order lines', why: 'several key columns' }] as const;
    expect(limits({ leftOut })).toEqual([
      'Order lines is not kept on this device: its key is made of several columns.',
    ]);
  });
});
