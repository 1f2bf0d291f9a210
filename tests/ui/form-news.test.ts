import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/core/change.ts';
import { rebase } from '../../src/core/rebase.ts';
import type { ETag, RowKey, Values } from '../../src/core/row.ts';
import type { OpenedRow } from '../../src/core/view.ts';
import { formColumns, readForm } from '../../src/ui/view-model/fields.ts';
import { formNews } from '../../src/ui/view-model/form-news.ts';
import { afterSave, enter, type FormState, knowNews, openForm, showNewer } from '../../src/ui/view-model/form-state.ts';
import { formOfRevision } from '../../src/ui/view-model/revision.ts';
import { accounts } from '../fixtures/tables.ts';
import { change } from './facts.ts';

const key = 'row-1' as RowKey;

function row(base: Values, etag: string, changes: readonly Change[] = []): OpenedRow {
  const values = rebase(base, changes) ?? {};
  const seen = { key, values, mark: 'none' as const, lookupNames: {} };
  return { address: { table: 'account', key }, seen, baseETag: etag as ETag, base, changes, isDeleteWaiting: false };
}

const first = row({ name: 'a', city: 'x' }, '1');
const open = (shown: OpenedRow) => openForm(formColumns(accounts), shown, 'en');
const told = (form: FormState) => formNews(form, []).map(({ column, isHeldBack }) => `${column.label} ${isHeldBack}`);
const read = (form: FormState) => readForm({ ...form, seen: form.shown?.seen ?? null });

describe('a row that changes under its form', () => {
  it('shows at once what was not touched, keeps what was, and tells of both', () => {
    const form = showNewer(enter(open(first), 'name', 'mine'), row({ name: 'b', city: 'y' }, '2'));
    expect(form.entered).toMatchObject({ name: 'mine', city: 'y' });
    expect(told(form)).toEqual(['Name true', 'City false']);
  });
  it('is saved against the row that was shown: theirs is the old value, and its version the precondition', () => {
    const form = showNewer(enter(open(first), 'name', 'mine'), row({ name: 'b', city: 'y' }, '2'));
    expect(read(form)).toMatchObject({ values: { name: 'mine' }, oldValues: { name: 'b' } });
    expect(form.shown?.baseETag).toBe('2');
  });
  it('gives theirs to a field that asks for it', () => {
    const form = showNewer(enter(open(first), 'name', 'mine'), row({ name: 'b', city: 'x' }, '2'));
    const [news] = formNews(form, []);
    const taken = enter(form, 'name', news?.offered ?? null);
    expect([told(taken), read(taken).values]).toEqual([['Name false'], {}]);
  });
  it('is told until the person has seen it, and again for what comes after', () => {
    const seen = knowNews(showNewer(open(first), row({ name: 'b', city: 'x' }, '2')));
    expect(told(seen)).toEqual([]);
    expect(told(showNewer(seen, row({ name: 'b', city: 'y' }, '3')))).toEqual(['City false']);
  });
  it('is told nothing of its own changes, on their way, applied or saved in another tab', () => {
    const own = change(1, { kind: 'pending' }, { key, values: { city: 'y' } });
    const waiting = showNewer(open(first), row({ name: 'a', city: 'x' }, '1', [own]));
    expect([told(waiting), waiting.entered['city']]).toEqual([[], 'y']);
    expect(told(showNewer(waiting, row({ name: 'a', city: 'y' }, '2')))).toEqual([]);
    expect(told(showNewer(waiting, row({ name: 'b', city: 'y' }, '2')))).toEqual(['Name false']);
    const saved = afterSave(open(first), open(first), row({ name: 'a', city: 'x' }, '1', [own]));
    expect(told(showNewer(saved, row({ name: 'a', city: 'y' }, '2')))).toEqual([]);
  });
  it('tells of a column that the own waiting change hides', () => {
    const own = change(1, { kind: 'pending' }, { key, values: { city: 'mine' } });
    const form = showNewer(open(row({ name: 'a', city: 'x' }, '1', [own])), row({ name: 'a', city: 'y' }, '2', [own]));
    expect([told(form), form.entered['city']]).toEqual([['City true'], 'mine']);
  });
});

describe('the form of a parked change', () => {
  const parked = change(
    2,
    { kind: 'parked', why: 'refused' },
    { key, values: { name: 'bad' }, oldValues: { name: 'a' } },
  );
  it('holds its values over the row as it is without them', () => {
    const form = formOfRevision(formColumns(accounts), {
      row: row({ name: 'b', city: 'x' }, '2', [parked]),
      change: parked,
      locale: 'en',
    });
    expect(read(form)).toMatchObject({ values: { name: 'bad' }, oldValues: { name: 'b' } });
  });
  it('of a new row is a new row', () => {
    const created = { ...parked, kind: 'create' as const, oldValues: {} };
    const opened = { ...row({}, '2', [created]), base: null };
    const form = formOfRevision(formColumns(accounts), { row: opened, change: created, locale: 'en' });
    expect([form.shown, read(form).values]).toEqual([null, { name: 'bad' }]);
  });
});
