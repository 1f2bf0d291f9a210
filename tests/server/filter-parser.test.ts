import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Filter, type Literal, parseFilter } from '../../server/odata/filter-parser.ts';
import { Refused } from '../../server/odata/service-error.ts';

const literal: fc.Arbitrary<Literal> = fc.oneof(
  fc.constant<Literal>({ kind: 'null' }),
  fc.boolean().map((value): Literal => ({ kind: 'boolean', value })),
  fc.integer().map((value): Literal => ({ kind: 'number', value: String(value) })),
  fc.string({ unit: 'binary', maxLength: 12 }).map((value): Literal => ({ kind: 'string', value })),
  fc.uuid().map((value): Literal => ({ kind: 'guid', value })),
  fc
    .date({ min: new Date('1800-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
    .map((date): Literal => ({ kind: 'datetime', value: `${date.toISOString().slice(0, 19)}Z` })),
  fc.constant<Literal>({ kind: 'date', value: '2024-02-29' }),
);
const operator = fc.constantFrom(
  'eq' as const,
  'ne' as const,
  'gt' as const,
  'ge' as const,
  'lt' as const,
  'le' as const,
);
const filters = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      kind: fc.constant('compare' as const),
      property: fc.constantFrom('name', '_primarycontactid_value', 'not_a_word'),
      operator,
      literal,
      at: fc.constant(0),
    }),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('filter'), right: tie('filter') }),
    fc.record({ kind: fc.constant('not' as const), of: tie('filter') }),
  ),
}));

function writeLiteral(value: Literal): string {
  if (value.kind === 'null') return 'null';
  return value.kind === 'string' ? `'${value.value.replaceAll("'", "''")}'` : String(value.value);
}

function write(filter: Filter): string {
  if (filter.kind === 'not') return `not (${write(filter.of)})`;
  if (filter.kind === 'compare') return `${filter.property} ${filter.operator} ${writeLiteral(filter.literal)}`;
  return `(${write(filter.left)}) ${filter.kind} (${write(filter.right)})`;
}

function withoutPositions(filter: Filter): Filter {
  if (filter.kind === 'not') return { ...filter, of: withoutPositions(filter.of) };
  if (filter.kind === 'compare') return { ...filter, at: 0 };
  return { ...filter, left: withoutPositions(filter.left), right: withoutPositions(filter.right) };
}

function refusal(filter: string): string {
  try {
    parseFilter(filter);
  } catch (error) {
    if (error instanceof Refused && error.error.status === 400) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('the filter parser', () => {
  it('reads back every filter that can be written', () => {
    fc.assert(
      fc.property(filters.filter, (filter) => {
        expect(withoutPositions(parseFilter(write(filter)))).toEqual(filter);
      }),
      { numRuns: 300 },
    );
  });

  it('answers any text with a filter or a 400, never with a crash', () => {
    const words = fc.constantFrom(
      'and',
      'or',
      'not',
      '(',
      ')',
      'a',
      'eq',
      'null',
      "'x'",
      "'",
      '1',
      ',',
      '2024-13-01',
      ' ',
    );
    const mess = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words, { maxLength: 40 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(mess, (text) => void refusal(text)),
      { numRuns: 500 },
    );
  });

  it('binds and more tightly than or', () => {
    const filter = parseFilter('a eq 1 or b eq 2 and c eq 3');
    expect(filter.kind === 'or' && filter.right.kind).toBe('and');
  });

  it.each([
    ['', 'position 1: expected a column name'],
    ['name', 'position 5: expected one of eq'],
    ['name eq', 'position 8: expected a value'],
    ["name eq 'x", 'position 9: the text that begins here has no closing quote'],
    ['name eq x', "position 9: 'x' is not a value"],
    ['name eq 2024-02-30', "position 9: '2024-02-30' is not a value"],
    ['name eq 1 name', "position 11: expected 'and', 'or' or the end"],
    ['(name eq 1', "position 11: expected ')'"],
    ["contains(name,'x')", "position 1: the function 'contains' is not supported"],
    [`${'('.repeat(60)}a eq 1${')'.repeat(60)}`, 'nested more than 40 deep'],
    [Array(101).fill('a eq 1').join(' or '), 'more than 100 comparisons'],
    ['x'.repeat(4001), 'longer than 4000'],
  ])('refuses filter %$ and says where', (filter, message) => {
    expect(refusal(filter)).toContain(message);
  });
});
