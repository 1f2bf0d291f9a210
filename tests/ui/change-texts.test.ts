import { describe, expect, it } from 'vitest';
import type { ChangeId, ChangeState } from '../../src/core/change.ts';
import { changeStage } from '../../src/ui/view-model/change-stage.ts';
import { savedNote } from '../../src/ui/view-model/saved-note.ts';
import { change, now, stateOf } from './facts.ts';

describe('what is said of a change', () => {
  it('says why it waits', () => {
    const first = change(1, { kind: 'sending', fence: 1, isRepeat: false });
    const second = change(2, { kind: 'pending' }, { key: first.key });
    const third = change(3, { kind: 'pending' }, { dependsOn: [first.id] });
    const outbox = [first, second, third];
    expect(changeStage(second, outbox, 'en').sentence).toContain('behind an earlier change');
    expect(changeStage(third, outbox, 'en').sentence).toContain('the new row that it points to');
    expect(changeStage(change(4, { kind: 'pending' }), outbox, 'en').sentence).toContain('Not sent yet');
    expect(changeStage(change(5, { kind: 'pending' }, { attempts: 2 }), outbox, 'en').sentence).toContain(
      'Tried 2 times',
    );
  });
  it('says that a lost answer may be one that was applied', () => {
    expect(changeStage(change(1, { kind: 'maybe sent' }), [], 'en').sentence).toContain('may have applied it or not');
  });
});

describe('the note after saving', () => {
  const saved = { id: 'change-1' as ChangeId, savedAt: now };
  const note = (state: ChangeState) => savedNote(saved, stateOf({ outbox: [change(1, state)] }), now, 'en-GB').text;
  it('says saved on this device with the time, and only what is known of the rest', () => {
    expect(note({ kind: 'pending' })).toBe(
      'Saved on this device at 10:42. It goes to the service when there is a connection.',
    );
    expect(note({ kind: 'sending', fence: 1, isRepeat: false })).toContain('no answer yet');
    expect(note({ kind: 'parked' })).toContain('The service refused it');
  });
  it('says applied only with a delivery', () => {
    const state = stateOf();
    const delivery = {
      id: saved.id,
      table: 'account',
      key: change(1, { kind: 'pending' }).key,
      kind: 'update' as const,
      baseETag: null,
      etag: null,
      ackedAtCommit: 1,
      savedAt: now,
      sentAt: now,
      appliedAt: now,
      seenBackAt: null,
    };
    const delivered = { ...state, facts: { ...state.facts, deliveries: [delivery] } };
    expect(savedNote(saved, delivered, now, 'en-GB').text).toContain('The service applied it at 10:42.');
    expect(savedNote(saved, state, now, 'en-GB').text).not.toContain('applied');
  });
  it('says that sending waits for the person when the sign-in ended', () => {
    const state = stateOf({ outbox: [change(1, { kind: 'pending' })], activity: { kind: 'signed out', reason: '' } });
    expect(savedNote(saved, state, now, 'en-GB').text).toContain('after you have signed in again');
  });
});
