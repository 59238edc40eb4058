import { InputError } from '../../../errors/input-error.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import type { ByteChunk } from '../input/byte-chunks.js';
import { maxRowBytes, PartialRow } from '../partial-row.js';
import { rejectTooLong } from '../row-fault.js';
import { createListFault, expected, type Place } from './json-list-fault.js';
import type { RowReader } from './json-row.js';
import { ValueScanner } from './value-scanner.js';

const [lineFeed, closesObject] = [0x0a, 0x7d];

// What stands behind an item on its line: a comma, or the end of the list and of the object around it.
const mostOfEnding = 50;
const lineEnding = /(?:,|(?<=\}\s*)\]\s*\}?)?\s*$/;

const mostLists = 10;

// A name that is longer is not the one that is looked for.
const keptOfName = 50;

/**
 * Cuts a list of JSON into its items, or an object that has the list as `items`. Commas too many hide
 * no item, and are passed over. Of several members `items`, all are read, so that nothing is lost. An
 * item with a quote too many or too few ends with its line, and the next one begins behind it.
 */
export class JsonList {
  readonly #readRow: RowReader;
  readonly #scanner = new ValueScanner();
  readonly #partial = new PartialRow();
  #place: Place = 'start';
  #isInObject = false;
  #hasItems = false;
  /** Whether an item broke off at the end of its line. */
  #isBroken = false;
  #name = '';
  /** The members of the object around the items that are lists as well. */
  readonly #lists: string[] = [];
  /** How many items are complete. */
  #count = 0;
  #itemLine = 1;
  #itemAt = 0;
  #items: ReceivedItem[] = [];
  #bytes = 0;

  constructor(readRow: RowReader) {
    this.#readRow = readRow;
  }

