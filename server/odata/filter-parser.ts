import { type Filter, type Operand, operators } from './filter-ast.ts';
import { takeCall } from './filter-call.ts';
import { filterError, type Token } from './filter-lexer.ts';
import { FilterTokens } from './filter-tokens.ts';
import { type Aliases, noAliases, parsePath, takeLiteral, takeValues } from './filter-values.ts';

// What one filter may cost is bounded before anything is compiled or asked of the database.
// Limits of ours, not Dataverse's: they bound the time and stack that a filter can take.
const deepest = 40;
const mostComparisons = 100;
const deepestLambda = 4;

const unsupported: Readonly<Record<string, string>> = Object.fromEntries([
  ...['add', 'sub', 'mul', 'div', 'divby', 'mod'].map((name) => [name, `arithmetic ('${name}') is not supported`]),
  ['has', "'has' is not supported"],
]);

type Word = Token & { readonly kind: 'word' };
type Place = { readonly depth: number; readonly variables: readonly string[] };

/**
 * or    := and ('or' and)*
 * and   := unary ('and' unary)*
 * unary := 'not' unary | '(' or ')' | lambda | call | operand operator operand | path 'in' '(' values ')'
 * lambda := path '/any()' | path ('/any' | '/all') '(' variable ':' or ')'
 */
class Parser {
  readonly #tokens: FilterTokens;
  readonly #aliases: Aliases;
  #comparisons = 0;

  constructor(filter: string, aliases: Aliases) {
    this.#tokens = new FilterTokens(filter);
    this.#aliases = aliases;
  }

  parse(): Filter {
    const filter = this.#chain('or', { depth: 0, variables: [] });
    const token = this.#tokens.take();
    if (token.kind !== 'end') throw filterError(token.at, "expected 'and', 'or' or the end");
    return filter;
  }

  #chain(kind: 'and' | 'or', place: Place): Filter {
    const next = (): Filter => (kind === 'or' ? this.#chain('and', place) : this.#unary(place));
    let left = next();
    while (this.#tokens.takeWord(kind)) left = { kind, left, right: next() };
    return left;
  }

  #unary(place: Place): Filter {
    const token = this.#tokens.peek();
    if (place.depth > deepest) throw filterError(token.at, `nested more than ${deepest} deep`);
    const inner = { ...place, depth: place.depth + 1 };
    if (this.#tokens.takeWord('not')) return { kind: 'not', of: this.#unary(inner) };
    if (this.#tokens.takeIf('open')) {
      const filter = this.#chain('or', inner);
      this.#tokens.expect('close', "')'");
      return filter;
    }
    this.#comparisons += 1;
    if (this.#comparisons > mostComparisons) throw filterError(token.at, `more than ${mostComparisons} comparisons`);
    if (token.kind === 'word' && this.#tokens.peek(1).kind === 'open' && token.value !== 'in') {
      this.#tokens.take();
      return this.#lambda(token, inner) ?? takeCall(this.#tokens, token, { ...place, aliases: this.#aliases });
    }
    return this.#comparison(place);
  }

  #lambda(word: Word, place: Place): Filter | null {
    const [, steps, quantifier] = /^(.+)\/(any|all)$/.exec(word.value) ?? [];
    if (steps === undefined) return null;
    const path = parsePath(steps, word.at, place.variables);
    if (path === null) throw filterError(word.at, `'${steps.slice(0, 60)}' is not the name of a collection`);
    if (place.variables.length >= deepestLambda) {
      throw filterError(word.at, `any and all nested more than ${deepestLambda} deep`);
    }
    this.#tokens.expect('open', "'('");
    if (quantifier === 'any' && this.#tokens.takeIf('close')) {
      return { kind: 'lambda', quantifier, path, variable: null, of: null, at: word.at };
    }
    const variable = this.#variable(place.variables);
    const of = this.#chain('or', { ...place, variables: [...place.variables, variable] });
    this.#tokens.expect('close', "')'");
    return { kind: 'lambda', quantifier: quantifier === 'all' ? 'all' : 'any', path, variable, of, at: word.at };
  }

  #variable(taken: readonly string[]): string {
    const token = this.#tokens.take();
    const name = token.kind === 'word' && /^[A-Za-z_]\w*$/.test(token.value) ? token.value : null;
    if (name === null) throw filterError(token.at, 'expected a variable and a colon, as in any(c:c/name eq 1)');
    if (taken.includes(name)) throw filterError(token.at, `the variable '${name.slice(0, 60)}' is taken`);
    this.#tokens.expect('colon', "':' after the variable");
    return name;
  }

  #comparison(place: Place): Filter {
    const { at } = this.#tokens.peek();
    const left = this.#operand(place, 'a column name');
    const token = this.#tokens.take();
    const word = token.kind === 'word' ? token.value : '';
    if (word === 'in' && left.kind === 'path') {
      return { kind: 'in', path: left, values: takeValues(this.#tokens, this.#aliases), at };
    }
    const operator = operators.find((known) => known === word);
    if (operator === undefined) {
      const reason = Object.hasOwn(unsupported, word) ? unsupported[word] : null;
      throw filterError(token.at, reason ?? `expected one of ${operators.join(', ')}, in`);
    }
    const right = this.#operand(place, 'a value');
    const next = this.#tokens.peek();
    if (next.kind === 'open') throw filterError(next.at, 'functions of columns are not supported in a comparison');
    return { kind: 'compare', operator, left, right, at };
  }

  #operand(place: Place, expected: string): Operand {
    const token = this.#tokens.peek();
    if (token.kind !== 'word' && token.kind !== 'string') throw filterError(token.at, `expected ${expected}`);
    const literal = takeLiteral(this.#tokens, this.#aliases);
    if (literal !== null) return literal;
    this.#tokens.take();
    const word = token.kind === 'word' ? token.value : '';
    const path = parsePath(word, token.at, place.variables);
    if (path !== null) return path;
    throw filterError(token.at, `'${word.slice(0, 60)}' is not a value (text needs single quotes)`);
  }
}

export function parseFilter(filter: string, aliases: Aliases = noAliases): Filter {
  return new Parser(filter, aliases).parse();
}
