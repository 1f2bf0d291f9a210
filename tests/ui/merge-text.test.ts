import { describe, expect, it } from 'vitest';
import type { ChangeId } from '../../src/core/change.ts';
import type { Delivery } from '../../src/core/delivery.ts';
import { longestIntervalMs, shortestIntervalMs } from '../../src/core/table-settings.ts';
import { deliveryText, mergeText } from '../../src/ui/view-model/merge-text.ts';
import { savedNote } from '../../src/ui/view-model/saved-note.ts';
import { intervalChoices } from '../../src/ui/view-model/table-choices.ts';
import { accounts } from '../fixtures/tables.ts';
import { change, now, stateOf } from './facts.ts';

const settled: Delivery = {
  id: 'change-1' as ChangeId,
  table: 'account',
  key: change(1, { kind: 'pending' }).key,
  kind: 'update',
  baseETag: null,
  etag: null,
  values: {},
  oldValues: {},
  origin: 'here',
  merge: null,
  end: 'applied',
  epoch: null,
  isMissing: false,
  ackedAtCommit: 1,
  savedAt: now,
  sentAt: now,
  appliedAt: now,
  seenBackAt: null,
};

describe('what the log says of a merge', () => {
  it('names what others changed, what went over theirs and what gave way, by label', () => {
    expect(mergeText({ theirs: ['city'], mine: [], givenUp: [] }, accounts, 'en')).toBe(
      'Merged: City was changed by someone else and kept.',
    );
    expect(mergeText({ theirs: [], mine: ['name', 'city'], givenUp: ['gone'] }, accounts, 'en')).toBe(
      'Yours went over theirs: Name and City. Gave way to theirs: gone.',
    );
  });
  it('says nothing where nothing was met', () => {
    expect([mergeText(null, accounts, 'en'), deliveryText(settled, accounts, 'en')]).toEqual(['', '']);
  });
  it('says of a delete that gave way that it did, though it names no column', () => {
    const gaveWay = { ...settled, end: 'given up', merge: { theirs: [], mine: [], givenUp: [] } } as const;
    expect(deliveryText(gaveWay, accounts, 'en')).toBe('Gave way to theirs.');
  });
  it('does not say applied after saving where yours gave way', () => {
    const state = stateOf();
    const deliveries = [{ ...settled, end: 'given up' as const }];
    const said = savedNote(settled, { ...state, facts: { ...state.facts, deliveries } }, now, 'en-GB');
    expect(said.text).toContain('yours gave way');
    expect(said.text).not.toContain('applied');
  });
});

describe('how often a table is looked at', () => {
  it('is chosen between the shortest and the longest pause, or left to the app', () => {
    const choices = intervalChoices('en');
    expect(choices.map(({ label }) => label)).toEqual([
      'As the app does',
      'Every 5 minutes',
      'Every 15 minutes',
      'Every 1 hour',
      'Every 4 hours',
      'Every 1 day',
    ]);
    expect([Number(choices[1]?.value), Number(choices.at(-1)?.value)]).toEqual([shortestIntervalMs, longestIntervalMs]);
  });
});
