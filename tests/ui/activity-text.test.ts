import { describe, expect, it } from 'vitest';
import { activityText } from '../../src/ui/view-model/activity-text.ts';

const now = Date.UTC(2026, 10, 25, 12);
const waiting = { kind: 'waiting', until: now + 8_000, reason: 'Too many requests.' } as const;

describe('what is said of a wait', () => {
  it('offers Sync now while backing off', () => {
    expect(activityText({ ...waiting, isAsked: false }, now, 'en')).toContain('or at once with Sync now');
  });

  it('names what is stuck and since when, and when it is tried again', () => {
    const awaited = { what: 'the database on this device (storing rows of account)', since: now - 360_000 };
    const text = activityText({ kind: 'stuck', awaited, nextTryAt: now + 120_000 }, now, 'en');
    expect(text).toMatch(/^Stuck since .+: no answer from the database on this device \(storing rows of account\)\./);
    expect(text).toMatch(/Trying again at .+, or at once with Sync now\.$/);
    expect(activityText({ kind: 'stuck', awaited, nextTryAt: null }, now, 'en')).toMatch(/Trying again now\.$/);
  });

  it('does not, while the service asked for the pause', () => {
    const text = activityText({ ...waiting, isAsked: true }, now, 'en');
    expect(text).toContain('Too many requests. Nothing goes out before');
    expect(text).not.toContain('at once');
  });
});