  /** Reads a piece of the text. Throws an `InputError` at the first byte that makes it none with items. */
  add(piece: ByteChunk): void {
    const { bytes } = piece;
    let from = 0;
    while (from < bytes.length) {
      if (this.#place === 'in an item') from = this.#item(piece, from);
      else if (this.#place === 'in a value') from = this.#value(bytes, from);
      else if (this.#place === 'in a name') from = this.#nameIn(bytes, from);
      else from = this.#token(piece, from);
    }
  }

  /** The items that were completed since the last call, and how many bytes were read for them. */
  take(): { readonly items: readonly ReceivedItem[]; readonly bytes: number } {
    const items = this.#items;
    this.#items = [];
    return { items, bytes: this.#bytes };
  }

  /** Says that the text has ended at a byte. Throws an `InputError` where it is not whole. */
  end(at: number): void {
    if (this.#place === 'end') return;
    if (this.#place === 'start') throw new InputError(`The input is empty; ${expected}.`);
    if (this.#place === 'in an item') {
      if (this.#scanner.isOpen || this.#partial.length > maxRowBytes) {
        throw new InputError(
          `The input is cut off: it ends at byte ${at} in the middle of item ${this.#count}, which begins at byte ${this.#itemAt} (line ${this.#itemLine}).`,
        );
      }
      this.#complete(Buffer.alloc(0), at);
    }
    throw new InputError(
      `The input is cut off: it ends at byte ${at}, after ${this.#count} whole ${this.#count === 1 ? 'item' : 'items'}, and before its last closing bracket.`,
    );
  }

  /** Reads a byte that stands in no value and no name, and the white space before it. */
  #token(piece: ByteChunk, start: number): number {
    const from = this.#scanner.skipSpace(piece.bytes, start);
    if (from === piece.bytes.length) return from;
    const byte = String.fromCharCode(piece.bytes[from] ?? 0);
    const place = this.#place;
    if (place === 'between items') return this.#betweenItems(byte, piece, from);
    const next = this.#next(place, byte);
    if (next !== undefined) {
      this.#place = next;
      // Of a value, the first byte is needed.
      return next === 'in a value' ? from : from + 1;
    }
    if (!this.#isBroken) {
      const rest = piece.bytes.subarray(from, from + 100);
      throw createListFault(place, rest, {
        at: piece.at + from,
        line: this.#scanner.line,
        lists: this.#lists,
      });
    }
    // The bracket that closed the list was one of the item that broke off.
    this.#place = 'between items';
    return from;
  }

  #betweenItems(byte: string, { at }: ByteChunk, from: number): number {
    if (byte === ',') return from + 1;
    if (byte === ']') {
      this.#place = this.#isInObject ? 'after the items' : 'end';
      return from + 1;
    }
    this.#place = 'in an item';
    this.#itemLine = this.#scanner.line;
    this.#itemAt = at + from;
    return from;
  }

  /** The place after a byte that is no white space; undefined where the byte must not stand there. */
  #next(place: Place, byte: string): Place | undefined {
    if (place === 'start') {
      this.#isInObject = byte === '{';
      if (byte === '[') return 'between items';
      return byte === '{' ? 'between members' : undefined;
    }
    if (place === 'between members' || place === 'after the items') {
      if (byte === '}') return this.#hasItems ? 'end' : undefined;
      if (byte === ',') return 'between members';
      if (byte !== '"' || place === 'after the items') return undefined;
      this.#name = '';
      return 'in a name';
    }
    if (place === 'after a name') return byte === ':' ? 'before a value' : undefined;
    if (place === 'end') return undefined;
    if (this.#name !== 'items') {
      if (byte === '[' && this.#lists.length < mostLists) this.#lists.push(this.#name);
      return 'in a value';
    }
    this.#hasItems ||= byte === '[';
    return byte === '[' ? 'between items' : undefined;
  }

  #nameIn(bytes: Buffer, from: number): number {
    const end = bytes.indexOf('"', from);
    const part = bytes.toString('latin1', from, end === -1 ? bytes.length : end);
    this.#name = (this.#name + part).slice(-keptOfName);
    if (end === -1) return bytes.length;
    const [escapes = ''] = /\\*$/.exec(this.#name) ?? [];
    if (escapes.length % 2 === 1) this.#name += '"';
    else this.#place = 'after a name';
    return end + 1;
  }

  #value(bytes: Buffer, from: number): number {
    const end = this.#scanner.find(bytes, from);
    if (end === -1) return bytes.length;
    // A closing bracket of a list that nobody opened belongs to the value, as far as one can say.
    if (bytes[end] === 0x5d) return end + 1;
    this.#place = 'between members';
    return end;
  }

  #item({ bytes, at }: ByteChunk, from: number): number {
    const end = this.#scanner.find(bytes, from);
    const isMore = end === -1 || bytes[end] === closesObject;
    const to = end === -1 ? bytes.length : end + 1;
    if (isMore) {
      this.#partial.add(bytes.subarray(from, to));
      return to;
    }
    this.#place = 'between items';
    if (bytes[end] === lineFeed) this.#breakOff(bytes.subarray(from, end), at + end);
    else this.#complete(bytes.subarray(from, end), at + end);
    return end;
  }

  /**
   * Completes an item in whose text a line ends, which no text of JSON can: one of its quotes is odd, and
   * all behind it was read inside out. So what the line ends with is looked at once more.
   */
  #breakOff(bytes: Buffer, at: number): void {
    this.#isBroken = true;
    const row = this.#partial.take(bytes);
    const isKept = row.bytes.length === row.length;
    const [ending = ''] = isKept
      ? (lineEnding.exec(row.bytes.toString('latin1', row.bytes.length - mostOfEnding)) ?? [])
      : [];
    this.#push({ ...row, bytes: row.bytes.subarray(0, row.bytes.length - ending.length) }, at);
    // On a line with all items, more of them than this one lie in what was read inside out.
    if (!ending.startsWith(']') || this.#itemLine === 1) return;
    this.#place = this.#isInObject && !ending.includes('}') ? 'after the items' : 'end';
  }

  #complete(bytes: Buffer, at: number): void {
    this.#push(this.#partial.take(bytes), at);
  }

  #push({ bytes, length }: { readonly bytes: Buffer; readonly length: number }, at: number): void {
    this.#items.push(
      length > maxRowBytes
        ? rejectTooLong(bytes, length, this.#itemLine)
        : this.#readRow(bytes, this.#itemLine),
    );
    this.#count += 1;
    this.#bytes = at;
  }
}
