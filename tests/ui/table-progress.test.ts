import { describe, expect, it } from 'vitest';
import { listCountText, listEmptyText } from '../../src/ui/view-model/list-count.ts';
import { loadProgress, tableProgress } from '../../src/ui/view-model/table-progress.ts';
import { following, type Given, now, reading, stateOf } from './facts.ts';

const load = (given: Given) => loadProgress(stateOf(given).facts);

describe('the progress of the first load', () => {
  it('is whole when every table was read once, also while one is read again', () => {
    expect(load({}).isWhole).toBe(true);
    expect(load({ positions: { account: following(now), contact: reading(1, 9, false) } }).isWhole).toBe(true);
    expect(load({ positions: { account: following(now) } }).isWhole).toBe(false);
    expect(load({ tables: [], positions: {} }).isWhole).toBe(false);
  });
  it('is as old as before while a table is read again', () => {
    const [, contact] = load({ positions: { account: following(now), contact: reading(1, 9, false) } }).tables;
    expect(contact).toMatchObject({ stage: 'reading again', upToDateAt: now - 600_000 });
  });
  it('knows no sum where one table does not say how many rows there are', () => {
    const given = { positions: { account: following(now), contact: reading(5, null) } };
    expect(load(given)).toMatchObject({ expected: null, fraction: null, tablesFraction: 0.5 });
  });
  it('never expects fewer rows than are here', () => {
    const given = {
      positions: { account: following(now), contact: reading(20, 5) },
      rowCounts: { account: 10, contact: 20 },
    };
    expect(load(given)).toMatchObject({ expected: 30, rows: 30, fraction: 1, isWhole: false });
  });
});

describe('the count above a list', () => {
  const progress = (position = reading(5, 12)) =>
    tableProgress(stateOf({ positions: { contact: position }, rowCounts: { contact: 5 } }).facts)[1];
  it('says n of m while rows arrive', () => {
    expect(listCountText({ total: 5, search: '', progress: progress(), locale: 'en' })).toBe('5 of 12 rows');
    expect(listCountText({ total: 5, search: '', progress: progress(reading(5, null)), locale: 'en' })).toBe(
      '5 rows so far',
    );
  });
  it('says among how many rows a search has looked', () => {
    expect(listCountText({ total: 2, search: 'a', progress: progress(), locale: 'en' })).toBe(
      '2 found among the 5 of 12 rows',
    );
    expect(listCountText({ total: 2, search: 'a', progress: progress(following(now)), locale: 'en' })).toBe('2 found');
  });
  it('does not say that a name is not there while rows are missing', () => {
    expect(listEmptyText('x', progress())).toContain('arrived so far');
    expect(listEmptyText('x', progress(following(now)))).toContain('on this device');
  });
});
