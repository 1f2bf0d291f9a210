import { parseDate, parseDatetime } from './date-text.ts';
import { filterError, lexFilter, type Token } from './filter-lexer.ts';
import { parseGuid } from './guid.ts';

const operators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type Operator = (typeof operators)[number];

export type Literal =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'string' | 'guid' | 'date' | 'datetime'; readonly value: string };

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly of: Filter }
  | {
      readonly kind: 'compare';
      readonly property: string;
      readonly operator: Operator;
      readonly literal: Literal;
      readonly at: number;
    };

const deepest = 40;
const mostComparisons = 100;

function parseOperator(word: string): Operator | undefined {
  return operators.find((operator) => operator === word);
}

function parseLiteral(token: Token): Literal {
  if (token.kind === 'string') return { kind: 'string', value: token.value };
  if (token.kind !== 'word') throw filterError(token.at, 'expected a value');
  const { value: word } = token;
  if (word === 'null') return { kind: 'null' };
  if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' };
  const guid = parseGuid(word);
  if (guid !== null) return { kind: 'guid', value: guid };
  if (/^-?\d{1,20}(\.\d{1,10})?$/.test(word)) return { kind: 'number', value: word };
  const date = parseDate(word);
  if (date !== null) return { kind: 'date', value: date };
  const datetime = parseDatetime(word);
  if (datetime !== null) return { kind: 'datetime', value: datetime };
  throw filterError(token.at, `'${word.slice(0, 60)}' is not a value (text needs single quotes)`);
}

/**
 * or   := and ('or' and)*
 * and  := unary ('and' unary)*
 * unary := 'not' unary | '(' or ')' | property operator literal
 */
class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;
  #comparisons = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Filter {
    const filter = this.#chain('or', 0);
    const token = this.#take();
    if (token.kind !== 'end') throw filterError(token.at, "expected 'and', 'or' or the end");
    return filter;
  }

  #peek(): Token {
    const token = this.#tokens[this.#position] ?? this.#tokens.at(-1);
    if (token === undefined) throw new Error('the lexer always ends with an end token');
    return token;
  }

  #take(): Token {
    const token = this.#peek();
    this.#position += 1;
    return token;
  }

  #takeWord(word: string): boolean {
    const token = this.#peek();
    const isWord = token.kind === 'word' && token.value === word;
    if (isWord) this.#position += 1;
    return isWord;
  }

  #chain(kind: 'and' | 'or', depth: number): Filter {
    const next = (): Filter => (kind === 'or' ? this.#chain('and', depth) : this.#unary(depth));
    let left = next();
    while (this.#takeWord(kind)) left = { kind, left, right: next() };
    return left;
  }

  #unary(depth: number): Filter {
    if (depth > deepest) throw filterError(this.#peek().at, `nested more than ${deepest} deep`);
    if (this.#takeWord('not')) return { kind: 'not', of: this.#unary(depth + 1) };
    const token = this.#take();
    if (token.kind === 'open') {
      const inner = this.#chain('or', depth + 1);
      const closing = this.#take();
      if (closing.kind !== 'close') throw filterError(closing.at, "expected ')'");
      return inner;
    }
    if (token.kind !== 'word') throw filterError(token.at, 'expected a column name');
    return this.#comparison(token.value, token.at);
  }

  #comparison(property: string, at: number): Filter {
    this.#comparisons += 1;
    if (this.#comparisons > mostComparisons) throw filterError(at, `more than ${mostComparisons} comparisons`);
    const token = this.#take();
    if (token.kind === 'open') throw filterError(at, `the function '${property.slice(0, 60)}' is not supported`);
    const operator = token.kind === 'word' ? parseOperator(token.value) : undefined;
    if (operator === undefined) throw filterError(token.at, `expected one of ${operators.join(', ')}`);
    return { kind: 'compare', property, operator, literal: parseLiteral(this.#take()), at };
  }
}

export function parseFilter(filter: string): Filter {
  return new Parser(lexFilter(filter)).parse();
}
