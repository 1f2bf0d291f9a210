import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/core/delivery.ts';
import type { Draft } from '../../src/core/draft.ts';
import type { ETag, RowKey, Values } from '../../src/core/row.ts';
import type { OpenedRow } from '../../src/core/view.ts';
import { withDraft } from '../../src/ui/view-model/draft-entered.ts';
import { formColumns, readForm } from '../../src/ui/view-model/fields.ts';
import { formNews } from '../../src/ui/view-model/form-news.ts';
import { openForm } from '../../src/ui/view-model/form-state.ts';
import { accounts } from '../fixtures/tables.ts';
import { change, now } from './facts.ts';

const key = 'row-1' as RowKey;
const address = { table: 'account', key };

function row(etag: string): OpenedRow {
  const seen = { key, values: { name: 'Now', address1_city: 'Kiel' }, mark: 'none' as const, lookupNames: {} };
  return { address, seen, baseETag: etag as ETag, base: seen.values, changes: [], isDeleteWaiting: false };
}

const draft: Draft = {
  ...address,
  isNew: false,
  baseETag: 'old' as ETag,
  base: { name: 'Then', address1_city: 'Kiel' },
  values: { name: 'Mine' },
  savedAt: now,
};
const restored = (kept: Draft, deliveries: readonly Delivery[] = []) =>
  withDraft(openForm(formColumns(accounts), row('new'), 'en'), kept, deliveries);

describe('a form out of a draft', () => {
  it('tells what changed since it was begun, and saves against what it tells', () => {
    const form = restored(draft);
    expect(form.entered['name']).toBe('Mine');
    expect(formNews(form, []).map(({ column, now: value, isHeldBack }) => [column.name, value, isHeldBack])).toEqual([
      ['name', 'Now', true],
    ]);
    expect(form.shown?.baseETag).toBe('new');
    expect(readForm({ ...form, seen: form.shown?.seen ?? null }).oldValues).toEqual({ name: 'Now' });
  });
  it('that does not say what it was begun on tells what the service has where something was entered', () => {
    const form = restored({ ...draft, base: null });
    expect(formNews(form, []).map(({ column }) => column.name)).toEqual(['name']);
    expect(formNews(restored({ ...draft, base: null, baseETag: 'new' as ETag }), [])).toEqual([]);
  });
  it('is told nothing where only this device changed the row since', () => {
    const { id, kind } = change(1, { kind: 'pending' });
    const times = { ackedAtCommit: 1, savedAt: now, sentAt: now, appliedAt: now, seenBackAt: null };
    const values: Values = { name: 'Now' };
    const rest = { oldValues: {}, origin: 'here', merge: null, end: 'applied', epoch: null, isMissing: false } as const;
    const sent = { values, ...rest };
    const own: Delivery = { ...address, ...times, ...sent, id, kind, baseETag: 'old' as ETag, etag: 'new' as ETag };
    expect(formNews(restored(draft, [own]), [own])).toEqual([]);
    expect(formNews(restored({ ...draft, base: null }, [own]), [own])).toEqual([]);
  });
});
