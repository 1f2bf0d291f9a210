import { describe, expect, it } from 'vitest';
import type { ChangeState } from '../../src/core/change.ts';
import type { ETag, Values } from '../../src/core/row.ts';
import type { TableDefinition } from '../../src/core/table.ts';
import { conflictOf, firstChoices, isUntouchedBy, mixOf } from '../../src/ui/view-model/conflict.ts';
import { conflictStory } from '../../src/ui/view-model/conflict-story.ts';
import { accounts } from '../fixtures/tables.ts';
import { change, now } from './facts.ts';

const text = { kind: 'text', maxLength: 100 } as const;
const table: TableDefinition = {
  ...accounts,
  columns: [
    ...accounts.columns,
    { name: 'phone', label: 'Phone', type: text, isRequired: false, isReadOnly: false },
    { name: 'fax', label: 'Fax', type: text, isRequired: false, isReadOnly: false },
    { name: 'changed', label: 'Changed', type: { kind: 'date and time' }, isRequired: false, isReadOnly: true },
  ],
};
const base: Values = { name: 'a', city: 'x', phone: '1', fax: '7', changed: '2026-11-25T08:00:00Z' };
const at = now - 180_000;
const meets = (theirs: Values | null, known: Values | null = base): ChangeState => ({
  kind: 'conflict',
  theirs: theirs && { etag: '2' as ETag, values: theirs },
  met: { at, base: known },
});
const mine = { values: { name: 'b', city: 'y', fax: '8' }, oldValues: { name: 'a', city: 'x', fax: '7' } };
const theirs = { name: 'c', city: 'x', phone: '2', fax: '8', changed: '2026-11-25T09:00:00Z' };
const both = change(1, meets(theirs), mine);

function conflict(one = both) {
  const found = conflictOf(one, table);
  if (found === null) throw new Error('no conflict');
  return found;
}
const kinds = (one = both) => conflict(one).lines.map(({ column, kind }) => `${column.label}: ${kind}`);
const story = (one = both) => conflictStory(one, conflict(one), { now, locale: 'en-GB' });

describe('a conflict, column by column', () => {
  it('tells what is for the person from what is settled, first what they have to say', () => {
    expect(kinds()).toEqual(['Name: both', 'City: mine', 'Fax: same', 'Phone: theirs', 'Changed: service']);
    expect(conflict().lines[0]).toMatchObject({ base: 'a', mine: 'b', theirs: 'c' });
  });
  it('shows what was written here, also where there is nothing to choose: untouched is what others alone changed', () => {
    const untouched = conflict().lines.filter((line) => isUntouchedBy('mine', line));
    expect(untouched.map(({ column }) => column.label)).toEqual(['Phone', 'Changed']);
    expect(conflict().lines.some((line) => isUntouchedBy('theirs', line))).toBe(false);
  });
  it('tells nothing of columns whose value before nobody knows any more', () => {
    expect(kinds(change(1, meets(theirs, null), mine))).toEqual(['Name: both', 'City: mine', 'Fax: same']);
  });
  it('of a delete tells what was changed there', () => {
    const removal = change(1, meets(theirs), { kind: 'delete', values: {}, oldValues: base });
    expect(conflict(removal).kind).toBe('deleted here');
    expect(kinds(removal)).toEqual(['Name: theirs', 'Phone: theirs', 'Fax: theirs', 'Changed: service']);
    expect(story(removal)).toContain('Changed there since you last saw the row: Name, Phone and Fax.');
  });
  it('of two rows of one key tells where they differ', () => {
    const created = change(1, meets({ name: 'c' }, null), {
      kind: 'create',
      values: { name: 'b', city: 'y' },
      oldValues: {},
    });
    expect(conflict(created).kind).toBe('both created');
    expect(kinds(created)).toEqual(['Name: both', 'City: mine']);
  });
  it('is none for a change that waits for something else', () => {
    expect(conflictOf(change(1, { kind: 'pending' }), table)).toBeNull();
  });
});

describe('a mix', () => {
  it('keeps what only the person changed, and asks about what both did', () => {
    expect(firstChoices(conflict())).toEqual({ city: 'mine' });
    const mix = mixOf(conflict(), both, firstChoices(conflict()));
    expect(mix.kind === 'open' && mix.columns.map(({ name }) => name)).toEqual(['name']);
  });
  it('sends what was chosen as mine alone, and columns that no form shows', () => {
    const hidden = { ...both, values: { ...both.values, hidden: 1 } };
    expect(mixOf(conflict(), hidden, { name: 'theirs', city: 'mine' })).toEqual({
      kind: 'values',
      values: { city: 'y', hidden: 1 },
    });
    expect(mixOf(conflict(), both, { name: 'theirs', city: 'theirs' })).toEqual({ kind: 'values', values: {} });
  });
});

describe('what happened', () => {
  it('says when mine was saved, what both changed and how old theirs is', () => {
    expect(story()).toEqual([
      'You saved your change on this device at 10:41. Here it is called mine.',
      expect.stringContaining('That is called theirs.'),
      'Both sides changed Name, so nothing was sent over anything.',
      'Theirs is the row as the service had it at 10:39, 3 minutes ago.',
    ]);
  });
  it('does not say deleted where the service only says that it is not there', () => {
    expect(story(change(1, meets(null), mine))[1]).toContain('deleted, or you may no longer see it');
  });
  it('says so where it is not known when theirs was read', () => {
    const old = change(1, { kind: 'conflict', theirs: null }, mine);
    expect(story(old)).toContain('When theirs was read from the service is not known on this device.');
  });
});
