import { describe, expect, test } from 'vitest';
import { mergeWith } from '../../src/core/merge.ts';
import type { BaseRow, ETag, RowKey, Values } from '../../src/core/row.ts';
import type { ConflictPolicy } from '../../src/core/table-settings.ts';
import { accounts as table } from '../fixtures/tables.ts';
import { change } from './changes.ts';

const base = { accountid: 'a', name: 'Alpha', city: '1' };

function theirs(values: Values): BaseRow {
  return { key: 'a' as RowKey, etag: '9' as ETag, values: { ...base, ...values } };
}

function update(values: Values, oldValues: Values) {
  return change({ table: table.name, values, oldValues });
}

function meet(row: BaseRow | null, policy: ConflictPolicy = 'ask') {
  return { table, theirs: row, base, policy };
}

describe('an update that meets a newer row', () => {
  const mine = update({ name: 'Mine' }, { name: 'Alpha' });

  test('goes out over it where the columns differ, and the note names what others changed', () => {
    expect(mergeWith(mine, meet(theirs({ city: '2' })))).toEqual({
      kind: 'send',
      change: {
        ...mine,
        baseETag: '9',
        oldValues: { name: 'Alpha' },
        merge: { theirs: ['city'], mine: [], givenUp: [] },
      },
    });
  });

  test('needs the person where both sides changed one column', () => {
    expect(mergeWith(mine, meet(theirs({ name: 'Theirs' })))).toEqual({ kind: 'conflict' });
  });

  test('that both sides changed alike needs nobody', () => {
    expect(mergeWith(mine, meet(theirs({ name: 'Mine', city: '2' })))).toMatchObject({ kind: 'send' });
  });

  test('goes over theirs by policy, with their value as the new base', () => {
    expect(mergeWith(mine, meet(theirs({ name: 'Theirs' }), 'mine'))).toMatchObject({
      kind: 'send',
      change: { values: { name: 'Mine' }, oldValues: { name: 'Theirs' }, merge: { mine: ['name'] } },
    });
  });

  test('gives way by policy, column by column', () => {
    const two = update({ name: 'Mine', city: '3' }, { name: 'Alpha', city: '1' });
    expect(mergeWith(two, meet(theirs({ name: 'Theirs' }), 'theirs'))).toMatchObject({
      kind: 'send',
      change: { values: { city: '3' }, merge: { givenUp: ['name'] } },
    });
    expect(mergeWith(mine, meet(theirs({ name: 'Theirs' }), 'theirs'))).toMatchObject({ kind: 'given up' });
  });

  test('whose row is gone is for the person, gives way, or makes the whole row anew', () => {
    expect(mergeWith(mine, meet(null)).kind).toBe('conflict');
    expect(mergeWith(mine, meet(null, 'theirs'))).toMatchObject({ kind: 'given up', note: { givenUp: ['name'] } });
    expect(mergeWith(mine, meet(null, 'mine'))).toMatchObject({
      kind: 'send',
      change: { kind: 'create', values: { name: 'Mine', city: '1' }, baseETag: null, merge: { mine: ['name'] } },
    });
  });

  test('whose row is gone, and is not known here any more, is for the person: it would be made with one column', () => {
    const unknown = (policy: ConflictPolicy) => mergeWith(mine, { ...meet(null, policy), base: null }).kind;
    expect([unknown('ask'), unknown('mine'), unknown('theirs')]).toEqual(['conflict', 'conflict', 'given up']);
  });

  test('that was merged before keeps what the note said then', () => {
    const again = { ...mine, merge: { theirs: ['phone'], mine: [], givenUp: ['x'] } };
    expect(mergeWith(again, meet(theirs({ city: '2' })))).toMatchObject({
      change: { merge: { theirs: ['phone', 'city'], givenUp: ['x'] } },
    });
  });
});

describe('a delete or a create that meets a row', () => {
  test('is for the person', () => {
    expect(mergeWith(change({ kind: 'delete' }), meet(theirs({}))).kind).toBe('conflict');
    expect(mergeWith(change({ kind: 'create' }), meet(theirs({}))).kind).toBe('conflict');
  });

  test('goes on by policy: the delete with their version, the create as an update', () => {
    expect(mergeWith(change({ kind: 'delete' }), meet(theirs({}), 'mine'))).toMatchObject({
      kind: 'send',
      change: { kind: 'delete', baseETag: '9' },
    });
    expect(mergeWith(change({ kind: 'create', values: { name: 'M' } }), meet(theirs({}), 'mine'))).toMatchObject({
      kind: 'send',
      change: { kind: 'update', baseETag: '9', merge: { mine: ['name'] } },
    });
    expect(mergeWith(change({ kind: 'delete' }), meet(theirs({}), 'theirs')).kind).toBe('given up');
  });
});
