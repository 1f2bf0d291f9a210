import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAnnotationPatterns } from '../../server/odata/annotation-pattern.ts';
import { parseDate, parseDatetime } from '../../server/odata/date-text.ts';
import { parseExpand } from '../../server/odata/expand-parser.ts';
import { parseWordLiteral } from '../../server/odata/filter-literal.ts';
import { parseFilter } from '../../server/odata/filter-parser.ts';
import { parseGuid } from '../../server/odata/guid.ts';
import { splitPreferences } from '../../server/odata/prefer.ts';
import { splitOrderBy, splitSelect } from '../../server/odata/query-options.ts';
import { Refused } from '../../server/odata/service-error.ts';
import { type AbnfCase, readCases } from './abnf-cases.ts';

type Accepts = (input: string) => boolean;

function takes(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    if (error instanceof Refused && error.error.status === 400) return false;
    throw error;
  }
}

function decoded(input: string): string {
  return decodeURIComponent(input);
}

const isFilter: Accepts = (input) => takes(() => parseFilter(decoded(input)));
/** A value alone is no filter: it is asked for as one side of a comparison. */
const isExpression: Accepts = (input) => isFilter(input) || isFilter(`x eq ${input}`);
const parsers: Readonly<Record<string, Accepts>> = {
  $filter: isFilter,
  $orderby: (input) => takes(() => splitOrderBy(decoded(input))),
  $select: (input) => takes(() => splitSelect(decoded(input))),
  $expand: (input) => takes(() => parseExpand(decoded(input))),
  $top: (input) => /^\d+$/.test(input),
  $count: (input) => input === 'true' || input === 'false',
  $skiptoken: () => true,
  $deltatoken: () => true,
};

// Options that begin with neither $ nor @ are the caller's own, and mean nothing to the service.
const isOption: Accepts = (input) => {
  const [name = '', ...value] = input.split('=');
  return parsers[name]?.(value.join('=')) ?? /^[^$]/.test(name);
};
const areOptions: Accepts = (input) => {
  const options = input.split('&').map((option) => option.split(/=(.*)/s));
  const aliases = new Map(options.map(([name = '', value = '']) => [decoded(name), decoded(value)]));
  return options.every(([name = '', value = '']) =>
    name === '$filter' ? takes(() => parseFilter(decoded(value), aliases)) : isOption(`${name}=${value}`),
  );
};
const isKind =
  (...kinds: readonly string[]): Accepts =>
  (input) =>
    kinds.includes(parseWordLiteral(decoded(input))?.kind ?? '');
const isPreference: Accepts = (input) => {
  const [first, ...more] = splitPreferences(input);
  const isPatterns = first?.name === 'include-annotations';
  const isSize = first?.name === 'maxpagesize';
  if (isSize && !/^[1-9]\d*$/.test(first.value ?? '')) return false;
  return (
    first !== undefined && more.length === 0 && (!isPatterns || parseAnnotationPatterns(first.value ?? '') !== null)
  );
};

/** The rules of what this service parses; what it does not parse at all (paths, $search, geography …) is not here. */
const rules: Readonly<Record<string, Accepts>> = {
  filter: isOption,
  orderby: isOption,
  orderBy: isOption,
  select: isOption,
  expand: isOption,
  queryOptions: areOptions,
  boolCommonExpr: isFilter,
  boolcommonExpr: isFilter,
  notExpr: isFilter,
  commonExpr: isExpression,
  anyExpr: (input) => isFilter(`rows/${input}`),
  guid: (input) => parseGuid(input) !== null,
  date: (input) => parseDate(input) !== null,
  dateValue: (input) => parseDate(input) !== null,
  dateTimeOffsetValue: (input) => parseDatetime(input) !== null,
  dateTimeOffsetLiteral: isKind('datetime'),
  stringLiteral: (input) => isFilter(`x eq ${input}`),
  boolean: isKind('boolean'),
  booleanValue: isKind('boolean'),
  int32Literal: isKind('number'),
  int64Literal: isKind('number'),
  decimalLiteral: isKind('number'),
  doubleLiteral: isKind('number'),
  singleLiteral: isKind('number'),
  primitiveLiteral: isExpression,
  preference: isPreference,
  includeAnnotationsPreference: isPreference,
  maxpagesizePreference: isPreference,
  prefer: (input) => splitPreferences(input.replace(/^Prefer: /, '')).length === 2,
};

