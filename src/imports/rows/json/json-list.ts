import { InputError } from '../../../errors/input-error.js';
import { pluralize } from '../../../text/pluralize.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import type { ByteChunk } from '../input/byte-chunks.js';
import { maxRowBytes, PartialRow } from '../partial-row.js';
import { rejectTooLong } from '../row-fault.js';
import { createListFault, expected, type Place } from './json-list-fault.js';
import type { RowReader } from './json-row.js';
import { ListPath } from './list-path.js';
import { ValueScanner } from './value-scanner.js';

const [lineFeed, closesObject, closesList] = [0x0a, 0x7d, 0x5d];

// What follows an item on its line: a comma, or the end of the list and of the object around it.
const maxEndingLength = 50;
const lineEnding = /(?:,|(?<=\}\s*)\]\s*\}?)?\s*$/;

/** Where the list of items is. */
export interface ListPlace {
  /** Its path in the object around it. */
  readonly path?: string | undefined;
  /** Whether there is no list, but objects that follow one another. */
  readonly isSequence?: boolean;
  /** Which lists the object is known to have, for messages. */
  readonly lists?: readonly string[] | undefined;
}

/**
 * Splits a JSON list, or an object that has the list as `items`, into its items. Superfluous commas are
 * skipped. If there are several members `items`, all are read, so that nothing is lost.
 * An item with a missing or extra quote ends with its line, and the next one begins after it.
 */
export class JsonList {
  readonly #readRow: RowReader;
  /** Whether items follow one another without a list around them. */
  readonly #isSequence: boolean;
  readonly #scanner: ValueScanner;
  readonly #path: ListPath;
  readonly #partial = new PartialRow();
  #place: Place = 'start';
  #isInObject = false;
  #hasItems = false;
  /** Whether an item was broken off at the end of its line. */
  #isBroken = false;
  #name = '';
  /** How many items are complete. */
  #count = 0;
  #itemLine = 1;
  #itemAt = 0;
  #items: ReceivedItem[] = [];
  #bytes = 0;

  constructor(readRow: RowReader, { path, isSequence = false, lists = [] }: ListPlace = {}) {
    this.#readRow = readRow;
    this.#isSequence = isSequence;
    this.#scanner = new ValueScanner(isSequence);
    this.#path = new ListPath(path, lists);
    if (isSequence) this.#place = 'between items';
  }

