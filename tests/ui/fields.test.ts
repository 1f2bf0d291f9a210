import { describe, expect, it } from 'vitest';
import type { RowKey, Values } from '../../src/core/row.ts';
import type { ColumnDefinition, ColumnType } from '../../src/core/table.ts';
import type { SeenRow } from '../../src/core/view.ts';
import { type EnteredValues, enteredFromRow, readField, readForm } from '../../src/ui/view-model/fields.ts';
import { valueText } from '../../src/ui/view-model/value-text.ts';

const column = (name: string, type: ColumnType, more: Partial<ColumnDefinition> = {}): ColumnDefinition => ({
  name,
  label: name,
  type,
  isRequired: false,
  isReadOnly: false,
  ...more,
});
const name = column('name', { kind: 'text', maxLength: 5 }, { isRequired: true });
const hours = column('hours', { kind: 'decimal', min: 0, max: 24, precision: 2 });
const visits = column('visits', { kind: 'integer', min: 0, max: 9 });
const start = column('start', { kind: 'date and time' });
const urgent = column('urgent', { kind: 'yes/no', yes: 'Yes', no: 'No' });
const account = column('account', { kind: 'lookup', targets: ['account'], navigation: 'account' });
const status = column('status', { kind: 'choice', options: [{ value: 1, label: 'Open' }] });
const columns = [name, hours, visits, start, urgent, account, status];

const seen = (values: Values): SeenRow => ({
  key: 'k' as RowKey,
  values,
  mark: 'none',
  lookupNames: { account: 'Contoso' },
});
const row = seen({
  name: 'Pump',
  hours: 1.5,
  visits: 2,
  start: '2026-11-25T10:00:00Z',
  urgent: false,
  account: 'a1',
  status: 1,
});
const shown = enteredFromRow(columns, row, 'de');
const read = (entered: EnteredValues, from: SeenRow | null = row) =>
  readForm({ columns, seen: from, entered: { ...shown, ...entered }, locale: 'de' });

describe('a form', () => {
  it('changes nothing when nothing was touched', () => {
    expect(read({})).toEqual({ values: {}, oldValues: {}, references: [], problems: {} });
  });
  it('sends only the changed columns, with what they held before', () => {
    expect(read({ hours: '2,25', visits: '2' })).toMatchObject({ values: { hours: 2.25 }, oldValues: { hours: 1.5 } });
  });
  it('names the rows that new values point to', () => {
    const target = { table: 'account', key: 'a2' as RowKey, name: 'Fabrikam' };
    expect(read({ account: target })).toMatchObject({
      values: { account: 'a2' },
      references: [{ table: 'account', key: 'a2' }],
    });
    expect(read({ account: null })).toMatchObject({
      values: { account: null },
      oldValues: { account: 'a1' },
      references: [],
    });
  });
  it('checks every column of a new row, and only touched ones of an old row', () => {
    const wrong = { ...row, values: { ...row.values, name: 'Much too long' } };
    const entered = enteredFromRow(columns, wrong, 'de');
    expect(readForm({ columns, seen: wrong, entered, locale: 'de' }).problems).toEqual({});
    const empty = enteredFromRow(columns, null, 'de');
    expect(Object.keys(readForm({ columns, seen: null, entered: empty, locale: 'de' }).problems)).toEqual(['name']);
  });
});

describe('a field', () => {
  const problem = (of: ColumnDefinition, text: string, locale = 'en') => {
    const reading = readField(of, text, locale);
    return reading.ok ? null : reading.problem;
  };
  it('says what is wrong in plain words', () => {
    expect(problem(name, '')).toBe('Enter name.');
    expect(problem(name, 'Too long')).toBe('name can have at most 5 characters.');
    expect(problem(hours, '25')).toBe('hours must be at most 24.');
    expect(problem(hours, '1.234')).toBe('hours can have at most 2 digits after the decimal mark.');
    expect(problem(visits, '1.5')).toBe('visits must be a whole number.');
    expect(problem(visits, 'two')).toContain('as a number');
  });
  it('reads a choice as the wire has it: a number, or the name of a member', () => {
    const colour = column('colour', { kind: 'choice', options: [{ value: 'DarkRed', label: 'Dark red' }] });
    expect(readField(status, '1', 'en')).toEqual({ ok: true, value: 1 });
    expect(readField(colour, 'DarkRed', 'en')).toEqual({ ok: true, value: 'DarkRed' });
    expect(readField(colour, 'Unheard', 'en')).toEqual({ ok: true, value: 'Unheard' });
    expect(valueText(colour, 'DarkRed', { locale: 'en', lookupNames: {} })).toBe('Dark red');
  });

  it('reads numbers as the language writes them', () => {
    expect(readField(hours, '1,5', 'de')).toEqual({ ok: true, value: 1.5 });
    expect(readField(hours, '1.5', 'en')).toEqual({ ok: true, value: 1.5 });
    expect(problem(hours, '1,5', 'en')).toContain('as a number');
    const price = column('price', { kind: 'money', min: 0, max: 1e9, precision: 2 });
    expect(readField(price, '1,234,567.50', 'en')).toEqual({ ok: true, value: 1234567.5 });
    expect(readField(price, '1 234 567,5', 'fr')).toEqual({ ok: true, value: 1234567.5 });
  });
  it('keeps an instant through the control of the browser', () => {
    expect(readField(start, shown['start'] ?? null, 'de')).toEqual({ ok: true, value: '2026-11-25T10:00:00Z' });
  });
});

it('values are shown by label, by name, and in the language', () => {
  const text = (of: ColumnDefinition) =>
    valueText(of, row.values[of.name], { locale: 'de', lookupNames: row.lookupNames });
  expect([status, account, hours, urgent].map(text)).toEqual(['Open', 'Contoso', '1,5', 'No']);
  expect(valueText(hours, null, { locale: 'de', lookupNames: {} })).toBe('');
});
