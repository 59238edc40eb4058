import { InputError } from '../../../errors/input-error.js';
import { truncatedLength } from '../../normalise/truncate-item.js';
import type { ByteChunk } from '../input/byte-chunks.js';
import { maxRowBytes } from '../partial-row.js';
import type { RowShape } from '../row-shape.js';
import { type CsvDialect, CsvScanner, describeUnclosedQuote } from './csv-scanner.js';
import { GrowingBytes } from './growing-bytes.js';
import { findRowBehind, findStrayQuote, type StrayQuote } from './swallowed-rows.js';

/** A record of CSV. */
export interface CsvRecord {
  /** Without its line feed; of one that is too long, the beginning. */
  readonly bytes: Buffer;
  /** Its length in bytes, including those that were discarded. */
  readonly length: number;
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** Whether it ends with the input, without a line feed. */
  readonly isOpen: boolean;
  /** The number of its cells, if it has no fault. */
  readonly cells: number;
  /** What is wrong with it, as a predicate of "The row on line …". */
  readonly fault: string | undefined;
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/**
 * Splits CSV into records. A misplaced or unclosed quote makes its record faulty, and ends it with its
 * line; reading resumes with the next line. The same applies to a quote followed by lines that are rows,
 * see {@link findStrayQuote}. In TSV, such a quote is an ordinary character.
 */
export class CsvRecords {
  #shape: RowShape | undefined;
  readonly #hasPlainQuotes: boolean;
  readonly #scanner: CsvScanner;
  readonly #growing = new GrowingBytes();
  #bytes: Buffer = Buffer.alloc(0);
  /** The position of the first of the bytes in the input. */
  #at = 0;
  #hasEnded = false;
  /** Where the incomplete record begins. */
  #start = 0;
  #line = 1;
  /** Where the last record began. */
  #previous = { start: 0, line: 1 };
  /** How many bytes and lines of the record were dropped because it is too long. */
  #dropped = { bytes: 0, lines: 0 };

  constructor(dialect: CsvDialect) {
    this.#hasPlainQuotes = dialect.hasPlainQuotes;
    this.#scanner = new CsvScanner(dialect);
  }

  /** How many bytes of the input had been read when the last record was complete. */
  get read(): number {
    return this.#at + this.#start;
  }

  /** Takes the next chunk of the input. */
  add({ bytes, at }: ByteChunk): void {
    const rest = this.#bytes.subarray(this.#start);
    this.#bytes = this.#growing.join(rest, bytes);
    this.#at = at - rest.length;
    this.#scanner.shift(this.#start);
    this.#start = 0;
  }

  /** Ends the input. */
  end(): void {
    this.#hasEnded = true;
  }

  /**
   * The next complete record; undefined if there is none yet. Throws an `InputError` if the input ends in
   * the middle of a cell.
   */
  next(): CsvRecord | undefined {
    for (;;) {
      const end =
        this.#scanner.findEnd(this.#bytes, this.#start, this.#at) ?? this.#findEndOfInput();
      if (end === undefined) {
        if (this.#rereads()) continue;
        return undefined;
      }
      if (this.#endOfOpen() === 'not arrived') return undefined;
      const stray = this.#strayQuote(end);
      const record = stray === undefined ? this.#complete(end) : this.#endBeforeRows(stray);
      if (record !== undefined) return record;
    }
  }

  /** The bytes after the last record that have arrived, up to `maxBytes`. */
  peekAhead(maxBytes: number): Buffer {
    return this.#bytes.subarray(this.#start, this.#start + maxBytes);
  }

  /**
   * Sets the shape of rows, as given by the last record, the header. Returns whether the header will be
   * read again because a quote in it has swallowed rows.
   */
  learnShape(shape: RowShape, { bytes, fault }: CsvRecord): boolean {
    this.#shape = shape;
    if (fault !== undefined || !bytes.includes(lineFeed)) return false;
    if (findStrayQuote(bytes, shape, true) === undefined) return false;
    this.#start = this.#previous.start;
    this.#line = this.#previous.line;
    this.#scanner.begin(this.#start);
    return true;
  }

  /** The end of a record without a line feed; undefined if it may continue, or there is none. */
  #findEndOfInput(): number | undefined {
    const isRest = this.#hasEnded && this.#start < this.#bytes.length && !this.#isTooLong;
    return isRest && !this.#scanner.isInQuotes ? this.#bytes.length : undefined;
  }

  get #isTooLong(): boolean {
    return this.#bytes.length - this.#start > maxRowBytes;
  }

