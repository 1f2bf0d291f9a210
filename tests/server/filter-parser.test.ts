import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Filter, type Literal, operators, type Path, textFunctions } from '../../server/odata/filter-ast.ts';
import { parseFilter } from '../../server/odata/filter-parser.ts';
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
const literals = fc.array(literal, { minLength: 1, maxLength: 4 });

/** Filters whose paths begin with one of these variables, or with none outside of any lambda. */
function filtersIn(variables: readonly string[], depth: number): fc.Arbitrary<Filter> {
  const segments = fc.array(fc.constantFrom('name', '_primarycontactid_value', 'andy', 'in', 'c'), {
    minLength: 1,
    maxLength: 3,
  });
  const variable = variables.length === 0 ? fc.constant(null) : fc.constantFrom(...variables);
  const path: fc.Arbitrary<Path> = fc.record({
    kind: fc.constant('path' as const),
    variable,
    segments,
    at: fc.constant(0),
  });
  const leaves: fc.Arbitrary<Filter>[] = [
    fc.record({
      kind: fc.constant('compare' as const),
      operator: fc.constantFrom(...operators),
      left: fc.oneof(path, literal),
      right: fc.oneof(path, literal),
      at: fc.constant(0),
    }),
    fc.record({
      kind: fc.constant('text' as const),
      name: fc.constantFrom(...textFunctions),
      path,
      value: fc.string({ maxLength: 12 }),
      at: fc.constant(0),
    }),
    fc.record({ kind: fc.constant('in' as const), path, values: literals, at: fc.constant(0) }),
    fc.record({
      kind: fc.constant('query' as const),
      name: fc.constantFrom('In' as const, 'NotIn' as const),
      path,
      values: literals,
      at: fc.constant(0),
    }),
    path.map((one): Filter => ({ kind: 'lambda', quantifier: 'any', path: one, variable: null, of: null, at: 0 })),
  ];
  if (depth === 0) return fc.oneof(...leaves);
  const inner = filtersIn(variables, depth - 1);
  const own = `v${variables.length}`;
  const lambda = fc.record({
    kind: fc.constant('lambda' as const),
    quantifier: fc.constantFrom('any' as const, 'all' as const),
    path,
    variable: fc.constant(own),
    of: variables.length < 3 ? filtersIn([...variables, own], depth - 1) : inner,
    at: fc.constant(0),
  });
  return fc.oneof(
    ...leaves,
    ...(variables.length < 3 ? [lambda] : []),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: inner, right: inner }),
    fc.record({ kind: fc.constant('not' as const), of: inner }),
  );
}

function writeLiteral(value: Literal): string {
  if (value.kind === 'null') return 'null';
  return value.kind === 'string' ? `'${value.value.replaceAll("'", "''")}'` : String(value.value);
}

const writePath = ({ variable, segments }: Path): string =>
  [...(variable === null ? [] : [variable]), ...segments].join('/');
const writeOperand = (operand: Path | Literal): string =>
  operand.kind === 'path' ? writePath(operand) : writeLiteral(operand);

function write(filter: Filter): string {
  switch (filter.kind) {
    case 'not':
      return `not (${write(filter.of)})`;
    case 'and':
    case 'or':
      return `(${write(filter.left)}) ${filter.kind} (${write(filter.right)})`;
    case 'compare':
      return `${writeOperand(filter.left)} ${filter.operator} ${writeOperand(filter.right)}`;
    case 'text':
      return `${filter.name}( ${writePath(filter.path)},${writeLiteral({ kind: 'string', value: filter.value })})`;
    case 'in':
      return `${writePath(filter.path)} in (${filter.values.map(writeLiteral).join(', ')})`;
    case 'lambda': {
      const of = filter.of === null ? '' : `${filter.variable}: ${write(filter.of)}`;
      return `${writePath(filter.path)}/${filter.quantifier}(${of})`;
    }
    case 'query': {
      const steps = writePath(filter.path).split('/');
      const called = [...steps.slice(0, -1), `Microsoft.Dynamics.CRM.${filter.name}`].join('/');
      return `${called}(PropertyName='${steps.at(-1)}',PropertyValues=[${filter.values.map(writeLiteral).join(',')}])`;
    }
  }
}

function withoutPositions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPositions);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === 'at' ? 0 : withoutPositions(inner)]),
  );
}

