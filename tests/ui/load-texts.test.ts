import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/core/facts.ts';
import { noTablesText, whyLoadRests } from '../../src/ui/view-model/load-texts.ts';
import { now, stateOf } from './facts.ts';

const running: Activity = { kind: 'running', host: 'data worker', trigger: 'opened', startedAt: now };
const waiting: Activity = { kind: 'waiting', until: now + 8_000, isAsked: false, reason: 'The service answered 503.' };
const signedOut: Activity = { kind: 'signed out', reason: 'The sign-in ended.' };
const given = (activity: Activity, isOnline = true) => ({
  state: stateOf({ activity }),
  isOnline,
  now,
  locale: 'en-GB',
});

describe('what is said while there is no table', () => {
  it('says that the service is asked only while a cycle runs', () => {
    expect(noTablesText(given(running))).toContain('is asked');
    for (const other of [given({ kind: 'idle' }), given({ kind: 'idle' }, false), given(waiting), given(signedOut)]) {
      expect(noTablesText(other)).toMatch(/^No tables are on this device yet/);
    }
  });
});

describe('why no row arrives', () => {
  it('is not asked while a cycle runs', () => {
    expect(whyLoadRests(given(running, false))).toBeNull();
  });
  it('tells the reason and the next try, and only what is known', () => {
    expect(whyLoadRests(given(waiting))).toContain('The service answered 503. The next try is at 10:42:08');
    expect(whyLoadRests(given(signedOut))).toContain('sign in again');
    expect(whyLoadRests(given({ kind: 'idle' }, false))).toBe('This device says that it has no network.');
    expect(whyLoadRests(given({ kind: 'idle' }))).toBe('');
  });
});
