import { badRequest, type Refused } from './service-error.ts';

export type Token =
  | { readonly kind: 'open' | 'close' | 'comma' | 'end'; readonly at: number }
  | { readonly kind: 'string'; readonly at: number; readonly value: string }
  | { readonly kind: 'word'; readonly at: number; readonly value: string };

const punctuation = { '(': 'open', ')': 'close', ',': 'comma' } as const;
const longestFilter = 4_000;

export function filterError(at: number, message: string): Refused {
  return badRequest(`$filter, position ${at + 1}: ${message}`);
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

/** Positions are 0-based here; messages count from 1. */
export function lexFilter(filter: string): readonly Token[] {
  if (filter.length > longestFilter) throw badRequest(`$filter is longer than ${longestFilter} characters`);
  const tokens: Token[] = [];
  const word = /[^\s(),']+/y;
  let at = 0;
  while (at < filter.length) {
    const character = filter.charAt(at);
    if (/\s/.test(character)) {
      at += 1;
    } else if (character === '(' || character === ')' || character === ',') {
      tokens.push({ kind: punctuation[character], at });
      at += 1;
    } else if (character === "'") {
      const { value, next } = readString(filter, at);
      tokens.push({ kind: 'string', at, value });
      at = next;
    } else {
      word.lastIndex = at;
      const value = word.exec(filter)?.[0] ?? character;
      tokens.push({ kind: 'word', at, value });
      at += value.length;
    }
  }
  tokens.push({ kind: 'end', at: filter.length });
  return tokens;
}
