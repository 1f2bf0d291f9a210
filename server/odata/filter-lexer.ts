import { badRequest, type Refused } from './service-error.ts';

export type Token =
  | { readonly kind: Punctuation | 'end'; readonly at: number }
  /** Quoted by apostrophes, as everywhere; or by quotation marks, which only a list of values may have. */
  | { readonly kind: 'string' | 'jsonString'; readonly at: number; readonly value: string }
  | { readonly kind: 'word'; readonly at: number; readonly value: string };

const punctuation = {
  '(': 'open',
  ')': 'close',
  ',': 'comma',
  '=': 'equals',
  '[': 'openList',
  ']': 'closeList',
} as const;
type Punctuation = (typeof punctuation)[keyof typeof punctuation] | 'colon';
const longestFilter = 16_000;

export function filterError(at: number, message: string): Refused {
  return badRequest(`$filter, position ${at + 1}: ${message}`);
}

function findPunctuation(character: string): Punctuation | undefined {
  const known: Readonly<Record<string, Punctuation>> = punctuation;
  return Object.hasOwn(known, character) ? known[character] : undefined;
}

function readString(filter: string, start: number): { value: string; next: number } {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = filter.indexOf("'", at);
    if (quote === -1) throw filterError(start, 'the text that begins here has no closing quote');
    value += filter.slice(at, quote);
    if (filter[quote + 1] !== "'") return { value, next: quote + 1 };
    value += "'";
    at = quote + 2;
  }
}

function readJsonString(filter: string, start: number): { value: string; next: number } {
  const pattern = /"(?:[^"\\]|\\.)*"/sy;
  pattern.lastIndex = start;
  const quoted = pattern.exec(filter)?.[0];
  if (quoted === undefined) throw filterError(start, 'the text that begins here has no closing quotation mark');
  try {
    return { value: String(JSON.parse(quoted)), next: start + quoted.length };
  } catch {
    throw filterError(start, 'the text that begins here is not a JSON string');
  }
}

/** `c:c/name` is a variable, a colon and a path; the colons of a date and time stay in their word. */
function lexWord(word: string, at: number): readonly Token[] {
  const variable = /^(?:[A-Za-z_]\w*)?(?=:)/.exec(word)?.[0];
  if (variable === undefined) return [{ kind: 'word', at, value: word }];
  const named: readonly Token[] = variable === '' ? [] : [{ kind: 'word', at, value: variable }];
  const rest = word.slice(variable.length + 1);
  const restAt = at + variable.length + 1;
  const tail: readonly Token[] = rest === '' ? [] : [{ kind: 'word', at: restAt, value: rest }];
  return [...named, { kind: 'colon', at: at + variable.length }, ...tail];
}

/** Positions are 0-based here; messages count from 1. */
export function lexFilter(filter: string): readonly Token[] {
  if (filter.length > longestFilter) throw badRequest(`$filter is longer than ${longestFilter} characters`);
  const tokens: Token[] = [];
  const word = /[^\s(),'"[\]=]+/y;
  let at = 0;
  while (at < filter.length) {
    const character = filter.charAt(at);
    const mark = findPunctuation(character);
    if (/\s/.test(character)) {
      at += 1;
    } else if (mark !== undefined) {
      tokens.push({ kind: mark, at });
      at += 1;
    } else if (character === "'" || character === '"') {
      const { value, next } = character === "'" ? readString(filter, at) : readJsonString(filter, at);
      tokens.push({ kind: character === "'" ? 'string' : 'jsonString', at, value });
      at = next;
    } else {
      word.lastIndex = at;
      const value = word.exec(filter)?.[0] ?? character;
      tokens.push(...lexWord(value, at));
      at += value.length;
    }
  }
  tokens.push({ kind: 'end', at: filter.length });
  return tokens;
}
