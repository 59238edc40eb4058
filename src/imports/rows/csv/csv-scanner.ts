import { maxRowBytes } from '../partial-row.js';

/** How records of CSV are delimited and quoted. */
export interface CsvDialect {
  readonly delimiter: string;
  /**
   * Whether a quote that opens no cell, or is not closed, is an ordinary character, as in TSV; otherwise
   * it makes the record faulty.
   */
  readonly hasPlainQuotes: boolean;
}

/** What precedes the next byte. */
type Place = 'plain' | 'in quotes' | 'quote' | 'return' | 'fault';

const [quote, lineFeed, carriageReturn] = [0x22, 0x0a, 0x0d];

/** Finds the ends of records of CSV (RFC 4180) in bytes that arrive in chunks. */
export class CsvScanner {
  /** The position of the last quote that opens a cell. */
  quote = 0;
  /** How many cells the record has so far, if it has no fault. */
  cells = 1;
  /** What is wrong with the record, as a predicate of "The row on line …". */
  fault: string | undefined;
  /** Up to where the last quote is known to be unclosed; 0 for another fault, or none. */
  openUntil = 0;
  readonly #delimiter: number;
  readonly #hasPlainQuotes: boolean;
  /** Not 0 for bytes that matter outside quotes. */
  readonly #kinds = new Uint8Array(256);
  #place: Place = 'plain';
  #next = 0;

  constructor({ delimiter, hasPlainQuotes }: CsvDialect) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#hasPlainQuotes = hasPlainQuotes;
    for (const byte of [quote, lineFeed, this.#delimiter]) this.#kinds[byte] = 1;
  }

  /** Whether a quoted cell has begun and not ended. */
  get isInCell(): boolean {
    return this.#place !== 'plain' && this.#place !== 'fault';
  }

  /** Whether the quote that closes a cell is yet to come. */
  get isInQuotes(): boolean {
    return this.#place === 'in quotes';
  }

  /** Whether the record is faulty and ends with its line. */
  get isFaulty(): boolean {
    return this.#place === 'fault';
  }

  /** Begins the record at this position. */
  begin(start: number): void {
    this.#place = 'plain';
    this.#next = start;
    this.cells = 1;
    this.fault = undefined;
    this.openUntil = 0;
  }

  /** Adjusts positions after so many bytes were removed before the bytes yet to be scanned. */
  shift(count: number): void {
    this.#next -= count;
    this.quote -= count;
    if (this.openUntil > 0) this.openUntil -= count;
  }

  /** Takes a quote for an ordinary character, and continues after it. */
  makePlain(at = this.quote, cells = this.cells): void {
    this.#place = 'plain';
    this.#next = at + 1;
    this.cells = cells;
  }

  /** Makes the record faulty; it ends with the line of this position. */
  fail(fault: string | undefined, at = this.#next): void {
    this.fault = fault;
    this.#place = 'fault';
    this.#next = at;
    this.openUntil = 0;
  }

  /** Makes the record faulty because its last quote is not closed. */
  failOpen(fault: string, openUntil: number): void {
    this.fail(fault, this.quote);
    this.openUntil = openUntil;
  }

  /**
   * The position of the line feed that ends the record; undefined if it has not been found yet.
   *
   * @param start where the record begins
   * @param offset the position of the bytes in the input, for messages
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
        const end = this.#skipCells(bytes, { start, limit, offset });
        if (end !== undefined) return end;
      } else if (this.#place === 'in quotes') {
        const end = bytes.indexOf(quote, this.#next);
        const isFound = end !== -1 && end < limit;
        if (isFound) this.#place = 'quote';
        this.#next = isFound ? end + 1 : limit;
      } else this.#inspectQuote(bytes, offset);
    }
  }

  /** Skips cells without quotes. Returns where the record ends, if it does. */
  #skipCells(
    bytes: Buffer,
    { start, limit, offset }: { readonly start: number; limit: number; offset: number },
  ): number | undefined {
    const [kinds, delimiter] = [this.#kinds, this.#delimiter];
    for (let at = this.#next; at < limit; at += 1) {
      const byte = bytes[at] as number;
      // Letters and digits, which are most of the bytes, do not matter here.
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
        this.fail(describeMisplacedQuote(offset + at), at);
        return undefined;
      }
    }
    this.#next = limit;
    return undefined;
  }

  /** Inspects what follows the quote that closes a cell, unless it is the first of a doubled quote. */
  #inspectQuote(bytes: Buffer, offset: number): void {
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
      this.#rejectQuote(bytes, at, offset);
      return;
    }
    this.#next = at + 1;
  }

  /** Handles a quote that does not close its cell because of what follows at this position. */
  #rejectQuote(bytes: Buffer, at: number, offset: number): void {
    if (this.#hasPlainQuotes) this.makePlain();
    else if (bytes.subarray(this.quote, at).includes(lineFeed)) {
      this.failOpen(describeUnclosedQuote(offset + this.quote, 'where a cell ends'), at);
    } else this.fail(describeMisplacedQuote(offset + at), at);
  }
}

/** Describes a misplaced quote, as a predicate of the row. */
const describeMisplacedQuote = (at: number) =>
  `has a quote near byte ${at} that neither begins nor ends a cell; to put a quote in a cell, double it and quote the cell`;

/** Describes an unclosed quote, as a predicate of the row. */
export const describeUnclosedQuote = (at: number, where: string) =>
  `has a quote that opens at byte ${at} and is not closed ${where}`;
