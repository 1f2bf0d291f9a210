import { describe, expect, it } from 'vitest';
import type { Change, ChangeId, ChangeState } from '../../src/core/change.ts';
import { leaveTexts } from '../../src/ui/texts/leave.ts';
import { changeStage } from '../../src/ui/view-model/change-stage.ts';
import { keptAfterSignOut } from '../../src/ui/view-model/kept-after-sign-out.ts';
import { savedNote } from '../../src/ui/view-model/saved-note.ts';
import { change, now, stateOf } from './facts.ts';

function sentences(outbox: readonly Change[]): readonly string[] {
  const { facts } = stateOf({ outbox });
  return outbox.map((one) => changeStage(one, facts, 'en').sentence);
}

describe('what is said of a change', () => {
  it('says why it waits', () => {
    const first = change(1, { kind: 'sending', fence: 1, isRepeat: false });
    const second = change(2, { kind: 'pending' }, { key: first.key });
    const third = change(3, { kind: 'pending' }, { dependsOn: [first.id] });
    const said = sentences([
      first,
      second,
      third,
      change(4, { kind: 'pending' }),
      change(5, { kind: 'pending' }, { attempts: 2 }),
    ]);
    expect(said).toEqual([
      'It is on its way to the service; no answer yet.',
      'It waits in the outbox behind an earlier change of this row.',
      'It waits in the outbox until the new row that it points to is applied.',
      'It waits in the outbox; not sent yet.',
      'It waits in the outbox. Tried 2 times so far, not applied.',
    ]);
  });
  it('says when what it waits for does not go before a person has decided', () => {
    const open = leaveTexts({ signIn: 'none' });
    const facts = stateOf({ outbox: [change(1, { kind: 'pending' })] }).facts;
    expect(keptAfterSignOut(facts, { locale: 'en', texts: open })).not.toMatch(/sign|token/);
    const parked = change(1, { kind: 'parked', why: 'refused' });
    const behind = change(2, { kind: 'pending' }, { key: parked.key });
    const said = sentences([parked, behind, change(3, { kind: 'pending' }, { dependsOn: [behind.id] })]);
    expect(said[1]).toContain('about which you have to decide');
    expect(said[2]).toContain('about which you have to decide');
  });
  it('says that a lost answer leaves it unknown, and that sending it again is safe', () => {
    expect(sentences([change(1, { kind: 'maybe sent' })])).toEqual([
      'No answer came, so it is not known whether it arrived; it is sent again safely.',
    ]);
  });
  it('says that a table which is no longer named keeps its changes', () => {
    const said = sentences([
      change(1, { kind: 'pending' }, { table: 'gone' }),
      change(2, { kind: 'maybe sent' }, { table: 'gone' }),
    ]);
    expect(said[0]).toBe('The service no longer names this table for you; the change is kept and goes when it does.');
    expect(said[1]).toContain('no longer names this table');
  });
});

describe('what becomes of the outbox after signing out', () => {
  const kept = (...outbox: readonly Change[]) =>
    keptAfterSignOut(stateOf({ outbox }).facts, { locale: 'en', texts: leaveTexts(undefined) });
  it('goes at the next sign-in where nothing else holds it', () => {
    expect(kept(change(1, { kind: 'pending' }))).toContain('go when you sign in again here');
  });
  it('is told apart by what does not go by itself', () => {
    const open = leaveTexts({ signIn: 'none' });
    const facts = stateOf({ outbox: [change(1, { kind: 'pending' })] }).facts;
    expect(keptAfterSignOut(facts, { locale: 'en', texts: open })).not.toMatch(/sign|token/);
    const parked = change(1, { kind: 'parked', why: 'refused' });
    const behind = change(2, { kind: 'pending' }, { key: parked.key });
    expect(kept(parked, behind, change(3, { kind: 'maybe sent' }))).toContain(
      ': 1 goes when you sign in again here, 2 wait for your decision.',
    );
    expect(kept(parked)).toContain(': 1 waits for your decision.');
    expect(kept(change(1, { kind: 'pending' }, { table: 'gone' }))).toContain(
      ': 1 waits until the service names the table again.',
    );
  });
});

describe('the note after saving', () => {
  const saved = { id: 'change-1' as ChangeId, savedAt: now };
  const note = (state: ChangeState) => savedNote(saved, stateOf({ outbox: [change(1, state)] }), now, 'en-GB').text;
  it('says saved on this device with the time, and only what is known of the rest', () => {
    expect(note({ kind: 'pending' })).toBe('Saved on this device at 10:42. It waits in the outbox; not sent yet.');
    expect(note({ kind: 'sending', fence: 1, isRepeat: false })).toContain('no answer yet');
    expect(note({ kind: 'parked', why: 'refused' })).toContain('The service refused it');
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
      values: {},
      oldValues: {},
      origin: 'here' as const,
      merge: null,
      end: 'applied' as const,
      epoch: null,
      isMissing: false,
      ackedAtCommit: 1,
      savedAt: now,
      sentAt: now,
      appliedAt: now,
      seenBackAt: null,
    };
    const delivered = { ...state, facts: { ...state.facts, deliveries: [delivery] } };
    expect(savedNote(saved, delivered, now, 'en-GB').text).toContain('The service applied it at 10:42.');
    expect(savedNote(saved, { ...state, asOf: now + 1 }, now, 'en-GB').text).toBe('Saved on this device at 10:42.');
    expect(savedNote(saved, null, now, 'en-GB').text).toBe('Saved on this device at 10:42. It waits in the outbox.');
  });
  it('says that sending waits for the person when the sign-in ended', () => {
    const state = stateOf({ outbox: [change(1, { kind: 'pending' })], activity: { kind: 'signed out', reason: '' } });
    expect(savedNote(saved, state, now, 'en-GB').text).toContain('until you have signed in again');
  });
  it('does not say that a change behind a parked one goes', () => {
    const outbox = [
      change(0, { kind: 'parked', why: 'refused' }, { key: change(1, { kind: 'pending' }).key }),
      change(1, { kind: 'pending' }),
    ];
    expect(savedNote(saved, stateOf({ outbox }), now, 'en-GB').text).toContain('about which you have to decide');
  });
});
