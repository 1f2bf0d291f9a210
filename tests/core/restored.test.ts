import { describe, expect, it } from 'vitest';
import type { ChangeId } from '../../src/core/change.ts';
import type { Delivery } from '../../src/core/delivery.ts';
import { afterReplacement } from '../../src/core/restored.ts';
import type { BaseRow, ETag, RowKey, Values } from '../../src/core/row.ts';
import { accounts } from '../fixtures/tables.ts';

const row = (values: Values): BaseRow => ({ key: 'a' as RowKey, etag: '1' as ETag, values });

function delivery(more: Partial<Delivery>): Delivery {
  return {
    id: 'one' as ChangeId,
    table: 'account',
    key: 'a' as RowKey,
    kind: 'update',
    values: { name: 'New' },
    oldValues: { name: 'Old' },
    origin: 'here',
    merge: null,
    end: 'applied',
    epoch: 'before',
    isMissing: false,
    baseETag: null,
    etag: null,
    ackedAtCommit: 1,
    savedAt: 1,
    sentAt: 1,
    appliedAt: 1,
    seenBackAt: null,
    ...more,
  };
}

const judged = (of: Partial<Delivery>, was: BaseRow | null, is: BaseRow | null) => {
  const { isMissing, epoch, values } = afterReplacement(delivery(of), { table: accounts, was, is, epoch: 'now' });
  // Settled is of the new generation, missing stays what it was.
  expect(epoch).toBe(isMissing ? 'before' : 'now');
  return isMissing ? values : 'settled';
};

describe('an acknowledged update, and the row of a restored service that replaces ours', () => {
  it('is missing where it was in effect here and is not there', () => {
    expect(judged({}, row({ name: 'New' }), row({ name: 'Old' }))).toEqual({ name: 'New' });
    expect(judged({}, row({ name: 'New' }), null)).toEqual({ name: 'New' });
  });

  it('is settled where it is in effect, also by a writing of its own', () => {
    expect(judged({}, row({ name: 'New' }), row({ name: 'New' }))).toBe('settled');
    expect(judged({ values: { name: '' } }, row({ name: '' }), row({ name: null }))).toBe('settled');
  });

  it('is superseded where others had overwritten or removed it before', () => {
    expect(judged({}, row({ name: 'Theirs' }), row({ name: 'Old' }))).toBe('settled');
    expect(judged({}, null, row({ name: 'Old' }))).toBe('settled');
    expect(judged({}, null, null)).toBe('settled');
  });

  it('is missing by column', () => {
    const values = { name: 'New', city: '1', fax: 'a@b' };
    const was = row({ name: 'New', city: '2', fax: 'a@b' });
    expect(judged({ values }, was, row({ name: 'Old', city: '0', fax: 'a@b' }))).toEqual({ name: 'New' });
  });

  it('stays missing when the row lands again, until it is in effect', () => {
    expect(judged({ isMissing: true }, row({ name: 'Old' }), row({ name: 'Old' }))).toEqual({ name: 'New' });
    expect(judged({ isMissing: true }, row({ name: 'Old' }), row({ name: 'New' }))).toBe('settled');
  });
});

describe('an acknowledged create or delete', () => {
  it('is missing where the row was here and is gone, or was gone and is back', () => {
    expect(judged({ kind: 'create' }, row({ name: 'New' }), null)).toEqual({ name: 'New' });
    expect(judged({ kind: 'delete', values: {} }, null, row({ name: 'Old' }))).toEqual({});
  });

  it('is settled where the row is as it was wanted, or others had undone it before', () => {
    expect(judged({ kind: 'create' }, row({ name: 'New' }), row({ name: 'Other' }))).toBe('settled');
    expect(judged({ kind: 'create' }, null, null)).toBe('settled');
    expect(judged({ kind: 'delete', values: {} }, null, null)).toBe('settled');
    expect(judged({ kind: 'delete', values: {} }, row({ name: 'Again' }), row({ name: 'Old' }))).toBe('settled');
  });
});

describe('a change that gave way', () => {
  it('was never there, and so is never missing', () => {
    expect(judged({ end: 'given up' }, row({ name: 'New' }), row({ name: 'Old' }))).toBe('settled');
    expect(judged({ end: 'given up', kind: 'delete' }, null, row({}))).toBe('settled');
  });
});
