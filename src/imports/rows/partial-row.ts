import { truncatedLength } from '../normalise/truncate-item.js';

/** The maximum size of a row, in bytes. */
export const maxRowBytes = 16 * 1024 * 1024;

const nothing = Buffer.alloc(0);

/** A row that has not arrived completely. It takes no more memory than the longest allowed row. */
export class PartialRow {
  #parts: Buffer[] = [];
  #length = 0;

  /** How many bytes have arrived, including those that were discarded. */
  get length(): number {
    return this.#length;
  }

  add(part: Buffer): void {
    const wasKept = this.#length <= maxRowBytes;
    this.#length += part.length;
    if (!wasKept) return;
    this.#parts.push(part);
    if (this.#length > maxRowBytes) {
      this.#parts = [Buffer.concat(this.#parts, truncatedLength)];
    }
  }

  /**
   * Takes the row, completed by its last part; of one that is too long, its beginning. It is empty
   * afterwards.
   */
  take(last: Buffer = nothing): { readonly bytes: Buffer; readonly length: number } {
    // Nearly every row arrives in one part and need not be copied.
    if (this.#length === 0) return { bytes: last, length: last.length };
    this.add(last);
    const row = { bytes: Buffer.concat(this.#parts), length: this.#length };
    this.#parts = [];
    this.#length = 0;
    return row;
  }
}
