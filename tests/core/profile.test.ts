import { describe, expect, it } from 'vitest';
import { definitionsStep, suspected } from '../../src/core/definitions-known.ts';
import { everything, type OfflineProfile, type ProfileTable, profiled } from '../../src/core/profile.ts';
import { isOtherScope, scopeOf } from '../../src/core/pull-strategy.ts';
import { contacts, datedAccounts } from '../fixtures/tables.ts';

const list = { tables: [datedAccounts, contacts], leftOut: [] };
const wanted = (name: string, more: Partial<ProfileTable> = {}): ProfileTable => ({
  name,
  columns: 'all',
  filter: null,
  intervalMs: null,
  ...more,
});
const profile = (tables: readonly ProfileTable[], otherTables: 'all' | 'none' = 'none'): OfflineProfile => ({
  kind: 'tables',
  tables,
  otherTables,
});
const names = (of: OfflineProfile, withWork: readonly string[] = []) =>
  profiled(list, of, new Set(withWork)).tables.map(({ name }) => name);

describe('an offline profile', () => {
  it('is everything where there is none', () => {
    expect(profiled(list, everything, new Set())).toEqual(list);
  });

  it('keeps its tables in its order, others behind them or not at all, and those with unsent changes', () => {
    expect(names(profile([wanted('contact')], 'all'))).toEqual(['contact', 'account']);
    expect(names(profile([wanted('contact')]))).toEqual(['contact']);
    expect(names(profile([wanted('contact')]), ['account'])).toEqual(['contact', 'account']);
  });

  it('names a table that the service does not have', () => {
    expect(profiled(list, profile([wanted('task')]), new Set()).leftOut).toEqual([
      { name: 'task', label: 'task', why: 'not in the service' },
    ]);
  });

  it('keeps the chosen columns, and those without which no row can be kept, shown, pulled or made', () => {
    const [account] = profiled(list, profile([wanted('account', { columns: [] })]), new Set()).tables;
    expect(account?.columns.map(({ name }) => name)).toEqual(['accountid', 'name', 'modifiedon']);
    const [contact] = profiled(list, profile([wanted('contact', { columns: ['account'] })]), new Set()).tables;
    expect(contact?.columns.map(({ name }) => name)).toContain('_account_value');
  });

  it('gives a table its rows and interval', () => {
    const [account] = profiled(
      list,
      profile([wanted('account', { filter: 'a eq 1', intervalMs: 9e5 })]),
      new Set(),
    ).tables;
    expect(account).toMatchObject({ rowFilter: 'a eq 1', intervalMs: 9e5 });
  });
});

describe('the scope of a table', () => {
  const checkpoint = {
    table: 'account',
    position: { kind: 'complete', upToDateAt: 0 },
    storeId: 's',
    epoch: null,
    scope: scopeOf(datedAccounts),
    best: 'delta link',
    quietPulls: 0,
  } as const;
  it('is another one with other columns or rows, and with nothing else', () => {
    const relabelled = datedAccounts.columns.map((column) => ({ ...column, label: 'New', isRequired: true }));
    const same = { ...datedAccounts, label: 'Firm', columns: relabelled.toReversed(), intervalMs: 1 };
    expect(isOtherScope(checkpoint, same)).toBe(false);
    expect(isOtherScope(checkpoint, { ...datedAccounts, columns: datedAccounts.columns.slice(1) })).toBe(true);
    expect(isOtherScope(checkpoint, { ...datedAccounts, rowFilter: 'a eq 1' })).toBe(true);
    expect(isOtherScope({ ...checkpoint, scope: null }, datedAccounts)).toBe(true);
  });
});

describe('asking for definitions', () => {
  const hour = 60 * 60_000;
  const known = { version: '7', profile: 'p', checkedAt: 0 };
  const step = (at: number, more: object = {}, now: object = {}) =>
    definitionsStep({ ...known, ...more }, { trigger: 'interval', at, profile: 'p', ...now });
  it('is for their version every four hours, or for all of them once a day where there is none', () => {
    expect([step(hour), step(4 * hour)]).toEqual(['keep', 'ask version']);
    expect([step(4 * hour, { version: null }), step(24 * hour, { version: null })]).toEqual(['keep', 'read']);
  });
  it('is for all of them when somebody signs in, asks for everything, or has another profile', () => {
    expect(step(1, {}, { trigger: 'signed in' })).toBe('read');
    expect(step(1, {}, { trigger: 'sync now' })).toBe('read');
    expect(step(1, {}, { profile: 'q' })).toBe('read');
    expect(definitionsStep(null, { trigger: 'edit', at: 1, profile: 'p' })).toBe('read');
  });
  it('is soon where a table is refused, though not again and again', () => {
    expect(suspected(known, hour)).toEqual({ ...known, checkedAt: 0 });
    expect(suspected(known, 60_000)).toBeNull();
  });
});