/** What Dataverse has not (docs/facts/dataverse.md §2.1, §2.2), by what shows it in the input. The first that fits. */
const lacking: readonly (readonly [string, RegExp])[] = [
  [
    'names of options without $ or in other case (OData 4.01)',
    /(^|[(;&])(filter|select|expand|orderby|levels|count|search|OrderBy|\$OrderBy|top)=/,
  ],
  [
    '$apply, $compute, $search, $skip, $format, $levels, $index, $schemaversion',
    /\$(apply|compute|search|skip|format|levels|index|schemaversion|id)\b/,
  ],
  ['$count, $it, $this, $root, $filter as a step of a path', /\$(count|it|this|root|filter\(|value)/],
  ['annotations as properties', /(^|[/=(,])@[\w.]+/],
  ['operators in other case (OData 4.01)', /\b(EQ|Eq|Lt|LT|GT|AND|OR|NOT|IN)\b/],
  ['arithmetic and has', /\b(add|sub|mul|div|divby|mod|has)\b|-\(/],
  ['lists, objects and collections as values', /[[{]/],
  ['geography and geometry', /\bgeo/i],
  ['durations, times of day, binary, enumeration members', /(\w'|\d\d:\d\d:\d\d(?!.*Z)|binary)/],
  [
    'casts, qualified names and functions of other services',
    /\b(cast|isof|case)\(|\w\.\w+[\w/.]*\(|[A-Z]\w*\.[A-Z]\w*/,
  ],
  [
    'functions of OData other than contains, startswith, endswith',
    /\b(?!contains|startswith|endswith|any|all|not|in|and|or)[a-z][A-Za-z]*(\(|%28)/,
  ],
  ['expressions in $orderby, paths and stars in $select and $expand', /\$(select|expand|orderby)=/],
  ['dates outside 1753 to 9999, leap seconds', /^-?\d+-\d\d-\d\d/],
  ['lists of nothing or of columns after in', / in \((\)|[A-Z])/],
  ['a value or column alone as a condition', /\b(true|false)\b|^tRUe$|^\$filter=\w+$|:\w+\/\w+\)$/],
  ['arithmetic and has', /^-/],
  ['keys in paths', /\w\(1\)$/],
  ['functions of columns inside other functions or comparisons', /\w\(.*\w\(|\) (eq|ne|gt|ge|lt|le) /],
];

interface Figures {
  accepted: number;
  refused: number;
  lacking: number;
  differing: number;
}

function judge(one: AbnfCase, accepts: Accepts): keyof Figures {
  const isAccepted = accepts(one.input);
  if (one.isWrong) return isAccepted ? 'differing' : 'refused';
  if (isAccepted) return 'accepted';
  return lacking.some(([, shows]) => shows.test(one.input)) ? 'lacking' : 'differing';
}

/** Prints the figures by rule and every difference. False: no checkout was named. */
export function reportAbnf(checkout: string | undefined): boolean {
  if (checkout === undefined) {
    console.log('usage: node tests/run/abnf.js <checkout of oasis-tcs/odata-abnf>');
    return false;
  }
  const all = readCases(readFileSync(join(checkout, 'abnf/odata-abnf-testcases.yaml'), 'utf8'));
  const byRule = new Map<string, Figures>();
  const reasons = new Map<string, number>();
  for (const one of all) {
    const accepts = Object.hasOwn(rules, one.rule) ? rules[one.rule] : undefined;
    if (accepts === undefined) continue;
    const verdict = judge(one, accepts);
    const figures = byRule.get(one.rule) ?? { accepted: 0, refused: 0, lacking: 0, differing: 0 };
    figures[verdict] += 1;
    byRule.set(one.rule, figures);
    if (verdict === 'differing') console.log(`${one.isWrong ? 'accepted' : 'refused'}: ${one.rule} ${one.input}`);
    const reason = lacking.find(([, shows]) => shows.test(one.input))?.[0];
    if (verdict === 'lacking' && reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const sum = (key: keyof Figures): number => [...byRule.values()].reduce((total, figures) => total + figures[key], 0);
  const line = (name: string, { accepted, refused, lacking: lacks, differing }: Figures): string =>
    `| ${name} | ${accepted + refused + lacks + differing} | ${accepted} | ${refused} | ${lacks} | ${differing} |`;
  const total = {
    accepted: sum('accepted'),
    refused: sum('refused'),
    lacking: sum('lacking'),
    differing: sum('differing'),
  };
  console.log(
    `\n${all.length} cases in all\n| rule | cases | accepted | refused | lacking | differing |\n|---|---|---|---|---|---|`,
  );
  for (const [rule, figures] of [...byRule].sort()) console.log(line(rule, figures));
  console.log(line('together', total));
  for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1])) console.log(`${count} ${reason}`);
  return true;
}
