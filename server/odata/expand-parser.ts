import { badRequest, type Refused } from './service-error.ts';

/** One navigation property to expand, as written; whether the table has it is not yet asked. */
export type Expand = {
  readonly name: string;
  /** `/$ref`: the address of the row only. */
  readonly isReference: boolean;
  readonly select: readonly string[] | null;
  readonly expand: readonly Expand[];
  readonly at: number;
};

// docs/facts/dataverse.md §2.2
const mostExpansions = 15;
const longestExpand = 16_000;

export function expandError(at: number, message: string): Refused {
  return badRequest(`$expand, position ${at + 1}: ${message}`);
}

type Reading = { readonly text: string; at: number; found: number };

function takeMatch(reading: Reading, pattern: RegExp): string | null {
  pattern.lastIndex = reading.at;
  const match = pattern.exec(reading.text)?.[0];
  if (match === undefined) return null;
  reading.at += match.length;
  return match.trim();
}

const take = (reading: Reading, character: string): boolean => {
  const isNext = reading.text[reading.at] === character;
  if (isNext) reading.at += 1;
  return isNext;
};

/** A list of navigation properties with their options, to the end or to what its caller must find there. */
function takeItems(reading: Reading): readonly Expand[] {
  const items: Expand[] = [];
  do {
    items.push(takeItem(reading));
  } while (take(reading, ','));
  return items;
}

function takeItem(reading: Reading): Expand {
  const start = reading.at;
  const name = takeMatch(reading, /\s*[A-Za-z_]\w*\s*/y);
  if (name === null) throw expandError(start, 'expected the name of a navigation property');
  reading.found += 1;
  if (reading.found > mostExpansions) throw expandError(start, `more than ${mostExpansions} expansions`);
  const isReference = takeMatch(reading, /\/\$ref\s*/y) !== null;
  const none = { name, isReference, select: null, expand: [], at: start };
  if (!take(reading, '(')) return none;
  if (isReference) throw expandError(reading.at - 1, 'options do not go with /$ref');
  const options = takeOptions(reading);
  return { ...none, ...options };
}

function takeOptions(reading: Reading): Pick<Expand, 'select' | 'expand'> {
  let select: readonly string[] | null = null;
  let expand: readonly Expand[] | null = null;
  do {
    const at = reading.at;
    const option = takeMatch(reading, /\s*[$@]?\w+\s*=/y)?.replace(/\s*=$/, '') ?? '';
    if (option === '$select' && select === null) select = takeNames(reading);
    else if (option === '$expand' && expand === null) expand = takeItems(reading);
    else throw optionRefused(option, at);
  } while (take(reading, ';'));
  if (!take(reading, ')')) throw expandError(reading.at, "expected ',', ';' or ')'");
  return { select, expand: expand ?? [] };
}

function optionRefused(option: string, at: number): Refused {
  if (option === '$select' || option === '$expand') return expandError(at, `${option} is given twice`);
  if (/^\$(filter|orderby|top)$/.test(option)) {
    return expandError(at, `${option} goes with collections only, and single-valued navigation is all that expands`);
  }
  return expandError(at, 'expected $select=… or $expand=…');
}

function takeNames(reading: Reading): readonly string[] {
  const start = reading.at;
  const names = takeMatch(reading, /\s*\w+\s*(?:,\s*\w+\s*)*/y);
  if (names === null) throw expandError(start, 'expected names of columns');
  return names.split(',').map((name) => name.trim());
}

export function parseExpand(text: string | undefined): readonly Expand[] {
  if (text === undefined) return [];
  if (text.length > longestExpand) throw badRequest(`$expand is longer than ${longestExpand} characters`);
  const reading: Reading = { text, at: 0, found: 0 };
  const items = takeItems(reading);
  if (reading.at < text.length) throw expandError(reading.at, "expected ',' or the end");
  return items;
}
