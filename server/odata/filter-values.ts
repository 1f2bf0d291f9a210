import type { Literal, Path } from './filter-ast.ts';
import { filterError, type Token } from './filter-lexer.ts';
import { parseWordLiteral } from './filter-literal.ts';
import { FilterTokens } from './filter-tokens.ts';
import { badRequest } from './service-error.ts';

/** `@p1` in the filter stands for the option of that name beside it: `&@p1='Berlin'`. */
export type Aliases = ReadonlyMap<string, string>;

export const noAliases: Aliases = new Map();
/** Ours, as the limits in filter-parser.ts. */
const mostValues = 500;

const isAlias = (word: string): boolean => word.startsWith('@');

function openAlias(aliases: Aliases, token: Token & { readonly kind: 'word' }): FilterTokens {
  const text = aliases.get(token.value);
  if (text === undefined) {
    throw filterError(token.at, `the query option '${token.value.slice(0, 60)}' that stands for a value is missing`);
  }
  return new FilterTokens(text);
}

function inAlias<T>(aliases: Aliases, token: Token & { readonly kind: 'word' }, parse: (of: FilterTokens) => T): T {
  const tokens = openAlias(aliases, token);
  const value = parse(tokens);
  if (tokens.peek().kind !== 'end') throw badRequest(`'${token.value.slice(0, 60)}': expected one value.`);
  return value;
}

/** null: not written as a path. Inside any and all every path begins with a variable, as Dataverse documents it. */
export function parsePath(word: string, at: number, variables: readonly string[]): Path | null {
  if (!/^[A-Za-z_]\w*(?:\/[A-Za-z_]\w*)*$/.test(word)) return null;
  const segments = word.split('/');
  const [outer] = variables;
  if (outer === undefined) return { kind: 'path', variable: null, segments, at };
  const [variable = '', ...rest] = segments;
  if (variables.includes(variable) && rest.length > 0) return { kind: 'path', variable, segments: rest, at };
  throw filterError(at, `inside any and all a column is named by its variable, as in ${outer}/name`);
}

/** One value: a literal, or the alias of one. null: what stands here is a word that is none. */
export function takeLiteral(tokens: FilterTokens, aliases: Aliases): Literal | null {
  const token = tokens.peek();
  if (token.kind === 'string') {
    tokens.take();
    return { kind: 'string', value: token.value };
  }
  if (token.kind !== 'word') throw filterError(token.at, 'expected a value');
  if (isAlias(token.value)) {
    tokens.take();
    return inAlias(aliases, token, (inner) => requireLiteral(inner, noAliases));
  }
  const literal = parseWordLiteral(token.value);
  if (literal !== null) tokens.take();
  return literal;
}

export function requireLiteral(tokens: FilterTokens, aliases: Aliases): Literal {
  const literal = takeLiteral(tokens, aliases);
  if (literal !== null) return literal;
  const token = tokens.peek();
  const word = token.kind === 'word' ? token.value.slice(0, 60) : '';
  throw filterError(token.at, `'${word}' is not a value (text needs single quotes)`);
}

function takeListed(tokens: FilterTokens, aliases: Aliases): Literal {
  const token = tokens.peek();
  if (token.kind !== 'jsonString') return requireLiteral(tokens, aliases);
  tokens.take();
  return { kind: 'string', value: token.value };
}

function takeListTo(end: 'close' | 'closeList', tokens: FilterTokens, aliases: Aliases): readonly Literal[] {
  const { at } = tokens.peek();
  const values: Literal[] = [];
  do {
    values.push(end === 'close' ? requireLiteral(tokens, aliases) : takeListed(tokens, aliases));
    if (values.length > mostValues) throw filterError(at, `more than ${mostValues} values in one list`);
  } while (tokens.takeIf('comma'));
  tokens.expect(end, end === 'close' ? "',' or ')'" : "',' or ']'");
  return values;
}

/** `('a','b')`, after the operator `in`, which is OData 4.01: of Dataverse only the function In is documented (inferred). */
export function takeValues(tokens: FilterTokens, aliases: Aliases): readonly Literal[] {
  tokens.expect('open', "'(' and a list of values");
  return takeListTo('close', tokens, aliases);
}

/** `['a','b']` or `["a","O'Brian"]`, or the alias of such a list. */
export function takeArray(tokens: FilterTokens, aliases: Aliases): readonly Literal[] {
  const token = tokens.peek();
  if (token.kind === 'word' && isAlias(token.value)) {
    tokens.take();
    return inAlias(aliases, token, (inner) => takeArray(inner, noAliases));
  }
  tokens.expect('openList', "'[' and a list of values");
  return takeListTo('closeList', tokens, aliases);
}
