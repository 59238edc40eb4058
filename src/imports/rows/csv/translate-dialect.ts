/** How cells are enclosed and escaped, where that is not as in RFC 4180. */
export interface GivenDialect {
  readonly delimiter: string;
  /** Empty for none. */
  readonly quote: string;
  readonly escape?: string | undefined;
  /** How lines begin that are skipped. */
  readonly comment?: string | undefined;
  /** Whether spaces may precede the quote that opens a cell. */
  readonly isSpaced?: boolean | undefined;
}

/** What precedes the next byte. */
type Place = 'record' | 'comment' | 'cell' | 'plain' | 'in quotes' | 'quote';

const [standardQuote, lineFeed, carriageReturn, backslash, space] = [0x22, 0x0a, 0x0d, 0x5c, 0x20];

/** What follows a backslash for characters that cannot be written, as databases write them. */
const escapes: Readonly<Record<string, number>> = {
  t: 0x09,
  // A line feed would be counted as a line of the file.
  n: carriageReturn,
  r: carriageReturn,
  b: 0x08,
  f: 0x0c,
  v: 0x0b,
};
const nullLetter = 'N'.charCodeAt(0);

/** Rewrites CSV of another dialect as RFC 4180 has it, line by line, in bytes that arrive in any pieces. */
export class DialectTranslator {
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #escape: number;
  readonly #comment: Buffer;
  readonly #isSpaced: boolean;
  /** How many spaces have come that may precede a quote. */
  #spaces = 0;
  #place: Place = 'record';
  #isEscaped = false;
  /** How many bytes of the start of a comment have matched. */
  #matched = 0;
  /** How many bytes the cell has so far. */
  #length = 0;
  /** How many carriage returns have come that may end the line. */
  #returns = 0;
  #output: number[] = [];

  constructor({
    delimiter,
    quote,
    escape: escaping,
    comment = '',
    isSpaced = false,
  }: GivenDialect) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quote = quote === '' ? -1 : quote.charCodeAt(0);
    this.#escape = escaping === undefined || escaping === quote ? -1 : escaping.charCodeAt(0);
    this.#comment = Buffer.from(comment);
    this.#isSpaced = isSpaced;
  }

  translate(bytes: Buffer): Buffer {
    this.#output = [];
    for (const byte of bytes) this.#add(byte);
    return Buffer.from(this.#output);
  }

  /** Ends the input. */
  end(): Buffer {
    this.#output = [];
    this.#endComment();
    if (this.#isEscaped) this.#write(this.#escape);
    this.#close();
    return Buffer.from(this.#output);
  }

  #add(byte: number): void {
    if (this.#place === 'comment') {
      if (byte === lineFeed) this.#endRecord();
      return;
    }
    if (this.#place === 'record' && byte === this.#comment[this.#matched]) {
      this.#matched += 1;
      if (this.#matched === this.#comment.length) {
        this.#matched = 0;
        this.#place = 'comment';
      }
      return;
    }
    this.#endComment();
    this.#addToRecord(byte);
  }

  /** Takes what began like a comment for the beginning of a row. */
  #endComment(): void {
    const begun = this.#comment.subarray(0, this.#matched);
    this.#matched = 0;
    for (const byte of begun) this.#addToRecord(byte);
  }

  #addToRecord(byte: number): void {
    if (byte === carriageReturn && !this.#isEscaped && this.#place !== 'in quotes') {
      this.#returns += 1;
      return;
    }
    if (this.#isSpaced && byte === space && this.#isBetween) {
      this.#spaces += 1;
      return;
    }
    if (this.#spaces > 0) this.#endSpaces(byte);
    const ends = byte === lineFeed && !this.#isEscaped && this.#place !== 'in quotes';
    if (this.#returns > 0 && !ends) this.#writeReturns();
    if (this.#isEscaped) this.#addEscaped(byte);
    else if (byte === this.#escape && this.#place !== 'quote') {
      if (this.#isBetween) this.#open('plain');
      this.#isEscaped = true;
    } else if (this.#place === 'in quotes') this.#addInQuotes(byte);
    else if (this.#place === 'quote') this.#addAfterQuote(byte);
    else if (byte === lineFeed) this.#endRecord();
    else if (byte === this.#delimiter) this.#endCell();
    else if (this.#place === 'plain') this.#write(byte);
    else if (byte === this.#quote) this.#open('in quotes');
    else {
      this.#open('plain');
      this.#write(byte);
    }
  }

  /** Whether a record or a cell is about to begin. */
  get #isBetween(): boolean {
    return this.#place === 'record' || this.#place === 'cell';
  }

  /** Spaces before anything but a quote belong to the cell. */
  #endSpaces(next: number): void {
    if (next !== this.#quote) {
      this.#open('plain');
      for (let left = this.#spaces; left > 0; left -= 1) this.#write(space);
    }
    this.#spaces = 0;
  }

  /** Carriage returns that do not end a line belong to the cell. */
  #writeReturns(): void {
    if (this.#isBetween) this.#open('plain');
    for (; this.#returns > 0; this.#returns -= 1) this.#write(carriageReturn);
  }

  #open(place: Place): void {
    this.#output.push(standardQuote);
    this.#place = place;
    this.#length = 0;
  }

  #addInQuotes(byte: number): void {
    if (byte === this.#quote) this.#place = 'quote';
    else this.#write(byte);
  }

  #addAfterQuote(byte: number): void {
    if (byte === this.#quote) {
      this.#write(byte);
      this.#place = 'in quotes';
    } else if (byte === lineFeed) this.#endRecord();
    else if (byte === this.#delimiter) this.#endCell();
    else {
      // A quote that does not end its cell: the row is at fault.
      this.#output.push(standardQuote, byte);
      this.#place = 'plain';
    }
  }

  #addEscaped(byte: number): void {
    this.#isEscaped = false;
    const letter = String.fromCharCode(byte);
    const isNull = byte === nullLetter && this.#length === 0;
    if (isNull) this.#output.push(backslash, byte);
    else if (byte === lineFeed) this.#output.push(byte);
    else this.#write(this.#escape === backslash ? (escapes[letter] ?? byte) : byte);
  }

  #write(byte: number): void {
    this.#length += 1;
    this.#output.push(byte);
    if (byte === standardQuote) this.#output.push(byte);
  }

  #endCell(): void {
    this.#close();
    this.#output.push(this.#delimiter);
    this.#place = 'cell';
  }

  #endRecord(): void {
    this.#close();
    for (; this.#returns > 0; this.#returns -= 1) this.#output.push(carriageReturn);
    this.#output.push(lineFeed);
    this.#place = 'record';
  }

  #close(): void {
    if (this.#place === 'plain' || this.#place === 'quote') this.#output.push(standardQuote);
  }
}
