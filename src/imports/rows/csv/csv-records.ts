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
  /** Without the line feed that ends it; of one that is too long, the beginning. */
  readonly bytes: Buffer;
  /** How many bytes it has, kept or not. */
  readonly length: number;
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** Whether no line feed ends it, as the input does. */
  readonly isOpen: boolean;
  /** How many cells it has, if nothing is wrong with it. */
  readonly cells: number;
  /** What is wrong with it, said of the row. */
  readonly fault: string | undefined;
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/**
 * Cuts CSV into records. A quote where none may be, or one that nothing closes, makes a faulty record that
 * ends with its line: what follows is read as if that line were not there. So it is with a quote behind
 * which lines are rows, see {@link findStrayQuote}. In TSV such a quote is a character.
 */
export class CsvRecords {
  #shape: RowShape | undefined;
  readonly #hasPlainQuotes: boolean;
  readonly #scanner: CsvScanner;
  readonly #growing = new GrowingBytes();
  #bytes: Buffer = Buffer.alloc(0);
  /** The place in the input of the first of the bytes. */
  #at = 0;
  #hasEnded = false;
  /** Where the record begins that is not complete. */
  #start = 0;
  #line = 1;
  /** Where the last record began. */
  #before = { start: 0, line: 1 };
  /** How many bytes and lines of the record were left out, as it is too long. */
  #dropped = { bytes: 0, lines: 0 };

  constructor(dialect: CsvDialect) {
    this.#hasPlainQuotes = dialect.hasPlainQuotes;
    this.#scanner = new CsvScanner(dialect);
  }

  /** How many bytes of the input were read when the last record was complete. */
  get read(): number {
    return this.#at + this.#start;
  }

  /** Takes the next piece of the text. */
  add({ bytes, at }: ByteChunk): void {
    const rest = this.#bytes.subarray(this.#start);
    this.#bytes = this.#growing.join(rest, bytes);
    this.#at = at - rest.length;
    this.#scanner.shift(this.#start);
    this.#start = 0;
  }

  /** Says that the text has ended. */
  end(): void {
    this.#hasEnded = true;
  }

  /**
   * The next record that is complete; undefined where there is none yet. Throws an `InputError` where the
   * text ends in the middle of a cell.
   */
  next(): CsvRecord | undefined {
    for (;;) {
      const end = this.#scanner.findEnd(this.#bytes, this.#start, this.#at) ?? this.#endOfText();
      if (end === undefined) {
        if (this.#goesOn()) continue;
        return undefined;
      }
      if (this.#endOfOpen() === 'not come') return undefined;
      const stray = this.#strayQuote(end);
      const record = stray === undefined ? this.#complete(end) : this.#makeStray(stray);
      if (record !== undefined) return record;
    }
  }

  /** What has come behind the last record, up to so many bytes. */
  behind(most: number): Buffer {
    return this.#bytes.subarray(this.#start, this.#start + most);
  }

  /**
   * Says how rows look, as the last record tells, which is the header. Returns whether that comes once
   * more, as a quote in it has swallowed rows.
   */
  know(shape: RowShape, { bytes, fault }: CsvRecord): boolean {
    this.#shape = shape;
    if (fault !== undefined || !bytes.includes(lineFeed)) return false;
    if (findStrayQuote(bytes, shape, true) === undefined) return false;
    this.#start = this.#before.start;
    this.#line = this.#before.line;
    this.#scanner.begin(this.#start);
    return true;
  }

  /** Where the record ends that no line feed ends; undefined where it may go on, or there is none. */
  #endOfText(): number | undefined {
    const isRest = this.#hasEnded && this.#start < this.#bytes.length && !this.#isTooLong;
    return isRest && !this.#scanner.isInQuotes ? this.#bytes.length : undefined;
  }

  get #isTooLong(): boolean {
    return this.#bytes.length - this.#start > maxRowBytes;
  }

  /** Whether to look for the end of the record once more, now that it is seen as another one. */
  #goesOn(): boolean {
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

