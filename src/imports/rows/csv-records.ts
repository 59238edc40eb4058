import { beginningLength } from '../kept-item.js';
import { InputError } from './input-error.js';
import { maxRowBytes } from './partial-row.js';
import type { Piece } from './pieces.js';

/** Where a record of CSV stands in the bytes that come with it. */
export interface CsvRecord {
  readonly start: number;
  /** Where its line feed stands, or the bytes end. */
  readonly end: number;
  readonly line: number;
  /** What is wrong with it, said of the row. */
  readonly fault?: string | undefined;
  /** How many bytes it has, if more than are kept. */
  readonly length?: number | undefined;
}

/** Records, and the bytes in which they stand. */
export interface CsvBlock {
  readonly bytes: Buffer;
  readonly records: readonly CsvRecord[];
  /** How many bytes of the input were read when the last record was complete. */
  readonly read: number;
}

/** What the bytes before the next one are. */
type Place = 'cell start' | 'plain cell' | 'quoted cell' | 'quote' | 'return' | 'fault';

const [quote, lineFeed, carriageReturn] = [0x22, 0x0a, 0x0d];

/**
 * Finds where records of CSV end (RFC 4180). A quote where none may be, or one that nothing closes,
 * makes a faulty record of its line alone: what follows is read as if that line were not there.
 */
export class CsvRecords {
  readonly #delimiter: number;
  #bytes: Buffer = Buffer.alloc(0);
  /** The place in the input of the first of the bytes. */
  #at = 0;
  /** Where the record begins that is not complete, and what of it is still to be looked at. */
  #start = 0;
  #next = 0;
  #line = 1;
  #place: Place = 'cell start';
  #quoteAt = 0;
  #fault: string | undefined;
  /** How many bytes of the record were left out, as it is too long. */
  #dropped = 0;
  #records: CsvRecord[] = [];

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** Reads a piece of the text. */
  add({ bytes, at }: Piece): void {
    const rest = this.#bytes.subarray(this.#start);
    this.#bytes = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    this.#at = at - rest.length;
    this.#next -= this.#start;
    this.#start = 0;
    this.#scan();
  }

  /** The records that were completed since the last call. */
  take(): CsvBlock {
    const records = this.#records;
    this.#records = [];
    return { bytes: this.#bytes, records, read: this.#at + this.#start };
  }

  /** Says that the text has ended. Throws an `InputError` where its last line is not whole. */
  end(): void {
    const end = this.#at + this.#bytes.length;
    while (this.#place === 'quoted cell') {
      const lineEnd = this.#bytes.indexOf(lineFeed, this.#start);
      if (lineEnd === -1) {
        throw new InputError(
          `The input is cut off: it ends at byte ${end} in a cell of line ${this.#line} whose quote opens at byte ${this.#quoteAt}.`,
        );
      }
      this.#complete(lineEnd, this.#unclosed(`before the input ends at byte ${end}`));
      this.#scan();
    }
    if (this.#start < this.#bytes.length) this.#complete(this.#bytes.length, this.#fault);
  }

  #scan(): void {
    for (;;) {
      const end = this.#endOfRecord();
      if (end !== -1) {
        this.#complete(end, this.#fault);
        continue;
      }
      if (this.#bytes.length - this.#start <= maxRowBytes) return;
      const lineEnd = this.#bytes.indexOf(lineFeed, this.#start);
      if (lineEnd === -1) {
        this.#drop();
        return;
      }
      this.#complete(lineEnd, this.#unclosed(`within ${maxRowBytes} bytes`));
    }
  }

  /** Where the line feed stands that ends the record; -1 where it has not come. */
  #endOfRecord(): number {
    const bytes = this.#bytes;
    const delimiter = this.#delimiter;
    let place = this.#place;
    let at = this.#next;
    for (; at < bytes.length; at += 1) {
      if (place === 'quoted cell' || place === 'fault') {
        at = bytes.indexOf(place === 'fault' ? lineFeed : quote, at);
        if (at === -1) at = bytes.length - 1;
        else if (place === 'fault') return at;
        else place = 'quote';
        continue;
      }
      const byte = bytes[at];
      if (byte === lineFeed) return at;
      if (byte === delimiter && place !== 'return') place = 'cell start';
      else if (byte === quote && place === 'quote') place = 'quoted cell';
      else if (byte === quote && place === 'cell start') {
        place = 'quoted cell';
        this.#quoteAt = this.#at + at;
      } else if (byte === carriageReturn && place === 'quote') place = 'return';
      else if (byte === quote || place === 'quote' || place === 'return') {
        this.#fault = this.#misplaced(at);
        place = 'fault';
        // Its line may have ended long ago, if a quote was opened there.
        at = this.#start - 1;
      } else place = 'plain cell';
    }
    this.#place = place;
    this.#next = at;
    return -1;
  }

  #complete(end: number, fault: string | undefined): void {
    const [bytes, start, line] = [this.#bytes, this.#start, this.#line];
    const length = end - start + this.#dropped;
    if (this.#dropped > 0)
      this.#records.push({ start, end: start + beginningLength, line, length });
    else if (length > 1 || (length === 1 && bytes[start] !== carriageReturn)) {
      this.#records.push({ start, end, line, fault });
    }
    for (let at = start - 1; at < end; this.#line += 1) {
      at = bytes.indexOf(lineFeed, at + 1);
      if (at === -1) break;
    }
    this.#start = Math.min(end + 1, bytes.length);
    this.#next = this.#start;
    this.#place = 'cell start';
    this.#fault = undefined;
    this.#dropped = 0;
  }

  /** Keeps the beginning of a line that is too long, and passes over the rest. */
  #drop(): void {
    const kept = this.#start + beginningLength;
    this.#dropped += this.#bytes.length - kept;
    this.#bytes = this.#bytes.subarray(0, kept);
    this.#next = kept;
    this.#place = 'fault';
  }

  #misplaced(at: number): string {
    const lineEnd = this.#bytes.indexOf(lineFeed, this.#start);
    if (lineEnd !== -1 && lineEnd < at) return this.#unclosed('where a cell ends');
    return `has a quote about byte ${this.#at + at} that neither begins nor ends a cell; a quote in a cell is written twice, in a cell with quotes around it`;
  }

  #unclosed = (where: string) =>
    `has a quote that opens at byte ${this.#quoteAt} and is not closed ${where}`;
}
