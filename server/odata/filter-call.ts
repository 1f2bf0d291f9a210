import { type Filter, type Literal, type Path, textFunctions } from './filter-ast.ts';
import { filterError, type Token } from './filter-lexer.ts';
import type { FilterTokens } from './filter-tokens.ts';
import { type Aliases, parsePath, requireLiteral, takeArray } from './filter-values.ts';
import { findQueryFunction, type QueryParameters, queryNamespace } from './query-function.ts';

type Word = Token & { readonly kind: 'word' };
type Scope = { readonly aliases: Aliases; readonly variables: readonly string[] };

function takePath(tokens: FilterTokens, variables: readonly string[]): Path {
  const token = tokens.take();
  const path = token.kind === 'word' ? parsePath(token.value, token.at, variables) : null;
  const isCall = tokens.peek().kind === 'open';
  if (path !== null && !isCall) return path;
  throw filterError(token.at, 'expected a column (functions of columns are not supported)');
}

function textCall(tokens: FilterTokens, word: Word, scope: Scope): Filter | null {
  const name = textFunctions.find((known) => known === word.value);
  if (name === undefined) return null;
  tokens.expect('open', "'('");
  const path = takePath(tokens, scope.variables);
  tokens.expect('comma', "','");
  const { at } = tokens.peek();
  const value = requireLiteral(tokens, scope.aliases);
  if (value.kind !== 'string') throw filterError(at, `${name} takes text in single quotes`);
  tokens.expect('close', "')'");
  return { kind: 'text', name, path, value: value.value, at: word.at };
}

function takeNamed(tokens: FilterTokens, name: string): void {
  const token = tokens.peek();
  if (!tokens.takeWord(name)) throw filterError(token.at, `expected ${name}=`);
  tokens.expect('equals', "'='");
}

function takeParameters(tokens: FilterTokens, takes: QueryParameters, aliases: Aliases): readonly Literal[] {
  if (takes === 'none') return [];
  tokens.expect('comma', "','");
  takeNamed(tokens, takes === 'value' ? 'PropertyValue' : 'PropertyValues');
  return takes === 'value' ? [requireLiteral(tokens, aliases)] : takeArray(tokens, aliases);
}

/** `c/Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')`, the steps before the name being optional. */
function queryCall(tokens: FilterTokens, word: Word, scope: Scope): Filter | null {
  const [, steps = '', called] = /^((?:[A-Za-z_]\w*\/)*)Microsoft\.Dynamics\.CRM\.(\w+)$/.exec(word.value) ?? [];
  if (called === undefined) return null;
  const known = findQueryFunction(called);
  if (known === null) throw filterError(word.at, `the function '${called.slice(0, 60)}' is not supported`);
  tokens.expect('open', "'('");
  takeNamed(tokens, 'PropertyName');
  const property = tokens.peek();
  const name = requireLiteral(tokens, scope.aliases);
  const path = name.kind === 'string' ? parsePath(steps + name.value, property.at, scope.variables) : null;
  if (name.kind !== 'string' || name.value.includes('/') || path === null) {
    throw filterError(property.at, 'PropertyName takes the name of a column in single quotes');
  }
  const values = takeParameters(tokens, known.takes, scope.aliases);
  if (/^(Not)?Between$/.test(known.name) && values.length !== 2) {
    throw filterError(word.at, `${known.name} takes two values, got ${values.length}`);
  }
  tokens.expect('close', "')'");
  return { kind: 'query', name: known.name, path, values, at: word.at };
}

/** What stands before a parenthesis. Dataverse has of OData's functions the three of text only. */
export function takeCall(tokens: FilterTokens, word: Word, scope: Scope): Filter {
  const call = textCall(tokens, word, scope) ?? queryCall(tokens, word, scope);
  if (call !== null) return call;
  const shown = word.value.slice(0, 80);
  throw filterError(
    word.at,
    `the function '${shown}' is not supported; there are ${textFunctions.join(', ')} and those of ${queryNamespace}`,
  );
}