  /** Reads a chunk. Throws an `InputError` at the first byte that cannot belong to a list of items. */
  add(chunk: ByteChunk): void {
    const { bytes } = chunk;
    let from = 0;
    while (from < bytes.length) {
      if (this.#place === 'in an item') from = this.#readItem(chunk, from);
      else if (this.#place === 'in a value') from = this.#skipValue(bytes, from);
      else if (this.#place === 'in a name') from = this.#readName(bytes, from);
      else from = this.#token(chunk, from);
    }
  }

  /** Takes the items completed since the last call, with the number of bytes read so far. */
  take(): { readonly items: readonly ReceivedItem[]; readonly bytes: number } {
    const items = this.#items;
    this.#items = [];
    return { items, bytes: this.#bytes };
  }

  /** Ends the input at a byte. Throws an `InputError` if it is incomplete. */
  end(at: number): void {
    if (this.#place === 'end' || (this.#isSequence && this.#place === 'between items')) return;
    if (this.#place === 'start') throw new InputError(`The input is empty; ${expected}.`);
    if (this.#place === 'in an item') {
      if (this.#scanner.isOpen || this.#partial.length > maxRowBytes) {
        throw new InputError(
          `The input is cut off: it ends at byte ${at} in the middle of item ${this.#count}, which begins at byte ${this.#itemAt} (line ${this.#itemLine}).`,
        );
      }
      this.#complete(Buffer.alloc(0), at);
      if (this.#isSequence) return;
    }
    throw new InputError(
      `The input is cut off: it ends at byte ${at}, after ${pluralize(this.#count, 'complete item')} and before its closing bracket.`,
    );
  }

  /** Reads a byte outside values and names, and the white space before it. */
  #token(chunk: ByteChunk, start: number): number {
    const from = this.#scanner.skipSpace(chunk.bytes, start);
    if (from === chunk.bytes.length) return from;
    const byte = String.fromCharCode(chunk.bytes[from] ?? 0);
    const place = this.#place;
    if (place === 'between items') return this.#betweenItems(byte, chunk, from);
    const next = this.#nextPlace(place, byte);
    if (next !== undefined) {
      this.#place = next;
      // The first byte of a value belongs to it.
      return next === 'in a value' ? from : from + 1;
    }
    if (!this.#isBroken) {
      const rest = chunk.bytes.subarray(from, from + 100);
      throw createListFault(place, rest, {
        at: chunk.at + from,
        line: this.#scanner.line,
        lists: this.#path.lists,
        path: this.#path.path,
      });
    }
    // The bracket that closed the list belonged to the item that was broken off.
    this.#place = 'between items';
    return from;
  }

  #betweenItems(byte: string, { at }: ByteChunk, from: number): number {
    if (byte === ',') return from + 1;
    if (byte === ']' && this.#isSequence) return from + 1;
    if (byte === ']') {
      this.#place = this.#isInObject ? 'after the items' : 'end';
      return from + 1;
    }
    this.#place = 'in an item';
    this.#itemLine = this.#scanner.line;
    this.#itemAt = at + from;
    return from;
  }

  /** The place after a byte other than white space; undefined if the byte is not allowed there. */
  #nextPlace(place: Place, byte: string): Place | undefined {
    if (place === 'start') {
      this.#isInObject = byte === '{';
      if (byte === '[') return 'between items';
      return byte === '{' ? 'between members' : undefined;
    }
    if (place === 'between members' || place === 'after the items') {
      if (byte === '}') return this.#leaveObject(place);
      if (byte === ',') return 'between members';
      if (byte !== '"' || place === 'after the items') return undefined;
      this.#name = '';
      return 'in a name';
    }
    if (place === 'after a name') return byte === ':' ? 'before a value' : undefined;
    if (place === 'end') return undefined;
    return this.#beginValue(byte);
  }

  #leaveObject(place: Place): Place | undefined {
    if (this.#path.leave()) return place;
    return this.#hasItems ? 'end' : undefined;
  }

  #beginValue(byte: string): Place | undefined {
    switch (this.#path.follow(this.#name, byte)) {
      case 'list':
        this.#hasItems = true;
        return 'between items';
      case 'object on the way':
        return 'between members';
      case 'other':
        return 'in a value';
      case 'misplaced':
        return undefined;
    }
  }

  #readName(bytes: Buffer, from: number): number {
    const end = bytes.indexOf('"', from);
    const part = bytes.toString('latin1', from, end === -1 ? bytes.length : end);
    this.#name = (this.#name + part).slice(-this.#path.keptNameLength);
    if (end === -1) return bytes.length;
    const [escapes = ''] = /\\*$/.exec(this.#name) ?? [];
    if (escapes.length % 2 === 1) this.#name += '"';
    else this.#place = 'after a name';
    return end + 1;
  }

  #skipValue(bytes: Buffer, from: number): number {
    const end = this.#scanner.find(bytes, from);
    if (end === -1) return bytes.length;
    // A closing bracket of a list that was not opened is assumed to belong to the value.
    if (bytes[end] === 0x5d) return end + 1;
    this.#place = 'between members';
    return end;
  }

  #readItem({ bytes, at }: ByteChunk, from: number): number {
    const end = this.#scanner.find(bytes, from);
    const isClosing =
      bytes[end] === closesObject || (this.#isSequence && bytes[end] === closesList);
    const isMore = end === -1 || (isClosing && !this.#isSequence);
    const to = end === -1 ? bytes.length : end + 1;
    if (isMore) {
      this.#partial.add(bytes.subarray(from, to));
      return to;
    }
    this.#place = 'between items';
    if (this.#isSequence && isClosing) {
      this.#complete(bytes.subarray(from, to), at + to);
      return to;
    }
    if (bytes[end] === lineFeed) this.#breakOff(bytes.subarray(from, end), at + end);
    else this.#complete(bytes.subarray(from, end), at + end);
    return end;
  }

  /**
   * Completes an item with a line feed in a string, which JSON does not allow: it has a stray quote,
   * after which strings were taken for structure and vice versa. So the end of the line is inspected again.
   */
  #breakOff(bytes: Buffer, at: number): void {
    this.#isBroken = true;
    const row = this.#partial.take(bytes);
    const isKept = row.bytes.length === row.length;
    const [ending = ''] = isKept
      ? (lineEnding.exec(row.bytes.toString('latin1', row.bytes.length - maxEndingLength)) ?? [])
      : [];
    this.#push({ ...row, bytes: row.bytes.subarray(0, row.bytes.length - ending.length) }, at);
    // If all items are on one line, the misread part contains more of them than this one.
    if (!ending.startsWith(']') || this.#itemLine === 1) return;
    this.#place = this.#isInObject && !ending.includes('}') ? 'after the items' : 'end';
  }

  #complete(bytes: Buffer, at: number): void {
    this.#push(this.#partial.take(bytes), at);
  }

  #push({ bytes, length }: { readonly bytes: Buffer; readonly length: number }, at: number): void {
    const item =
      length > maxRowBytes
        ? rejectTooLong(bytes, length, this.#itemLine)
        : this.#readRow(bytes, this.#itemLine);
    if (item !== undefined) this.#items.push(item);
    this.#count += 1;
    this.#bytes = at;
  }
}