  /** Gives up to look for the quote that closes a cell. Returns whether the line of that cell is whole. */
  #leaveOpen(where: string): boolean {
    const { quote } = this.#scanner;
    const isWhole = this.#hasPlainQuotes || this.#bytes.includes(lineFeed, quote);
    // Wherever the pieces end.
    const until = Math.min(this.#start + maxRowBytes, this.#bytes.length);
    if (this.#hasPlainQuotes) this.#scanner.makePlain();
    else if (isWhole) this.#scanner.failOpen(describeUnclosedQuote(this.#at + quote, where), until);
    return isWhole;
  }

  #strayQuote(end: number): StrayQuote | undefined {
    if (this.#shape === undefined || this.#dropped.bytes > 0) return undefined;
    const { quote, cells, isFaulty } = this.#scanner;
    const feed = this.#bytes.indexOf(lineFeed, this.#start);
    // Nearly all records have a single line.
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
   * Where the line ends up to which a quote is not closed, which may be a row; undefined where it is not
   * that that is wrong.
   */
  #endOfOpen(): number | 'not come' | undefined {
    const { openUntil } = this.#scanner;
    if (openUntil === 0) return undefined;
    const limit = this.#start + maxRowBytes;
    const feed = this.#bytes.indexOf(lineFeed, openUntil);
    if (feed !== -1 && feed <= limit) return feed;
    if (this.#bytes.length > limit) return limit;
    return this.#hasEnded ? this.#bytes.length : 'not come';
  }

  /** The record that ends before the rows which a quote has swallowed; undefined where it has yet to be found. */
  #makeStray({ at, cells, rowAt }: StrayQuote): CsvRecord | undefined {
    const [quote, row] = [this.#start + at, this.#start + rowAt];
    if (this.#hasPlainQuotes) {
      this.#scanner.makePlain(quote, cells);
      return undefined;
    }
    const line = this.#line + linesIn(this.#bytes, this.#start, row);
    const where = `before line ${line}, which is a row`;
    this.#scanner.fail(describeUnclosedQuote(this.#at + quote, where));
    return this.#complete(row - 1);
  }

  /** Ends the record, and returns it unless it is blank. */
  #complete(end: number): CsvRecord | undefined {
    const [bytes, start, line] = [this.#bytes, this.#start, this.#line];
    const { cells, fault } = this.#scanner;
    const length = end - start + this.#dropped.bytes;
    const kept = bytes.subarray(start, length > maxRowBytes ? start + truncatedLength : end);
    this.#line += this.#dropped.lines + linesIn(bytes, start, end + 1);
    this.#before = { start, line };
    this.#start = Math.min(end + 1, bytes.length);
    this.#dropped = { bytes: 0, lines: 0 };
    this.#scanner.begin(this.#start);
    if (isBlank(kept)) return undefined;
    return { bytes: kept, length, line, isOpen: end === bytes.length, cells, fault };
  }

  /** Keeps the beginning of a line that is too long, and passes over the rest. */
  #drop(): void {
    const [bytes, to] = [this.#bytes, this.#start + truncatedLength];
    this.#dropped.bytes += bytes.length - to;
    this.#dropped.lines += linesIn(bytes, to, bytes.length);
    this.#bytes = bytes.subarray(0, to);
    this.#scanner.fail(undefined, to);
  }
}

/** Whether a record has as many cells as there are columns, and else nothing but delimiters at its end. */
function hasCells(record: Buffer, cells: number, { count, delimiter }: RowShape): boolean {
  let at = record.length - 1;
  while (record[at] === carriageReturn) at -= 1;
  let tooMany = cells - count;
  for (; tooMany > 0 && record[at] === delimiter.charCodeAt(0); at -= 1) tooMany -= 1;
  return tooMany === 0;
}

/** How many line feeds there are. */
function linesIn(bytes: Buffer, from: number, to: number): number {
  const first = bytes.indexOf(lineFeed, from);
  if (first === -1 || first >= to) return 0;
  let count = 1;
  for (let at = first + 1; at < to; at += 1) if (bytes[at] === lineFeed) count += 1;
  return count;
}

const isBlank = (bytes: Buffer) =>
  bytes.length === 0 ||
  (bytes[0] === carriageReturn && bytes.every((byte) => byte === carriageReturn));
