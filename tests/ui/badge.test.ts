import { describe, expect, it } from 'vitest';
import { badgeOf } from '../../src/ui/view-model/badge.ts';
import { change, following, type Given, now, reading, stateOf } from './facts.ts';

const badge = (given: Given, isOnline = true) => badgeOf({ state: stateOf(given), isOnline, now, locale: 'en-GB' });
const pending = change(1, { kind: 'pending' });
const parked = change(2, { kind: 'parked', why: 'refused' });
const running = { kind: 'running', host: 'data worker', trigger: 'opened', startedAt: now } as const;

describe('the status badge', () => {
  it('says up to date only with the time of the oldest table', () => {
    expect(badge({})).toEqual({ kind: 'up to date', text: 'Up to date as of 10:40' });
  });
  it('claims nothing before the data worker spoke', () => {
    expect(badgeOf({ state: null, isOnline: true, now, locale: 'en-GB' }).kind).toBe('starting');
  });
  it('counts what waits, one and many', () => {
    expect(badge({ outbox: [pending] }).text).toBe('1 change waiting');
    expect(badge({ outbox: [pending, change(3, { kind: 'maybe sent' })] }).text).toBe('2 changes waiting');
  });
  it('puts a person before everything else', () => {
    expect(badge({ outbox: [pending, parked], activity: running }, false)).toEqual({
      kind: 'needs you',
      text: '1 change needs you · 1 waiting',
    });
    expect(badge({ activity: { kind: 'signed out', reason: '' }, outbox: [pending] }).text).toBe(
      'Sign in again · 1 waiting',
    );
  });
  it('says offline with what waits', () => {
    expect(badge({ outbox: [pending] }, false)).toEqual({ kind: 'offline', text: 'Offline · 1 waiting' });
  });
  it('shows how far the first load is, and never 100 % before the end', () => {
    const positions = { account: following(now), contact: reading(1999, 2000) };
    const rowCounts = { account: 10, contact: 1999 };
    expect(badge({ positions, rowCounts, activity: running })).toEqual({
      kind: 'syncing',
      text: 'Syncing · 99% loaded',
    });
  });
  it('does not say up to date while a table was never whole, or is being read again', () => {
    expect(badge({ positions: { account: following(now), contact: reading(1, 2) } }).kind).toBe('not whole');
    expect(badge({ positions: { account: following(now) } }).kind).toBe('not whole');
    expect(badge({ positions: { account: following(now), contact: reading(1, 2, false) } }).kind).toBe('not whole');
    expect(badge({ tables: [], positions: {} }).kind).toBe('not whole');
  });
});
