import { maxRowBytes } from '../partial-row.js';

/** How records of CSV are written. */
export interface CsvDialect {
  readonly delimiter: string;
  /**
   * Whether a quote that opens no cell, or is not closed, is a character like any other, as in TSV;
   * else it makes a record faulty.
   */
  readonly hasPlainQuotes: boolean;
}

/** What the bytes before the next one are. */
type Place = 'plain' | 'in quotes' | 'quote' | 'return' | 'fault';

const [quote, lineFeed, carriageReturn] = [0x22, 0x0a, 0x0d];

/** Finds where a record of CSV ends (RFC 4180), in bytes that come in pieces. */
export class CsvScanner {
  /** Where the last quote was that opens a cell. */
  quote = 0;
  /** How many cells the record has so far, if nothing is wrong with it. */
  cells = 1;
  /** What is wrong with the record, said of a row. */
  fault: string | undefined;
  /** Up to where the last quote was not closed, as is known; 0 where something else is wrong, or nothing. */
  openUntil = 0;
  readonly #delimiter: number;
  readonly #hasPlainQuotes: boolean;
  /** Not 0 for bytes that mean something outside of quotes. */
  readonly #kinds = new Uint8Array(256);
  #place: Place = 'plain';
  #next = 0;

  constructor({ delimiter, hasPlainQuotes }: CsvDialect) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#hasPlainQuotes = hasPlainQuotes;
    for (const byte of [quote, lineFeed, this.#delimiter]) this.#kinds[byte] = 1;
  }

  /** Whether a cell in quotes was begun, and is not over. */
  get isInCell(): boolean {
    return this.#place !== 'plain' && this.#place !== 'fault';
  }

  /** Whether the quote is still to come that closes a cell. */
  get isInQuotes(): boolean {
    return this.#place === 'in quotes';
  }

  /** Whether the record is a faulty one, and ends with its line. */
  get isFaulty(): boolean {
    return this.#place === 'fault';
  }

  /** Begins with the record that begins at this place. */
  begin(start: number): void {
    this.#place = 'plain';
    this.#next = start;
    this.cells = 1;
    this.fault = undefined;
    this.openUntil = 0;
  }

  /** Hears that so many bytes were taken away before those that are still to be looked at. */
  shift(count: number): void {
    this.#next -= count;
    this.quote -= count;
    if (this.openUntil > 0) this.openUntil -= count;
  }

  /** Takes a quote for a character like any other, and goes on behind it. */
  makePlain(at = this.quote, cells = this.cells): void {
    this.#place = 'plain';
    this.#next = at + 1;
    this.cells = cells;
  }

  /** Makes the record a faulty one, which ends with the line of this place. */
  fail(fault: string | undefined, at = this.#next): void {
    this.fault = fault;
    this.#place = 'fault';
    this.#next = at;
    this.openUntil = 0;
  }

  /** Makes the record a faulty one, whose last quote is not closed. */
  failOpen(fault: string, openUntil: number): void {
    this.fail(fault, this.quote);
    this.openUntil = openUntil;
  }

  /**
   * Where the line feed stands that ends the record; undefined where it was not found yet.
   *
   * @param start where the record begins
   * @param offset the place of the bytes in the input, for messages
   */
  findEnd(bytes: Buffer, start: number, offset: number): number | undefined {
    const limit = Math.min(bytes.length, start + maxRowBytes + 1);
    for (;;) {
      if (this.#place === 'fault') {
        const end = bytes.indexOf(lineFeed, this.#next);
        this.#next = end === -1 ? bytes.length : end;
        return end === -1 ? undefined : end;
      }
      if (this.#next >= limit) return undefined;
      if (this.#place === 'plain') {
        const end = this.#passCells(bytes, { start, limit, offset });
        if (end !== undefined) return end;
      } else if (this.#place === 'in quotes') {
        const end = bytes.indexOf(quote, this.#next);
        const isFound = end !== -1 && end < limit;
        if (isFound) this.#place = 'quote';
        this.#next = isFound ? end + 1 : limit;
      } else this.#passQuote(bytes, offset);
    }
  }

  /** Passes over cells without quotes, and returns where the record ends, if it does. */
  #passCells(
    bytes: Buffer,
    { start, limit, offset }: { readonly start: number; limit: number; offset: number },
  ): number | undefined {
    const [kinds, delimiter] = [this.#kinds, this.#delimiter];
    for (let at = this.#next; at < limit; at += 1) {
      const byte = bytes[at] as number;
      // Letters and digits, most of all bytes, mean nothing here.
      if (kinds[byte] === 0) continue;
      if (byte === lineFeed) {
        this.#next = at;
        return at;
      }
      if (byte === delimiter) this.cells += 1;
      else if (at === start || bytes[at - 1] === delimiter) {
        this.#place = 'in quotes';
        this.quote = at;
        this.#next = at + 1;
        return undefined;
      } else if (!this.#hasPlainQuotes) {
        this.fail(misplaced(offset + at), at);
        return undefined;
      }
    }
    this.#next = limit;
    return undefined;
  }

  /** Looks at what follows the quote that closes a cell, unless it is one of two that stand for one. */
  #passQuote(bytes: Buffer, offset: number): void {
    const at = this.#next;
    const byte = bytes[at];
    const isBehind = this.#place === 'quote';
    if (byte === lineFeed || (byte === this.#delimiter && isBehind)) {
      this.#place = 'plain';
      return;
    }
    if (byte === carriageReturn) this.#place = 'return';
    else if (byte === quote && isBehind) this.#place = 'in quotes';
    else {
      this.#refuseQuote(bytes, at, offset);
      return;
    }
    this.#next = at + 1;
  }

  /** Takes a quote that does not close its cell, before what stands at this place, for what it is. */
  #refuseQuote(bytes: Buffer, at: number, offset: number): void {
    if (this.#hasPlainQuotes) this.makePlain();
    else if (bytes.subarray(this.quote, at).includes(lineFeed)) {
      this.failOpen(describeUnclosedQuote(offset + this.quote, 'where a cell ends'), at);
    } else this.fail(misplaced(offset + at), at);
  }
}

/** Says of a row that a quote stands where none may be. */
const misplaced = (at: number) =>
  `has a quote about byte ${at} that neither begins nor ends a cell; a quote in a cell is written twice, in a cell with quotes around it`;

/** Says of a row that a quote is not closed. */
export const describeUnclosedQuote = (at: number, where: string) =>
  `has a quote that opens at byte ${at} and is not closed ${where}`;