function refusal(filter: string, aliases: ReadonlyMap<string, string> = new Map()): string {
  try {
    parseFilter(filter, aliases);
  } catch (error) {
    if (error instanceof Refused && error.error.status === 400) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('the filter parser', () => {
  it('§2.2 reads back every filter that can be written', () => {
    fc.assert(
      fc.property(filtersIn([], 3), (filter) => {
        expect(withoutPositions(parseFilter(write(filter)))).toEqual(filter);
      }),
      { numRuns: 500 },
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
      'in',
      '[',
      ']',
      '"x"',
      '@p1',
      ':',
      '=',
      'a/any(',
      'c:c/b',
      'contains(',
      'Microsoft.Dynamics.CRM.In(PropertyName=',
      ' ',
    );
    const mess = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words, { maxLength: 40 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(mess, (text) => void refusal(text, new Map([['@p1', text]]))),
      { numRuns: 1_000 },
    );
  });

  it('§2.2 binds and more tightly than or', () => {
    const filter = parseFilter('a eq 1 or b eq 2 and c eq 3');
    expect(filter.kind === 'or' && filter.right.kind).toBe('and');
  });

  it.each([
    "name eq 'O''Bryan'",
    'revenue lt 100000 and revenue gt 2000',
    "not contains(name,'sample')",
    "(contains(name,'sample') or contains(name,'test')) and revenue gt 5000",
    'firstname eq lastname',
    "primarycontactid/createdby/fullname eq 'System Administrator'",
    "contact_customer_accounts/any(c:c/jobtitle eq 'x' and c/donotphone eq true)",
    'Account_Tasks/all(t:t/statecode eq 1)',
    'Account_Tasks/any()',
    "contact_customer_accounts/any(c:c/jobtitle eq 'x' and c/opportunities/any(o:o/description ne 'N/A'))",
    "Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')",
    `Microsoft.Dynamics.CRM.Between(PropertyName='numberofemployees',PropertyValues=["5","2000"])`,
    `Microsoft.Dynamics.CRM.In(PropertyName='lastname',PropertyValues=["OBrian","O'Brian",'O''Bryan'])`,
    "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=3)",
    "Microsoft.Dynamics.CRM.OnOrAfter(PropertyName='createdon',PropertyValue='2024-01-01')",
  ])('§2.2 takes the documented filter %s', (filter) => {
    expect(refusal(filter)).toBe('accepted');
  });

  it("§2.2 takes values from options of the caller's naming, as Dataverse documents its functions", () => {
    const filter = 'Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2) and a eq @p3';
    const aliases = new Map([
      ['@p1', "'lastname'"],
      ['@p2', `["OBrian","O'Brian"]`],
      ['@p3', '7'],
    ]);
    const written = `Microsoft.Dynamics.CRM.In(PropertyName='lastname',PropertyValues=['OBrian','O''Brian']) and a eq 7`;
    expect(withoutPositions(parseFilter(filter, aliases))).toEqual(withoutPositions(parseFilter(written)));
    expect(refusal(filter, new Map())).toContain("'@p1' that stands for a value is missing");
    expect(refusal('a eq @p1', new Map([['@p1', '@p1']]))).toContain("'@p1' that stands for a value is missing");
    expect(refusal('a eq @p1', new Map([['@p1', '1 or a eq 2']]))).toContain('expected one value');
  });

  it.each([
    ['', 'position 1: expected a column name'],
    ['name', 'position 5: expected one of eq'],
    ['name eq', 'position 8: expected a value'],
    ["name eq 'x", 'position 9: the text that begins here has no closing quote'],
    ['name eq 2024-02-30', "position 9: '2024-02-30' is not a value"],
    ['name eq "x"', 'position 9: expected a value'],
    ['name eq 1 name', "position 11: expected 'and', 'or' or the end"],
    ['(name eq 1', "position 11: expected ')'"],
    ["tolower(name) eq 'x'", "position 1: the function 'tolower' is not supported"],
    ["contains(tolower(name),'x')", 'position 10: expected a column (functions of columns are not supported)'],
    ['year(createdon) eq 2024', "position 1: the function 'year' is not supported"],
    ['name eq concat(name,name)', 'position 15: functions of columns are not supported'],
    ['a add 1 eq 2', "position 3: arithmetic ('add') is not supported"],
    ['a has 1', "position 3: 'has' is not supported"],
    ['contains(name,1)', 'contains takes text in single quotes'],
    ['name in ()', 'position 10: expected a value'],
    ['name in (b)', "position 10: 'b' is not a value"],
    ['rows/all()', 'position 10: expected a variable and a colon'],
    ['rows/any(c:name eq 1)', 'position 12: inside any and all a column is named by its variable, as in c/name'],
    ['rows/any(c:c/rows/any(c:c/a eq 1))', "the variable 'c' is taken"],
    [
      "Microsoft.Dynamics.CRM.Above(PropertyName='a',PropertyValue='b')",
      "position 1: the function 'Above' is not supported",
    ],
    [
      "Microsoft.Dynamics.CRM.Between(PropertyName='a',PropertyValues=['b'])",
      'position 1: Between takes two values, got 1',
    ],
    ["Microsoft.Dynamics.CRM.Today(PropertyName='a/b')", 'position 43: PropertyName takes the name of a column'],
    [`${'('.repeat(60)}a eq 1${')'.repeat(60)}`, 'nested more than 40 deep'],
    [Array(101).fill('a eq 1').join(' or '), 'more than 100 comparisons'],
    [`a in (${Array(501).fill('1').join(',')})`, 'more than 500 values in one list'],
    ['x'.repeat(16_001), 'longer than 16000'],
  ])('refuses filter %$ and says where', (filter, message) => {
    expect(refusal(filter)).toContain(message);
  });
});
