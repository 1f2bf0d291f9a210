import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { includesAnnotation } from '../../server/odata/annotation-pattern.ts';
import { type Expand, parseExpand } from '../../server/odata/expand-parser.ts';
import { parsePrefer } from '../../server/odata/prefer.ts';
import { splitOrderBy, splitSelect } from '../../server/odata/query-options.ts';
import { Refused } from '../../server/odata/service-error.ts';

function refusal(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (error instanceof Refused && error.error.status === 400) return error.message;
    throw error;
  }
  return 'accepted';
}

function write({ name, isReference, select, expand }: Expand): string {
  const options = [
    ...(select === null ? [] : [`$select=${select.join(',')}`]),
    ...(expand.length === 0 ? [] : [`$expand=${expand.map(write).join(',')}`]),
  ];
  return `${name}${isReference ? '/$ref' : ''}${options.length === 0 ? '' : `(${options.join(';')})`}`;
}

const withoutPositions = (expand: Expand): Expand => ({
  ...expand,
  at: 0,
  expand: expand.expand.map(withoutPositions),
});

describe('$expand', () => {
  const name = fc.constantFrom('primarycontactid', 'ownerid', 'a1', '_b');
  const expandsTo = (depth: number): fc.Arbitrary<Expand> =>
    fc.record({
      name,
      isReference: fc.constant(false),
      select: fc.option(fc.array(name, { minLength: 1, maxLength: 3 })),
      expand: depth === 0 ? fc.constant([]) : fc.array(expandsTo(depth - 1), { maxLength: 2 }),
      at: fc.constant(0),
    });
  const expand = expandsTo(3);
  const count = (items: readonly Expand[]): number => items.reduce((sum, one) => sum + 1 + count(one.expand), 0);

  it('reads back what can be written, and §2.2 no more than 15 of it', () => {
    fc.assert(
      fc.property(fc.array(expand, { minLength: 1, maxLength: 4 }), (items) => {
        const text = items.map(write).join(',');
        if (count(items) > 15) expect(refusal(() => parseExpand(text))).toContain('more than 15 expansions');
        else expect(parseExpand(text).map(withoutPositions)).toEqual(items);
      }),
    );
  });

  it('answers any text with expansions or a 400', () => {
    const words = fc.constantFrom('a', '(', ')', ',', ';', '$select=', '$expand=', '/$ref', ' ', '$top=1', "'");
    const mess = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(mess, (text) => void refusal(() => parseExpand(text))),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['', 'position 1: expected the name of a navigation property'],
    ['a,', 'position 3: expected the name'],
    ['a(', 'position 3: expected $select=… or $expand=…'],
    ['a($select=b', "position 12: expected ',', ';' or ')'"],
    ['a($select=b;$select=c)', 'position 13: $select is given twice'],
    ['a($filter=b eq 1)', 'position 3: $filter goes with collections only'],
    ['a($orderby=b;$top=1)', 'position 3: $orderby goes with collections only'],
    ['a($levels=2)', 'position 3: expected $select=… or $expand=…'],
    ['a/$ref($select=b)', 'options do not go with /$ref'],
    ['a)', "position 2: expected ',' or the end"],
  ])('refuses %s and says where', (text, message) => {
    expect(refusal(() => parseExpand(text))).toContain(message);
  });
});

describe('$select and $orderby', () => {
  it.each([
    ['name desc , createdon', 'accepted'],
    ['primarycontactid/fullname', "only the table's own columns"],
    ['name Desc', "expected 'column'"],
    ['', "expected 'column'"],
    ['a,b,c,d,e', 'at most 4'],
  ])('orders by %s: %s', (text, message) => {
    expect(refusal(() => splitOrderBy(text))).toContain(message);
  });

  it('§2.2 selects names, not paths, stars or options', () => {
    expect(splitSelect('name , _ownerid_value')).toEqual(['name', '_ownerid_value']);
    for (const text of ['*', 'a/b', 'a($top=1)', '', 'a,'])
      expect(refusal(() => splitSelect(text))).toContain('$select');
  });
});

describe('Prefer', () => {
  it('§2.1 knows its preferences among others, quoted or not, and ignores what it cannot read', () => {
    const header =
      'odata.include-annotations="OData.Community.Display.V1.FormattedValue,Microsoft.Dynamics.CRM.*", ' +
      'odata.maxpagesize=7;x="a,b", respond-async, return=representation,odata.track-changes';
    expect(parsePrefer(header)).toMatchObject({ maxPageSize: 7, tracksChanges: true, returnsRow: true });
    expect(parsePrefer('maxpagesize="7", wait = 3').maxPageSize).toBe(7);
    expect(parsePrefer('"').annotations).toBeNull();
    expect(parsePrefer('odata.maxpagesize=0').maxPageSize).toBeNull();
    expect(parsePrefer('odata.maxpagesize=9999').maxPageSize).toBe(5_000);
  });

  it.each([
    ['*', true, true],
    ['OData.Community.Display.V1.FormattedValue', true, false],
    ['OData.Community.*', true, false],
    ['Microsoft.Dynamics.CRM.*,-*', false, true],
    ['*,-Microsoft.Dynamics.CRM.*', true, false],
    ['-*', false, false],
    ['nonsense', false, false],
    ['*,', false, false],
  ])('§2.1 asks by %s for formatted values: %s, for lookup names: %s', (text, isFormatted, isNamed) => {
    const { annotations } = parsePrefer(`odata.include-annotations="${text}"`);
    expect(includesAnnotation(annotations, 'OData.Community.Display.V1.FormattedValue')).toBe(isFormatted);
    expect(includesAnnotation(annotations, 'Microsoft.Dynamics.CRM.lookuplogicalname')).toBe(isNamed);
  });

  it('answers any header', () => {
    const words = fc.constantFrom('a', '"', '=', ';', ',', ' ', '\\', 'odata.include-annotations', 'maxpagesize');
    const mess = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(mess, (header) => void parsePrefer(header)),
      { numRuns: 1_000 },
    );
  });
});