  /** Whether to look for the end of the record again, now that it is read differently. */
  #rereads(): boolean {
    const scanner = this.#scanner;
    if (this.#isTooLong) {
      if (scanner.isInCell && this.#leaveOpen(`within ${maxRowBytes} bytes`)) return true;
      if (scanner.isFaulty) this.#drop();
      else scanner.fail(undefined);
      return true;
    }
    if (!this.#hasEnded || !scanner.isInQuotes) return false;
    const end = this.#at + this.#bytes.length;
    if (this.#leaveOpen(`before the input ends at byte ${end}`)) return true;
    throw new InputError(
      `The input is cut off: it ends at byte ${end} in a cell of line ${this.#line} whose quote opens at byte ${this.#at + scanner.quote}.`,
    );
  }

  /** Stops looking for the quote that closes a cell. Returns whether the line of that cell is complete. */
  #leaveOpen(where: string): boolean {
    const { quote } = this.#scanner;
    const isWhole = this.#hasPlainQuotes || this.#bytes.includes(lineFeed, quote);
    // Independent of where the chunks end.
    const until = Math.min(this.#start + maxRowBytes, this.#bytes.length);
    if (this.#hasPlainQuotes) this.#scanner.makePlain();
    else if (isWhole) this.#scanner.failOpen(describeUnclosedQuote(this.#at + quote, where), until);
    return isWhole;
  }

  #strayQuote(end: number): StrayQuote | undefined {
    if (this.#shape === undefined || this.#dropped.bytes > 0) return undefined;
    const { quote, cells, isFaulty } = this.#scanner;
    const feed = this.#bytes.indexOf(lineFeed, this.#start);
    // Nearly all records are a single line.
    if (feed !== -1 && feed < end) {
      const record = this.#bytes.subarray(this.#start, end);
      const isSound = !isFaulty && hasCells(record, cells, this.#shape);
      const stray = findStrayQuote(record, this.#shape, isSound);
      if (stray !== undefined) return stray;
    }
    const endOfOpen = this.#endOfOpen();
    if (typeof endOfOpen !== 'number') return undefined;
    const at = quote - this.#start;
    const rowAt = findRowBehind(this.#bytes.subarray(this.#start, endOfOpen), at, this.#shape);
    return rowAt === undefined ? undefined : { at, cells, rowAt };
  }

  /**
   * The end of the line up to which a quote is not closed, and which may be a row; undefined if the record
   * has no such fault.
   */
  #endOfOpen(): number | 'not arrived' | undefined {
    const { openUntil } = this.#scanner;
    if (openUntil === 0) return undefined;
    const limit = this.#start + maxRowBytes;
    const feed = this.#bytes.indexOf(lineFeed, openUntil);
    if (feed !== -1 && feed <= limit) return feed;
    if (this.#bytes.length > limit) return limit;
    return this.#hasEnded ? this.#bytes.length : 'not arrived';
  }

  /** The record before the rows that a quote has swallowed; undefined if its end is yet to be found. */
  #endBeforeRows({ at, cells, rowAt }: StrayQuote): CsvRecord | undefined {
    const [quote, row] = [this.#start + at, this.#start + rowAt];
    if (this.#hasPlainQuotes) {
      this.#scanner.makePlain(quote, cells);
      return undefined;
    }
    const line = this.#line + countLines(this.#bytes, this.#start, row);
    const where = `before line ${line}, which is a row`;
    this.#scanner.fail(describeUnclosedQuote(this.#at + quote, where));
    return this.#complete(row - 1);
  }

  /** Ends the record and returns it, unless it is blank. */
  #complete(end: number): CsvRecord | undefined {
    const [bytes, start, line] = [this.#bytes, this.#start, this.#line];
    const { cells, fault } = this.#scanner;
    const length = end - start + this.#dropped.bytes;
    const kept = bytes.subarray(start, length > maxRowBytes ? start + truncatedLength : end);
    this.#line += this.#dropped.lines + countLines(bytes, start, end + 1);
    this.#previous = { start, line };
    this.#start = Math.min(end + 1, bytes.length);
    this.#dropped = { bytes: 0, lines: 0 };
    this.#scanner.begin(this.#start);
    if (isBlank(kept)) return undefined;
    return { bytes: kept, length, line, isOpen: end === bytes.length, cells, fault };
  }

  /** Keeps the beginning of a line that is too long, and discards the rest. */
  #drop(): void {
    const [bytes, to] = [this.#bytes, this.#start + truncatedLength];
    this.#dropped.bytes += bytes.length - to;
    this.#dropped.lines += countLines(bytes, to, bytes.length);
    this.#bytes = bytes.subarray(0, to);
    this.#scanner.fail(undefined, to);
  }
}

/** Whether a record has as many cells as there are columns, apart from trailing delimiters. */
function hasCells(record: Buffer, cells: number, { count, delimiter }: RowShape): boolean {
  let at = record.length - 1;
  while (record[at] === carriageReturn) at -= 1;
  let tooMany = cells - count;
  for (; tooMany > 0 && record[at] === delimiter.charCodeAt(0); at -= 1) tooMany -= 1;
  return tooMany === 0;
}

/** Counts line feeds. */
function countLines(bytes: Buffer, from: number, to: number): number {
  const first = bytes.indexOf(lineFeed, from);
  if (first === -1 || first >= to) return 0;
  let count = 1;
  for (let at = first + 1; at < to; at += 1) if (bytes[at] === lineFeed) count += 1;
  return count;
}

const isBlank = (bytes: Buffer) =>
  bytes.length === 0 ||
  (bytes[0] === carriageReturn && bytes.every((byte) => byte === carriageReturn));
