import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/core/delivery.ts';
import type { Draft } from '../../src/core/draft.ts';
import type { ETag, RowKey } from '../../src/core/row.ts';
import type { OpenedRow } from '../../src/core/view.ts';
import { withDraft } from '../../src/ui/view-model/draft-entered.ts';
import { formColumns } from '../../src/ui/view-model/fields.ts';
import { isBegunOnOlder, openForm, showNewer } from '../../src/ui/view-model/form-state.ts';
import { accounts } from '../fixtures/tables.ts';
import { change, now } from './facts.ts';

const key = 'row-1' as RowKey;
const address = { table: 'account', key };

function row(etag: string): OpenedRow {
  const seen = { key, values: { name: 'Now' }, mark: 'none' as const, lookupNames: {} };
  return { address, seen, baseETag: etag as ETag, base: seen.values, changes: [], isDeleteWaiting: false };
}

const draft: Draft = {
  ...address,
  isNew: false,
  baseETag: 'old' as ETag,
  base: null,
  values: { name: 'Mine' },
  savedAt: now,
};
const restored = (deliveries: readonly Delivery[] = []) =>
  withDraft(openForm(formColumns(accounts), row('new'), 'en'), draft, deliveries);

describe('a form out of a draft', () => {
  it('saves against the row that it was begun on, until the person is shown the newer one', () => {
    const form = restored();
    expect(form.entered['name']).toBe('Mine');
    expect(form.baseETag).toBe('old');
    expect(isBegunOnOlder(form)).toBe(true);
    const shown = showNewer(form, row('new'));
    expect(shown.baseETag).toBe('new');
    expect(shown.entered['name']).toBe('Mine');
    expect(isBegunOnOlder(shown)).toBe(false);
  });
  it('is not behind where only this device changed the row since', () => {
    const { id, kind } = change(1, { kind: 'pending' });
    const times = { ackedAtCommit: 1, savedAt: now, sentAt: now, appliedAt: now, seenBackAt: null };
    const sent = {
      values: {},
      oldValues: {},
      origin: 'here',
      merge: null,
      end: 'applied',
      epoch: null,
      isMissing: false,
    } as const;
    const own: Delivery = { ...address, ...times, ...sent, id, kind, baseETag: 'old' as ETag, etag: 'new' as ETag };
    expect(isBegunOnOlder(restored([own]))).toBe(false);
  });
});
