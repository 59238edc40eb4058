import { InputError } from '../../../errors/input-error.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import type { ByteChunk } from '../input/byte-chunks.js';
import { maxRowBytes, PartialRow } from '../partial-row.js';
import { rejectTooLong } from '../row-fault.js';
import type { RowReader } from './json-row.js';

const [quote, backslash, lineFeed, colon] = [0x22, 0x5c, 0x0a, 0x3a];
const [opensList, closesList, opensObject, closesObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** What an open bracket is: the list of a node's children, a node in one, or anything else. */
type Frame = 'children' | 'node' | 'other';

// Folders are inside one another, and so are values inside a node.
const maxDepth = 1000;

/**
 * Finds the leaves of a tree in JSON, in bytes that arrive in chunks: the objects in lists of that name
 * that have no such list themselves. Everything else is read over, and only the leaf that is being read is
 * kept.
 */
export class JsonTree {
  readonly #partial = new PartialRow();
  readonly #frames: Frame[] = [];
  #items: ReceivedItem[] = [];
  #bytes = 0;
  #line = 1;
  #isInString = false;
  #isEscaped = false;
  /** The string that was read last, or as much of it as matters. */
  #text = '';
  /** The name of the member that is being read. */
  #name = '';
  /** How many frames enclose the node that is being read; 0 if there is none. */
  #nodeDepth = 0;
  #nodeLine = 1;
  #hasEnded = false;

  /** @param children the name of the list of a node's children */
  constructor(
    private readonly readRow: RowReader,
    private readonly children: string,
  ) {}

  /** Reads a chunk. Throws an `InputError` for brackets that do not match, or too many of them. */
  add({ bytes, at: start }: ByteChunk): void {
    let from = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      if (byte === lineFeed) this.#line += 1;
      if (this.#isInString) this.#readString(byte);
      else if (byte === quote) {
        this.#isInString = true;
        this.#text = '';
      } else if (byte === colon) this.#name = this.#text;
      else if (byte === opensObject || byte === opensList) {
        if (this.#open(byte, start + at)) from = at;
      } else if (byte === closesObject || byte === closesList) {
        const isLeaf = this.#close(byte, start + at);
        if (isLeaf) this.#complete(bytes.subarray(from, at + 1), start + at + 1);
      }
    }
    if (this.#nodeDepth > 0) this.#partial.add(bytes.subarray(from));
  }

  /** Takes the items completed since the last call, with the number of bytes read so far. */
  take(): { readonly items: readonly ReceivedItem[]; readonly bytes: number } {
    const items = this.#items;
    this.#items = [];
    return { items, bytes: this.#bytes };
  }

  /** Ends the input at a byte. Throws an `InputError` if it is incomplete. */
  end(at: number): void {
    if (this.#hasEnded && this.#frames.length === 0) return;
    throw new InputError(
      `The input is cut off: it ends at byte ${at} before its last closing bracket.`,
    );
  }

  #readString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === quote) this.#isInString = false;
    else if (byte === backslash) this.#isEscaped = true;
    if (this.#isInString && this.#text.length <= this.children.length) {
      this.#text += String.fromCharCode(byte);
    }
  }

  /** Opens a bracket. Returns whether it begins a node. */
  #open(byte: number, at: number): boolean {
    if (this.#hasEnded || this.#frames.length === maxDepth) {
      throw new InputError(
        this.#hasEnded
          ? `The tree ends, but another one follows at byte ${at} (line ${this.#line}); only one is read.`
          : `The bracket at byte ${at} (line ${this.#line}) is inside ${maxDepth} others, the maximum.`,
      );
    }
    const isInside = this.#nodeDepth > 0 && this.#frames.length > this.#nodeDepth;
    const isNode = byte === opensObject && !isInside && this.#frames.at(-1) === 'children';
    const isList = byte === opensList && !isInside && this.#name === this.children;
    this.#frames.push(isNode ? 'node' : isList ? 'children' : 'other');
    this.#name = '';
    if (isList) this.#leaveNode();
    if (!isNode) return false;
    this.#nodeDepth = this.#frames.length;
    this.#nodeLine = this.#line;
    return true;
  }

  /** A node with children is a folder. */
  #leaveNode(): void {
    this.#partial.take();
    this.#nodeDepth = 0;
  }

  /** Closes a bracket. Returns whether it ends a leaf. */
  #close(byte: number, at: number): boolean {
    const depth = this.#frames.length;
    const frame = this.#frames.pop();
    const isOther =
      frame === undefined || (frame !== 'other' && (frame === 'node') !== (byte === closesObject));
    if (isOther) {
      throw new InputError(
        `The input has the bracket "${String.fromCharCode(byte)}" at byte ${at} (line ${this.#line}), which was not opened.`,
      );
    }
    this.#hasEnded = depth === 1;
    return depth === this.#nodeDepth;
  }

  #complete(last: Buffer, at: number): void {
    const { bytes, length } = this.#partial.take(last);
    this.#nodeDepth = 0;
    this.#bytes = at;
    const item =
      length > maxRowBytes
        ? rejectTooLong(bytes, length, this.#nodeLine)
        : this.readRow(bytes, this.#nodeLine);
    if (item !== undefined) this.#items.push(item);
  }
}
