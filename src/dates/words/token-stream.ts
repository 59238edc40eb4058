/** A run of digits, a run of letters, or one punctuation mark. */
export interface Token {
  readonly kind: 'number' | 'word' | 'mark';
  readonly text: string;
  /** Whether white space stands before it. */
  readonly spaced: boolean;
}

const tokenPattern = /( ?)(?:([0-9]+)|([a-z]+)|([-,.:/+'’–ºª°]))/y;

/**
 * Splits a folded text into tokens.
 *
 * @returns `undefined` if the text has a character that no written date has, such as a digit
 *   other than 0 to 9
 */
export function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const match = tokenPattern.exec(text);
    if (match === null) return undefined;
    const [, space, number, word, mark] = match;
    const kind = number !== undefined ? 'number' : word !== undefined ? 'word' : 'mark';
    tokens.push({ kind, text: number ?? word ?? mark ?? '', spaced: space === ' ' });
  }
  return tokens;
}

/** Reads tokens in order, and backtracks where a reading fails. */
export class TokenStream {
  position = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.position === this.#tokens.length;
  }

  /** The token `ahead` places after the next one. */
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.position + ahead];
  }

  /** Whether the token `ahead` is the given mark, without a space before it. */
  isTight(mark: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.text === mark && !token.spaced;
  }

  /** Takes the next token if it is one of the given words. */
  takeWord(words: { has(word: string): boolean }): string | undefined {
    const token = this.peek();
    if (token?.kind !== 'word' || !words.has(token.text)) return undefined;
    this.position += 1;
    return token.text;
  }

  /** Takes at most `max` of the given words, and returns their number. */
  takeWords(words: ReadonlySet<string>, max: number): number {
    let taken = 0;
    while (taken < max && this.takeWord(words) !== undefined) {
      taken += 1;
    }
    return taken;
  }

  /** Takes the next token if it is the given text. */
  takeText(text: string): boolean {
    const isNext = this.peek()?.text === text;
    this.position += isNext ? 1 : 0;
    return isNext;
  }

  /** Takes the next token if it is a number of `min` to `max` digits. */
  takeNumber(min: number, max: number): string | undefined {
    const token = this.peek();
    const isFit = token?.kind === 'number' && token.text.length >= min && token.text.length <= max;
    if (!isFit) return undefined;
    this.position += 1;
    return token.text;
  }
}
