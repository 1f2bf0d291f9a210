import { filterError, lexFilter, type Token } from './filter-lexer.ts';

/** The tokens of one filter with the place reached in them. */
export class FilterTokens {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(filter: string) {
    this.#tokens = lexFilter(filter);
  }

  peek(ahead = 0): Token {
    const token = this.#tokens[this.#position + ahead] ?? this.#tokens.at(-1);
    if (token === undefined) throw new Error('the lexer always ends with an end token');
    return token;
  }

  take(): Token {
    const token = this.peek();
    this.#position += 1;
    return token;
  }

  takeWord(word: string): boolean {
    const token = this.peek();
    const isWord = token.kind === 'word' && token.value === word;
    if (isWord) this.#position += 1;
    return isWord;
  }

  takeIf(kind: Token['kind']): boolean {
    const isKind = this.peek().kind === kind;
    if (isKind) this.#position += 1;
    return isKind;
  }

  expect(kind: Token['kind'], shown: string): void {
    const token = this.take();
    if (token.kind !== kind) throw filterError(token.at, `expected ${shown}`);
  }
}
