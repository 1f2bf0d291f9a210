import { expect, it } from 'vitest';
import { relationsTo } from '../../src/ui/view-model/relations.ts';
import { accounts, contacts } from '../fixtures/tables.ts';

it('finds the lookup columns of all tables that point to a table', () => {
  const found = relationsTo('account', [accounts, contacts]);
  expect(found.map(({ table, label }) => [table, label])).toEqual([['contact', contacts.pluralLabel]]);
  expect(relationsTo('contact', [accounts, contacts])).toEqual([]);
});

it('tells several columns of one table apart', () => {
  const lookup = contacts.columns.find(({ type }) => type.kind === 'lookup');
  if (lookup === undefined) throw new Error('no lookup column');
  const twice = { ...contacts, columns: [lookup, { ...lookup, name: 'billto', label: 'Bill to' }] };
  expect(relationsTo('account', [twice]).map(({ label }) => label)).toEqual([
    `${contacts.pluralLabel} (${lookup.label})`,
    `${contacts.pluralLabel} (Bill to)`,
  ]);
});
