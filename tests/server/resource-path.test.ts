import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReference } from '../../server/odata/reference-url.ts';
import { parseResourcePath } from '../../server/odata/resource-path.ts';
import { sampleTables } from './sample-tables.ts';

const seed = Number(process.env.LANDFALL_SEED ?? Date.now() % 2 ** 31);
const id = '5a3b1e00-0000-4000-8000-000000000001';

describe(`addresses (LANDFALL_SEED=${seed})`, () => {
  it.each([
    ['accounts', { kind: 'set', setName: 'accounts' }],
    [`accounts(${id})`, { kind: 'row', setName: 'accounts', key: id }],
    ['accounts()', { kind: 'row', setName: 'accounts', key: '' }],
    [
      `accounts(${id})/contacts(5)/$ref`,
      { kind: 'property', setName: 'accounts', key: id, name: 'contacts', otherKey: '5', isReference: true },
    ],
    [
      `accounts(${id})/name`,
      { kind: 'property', setName: 'accounts', key: id, name: 'name', otherKey: null, isReference: false },
    ],
  ])('%s', (path, parsed) => {
    expect(parseResourcePath(path)).toEqual(parsed);
  });

  it.each([
    '',
    '/accounts',
    'accounts/',
    'accounts/$ref',
    'accounts/name',
    `accounts(${id})/`,
    `accounts(${id})/$ref`,
    `accounts(${id})/name/$ref/`,
    `accounts(${id})/a/b`,
    `accounts(${id})(${id})`,
    `accounts(${id})/Microsoft.Dynamics.CRM.x()`,
    `accounts(((${id})))`,
  ])('%j is none of them', (path) => {
    expect(parseResourcePath(path)).toBe(null);
  });

  it('whatever the text, it is parsed at once, and what comes of it is part of it', () => {
    const pieces = fc.constantFrom('accounts', '(', ')', '/', '$ref', id, 'name', '$', '%', '\u0000', "'");
    const texts = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseResourcePath(text);
        if (parsed !== null) expect(text.startsWith(parsed.setName)).toBe(true);
        const reference = parseReference(sampleTables, 'http://s/api', text);
        if (reference !== null) expect(text.toLowerCase()).toContain(reference.id);
      }),
      { seed, numRuns: 1_000 },
    );
    const long = `accounts(${'('.repeat(100_000)}`;
    expect(parseResourcePath(long)).toBe(null);
  });
});
