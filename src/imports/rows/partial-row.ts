/** The most bytes that a row may have. */
export const maxRowBytes = 16 * 1024 * 1024;

/** How many bytes of a longer row are kept, for who looks for it. */
export const keptBytes = 1_000;

/** A row of which only a beginning has come. It takes no more memory than the longest row allowed. */
export class PartialRow {
  #parts: Buffer[] = [];
  #length = 0;

  /** How many bytes have come, kept or not. */
  get length(): number {
    return this.#length;
  }

  add(part: Buffer): void {
    const wasKept = this.#length <= maxRowBytes;
    this.#length += part.length;
    if (!wasKept) return;
    this.#parts.push(part);
    if (this.#length > maxRowBytes) {
      this.#parts = [Buffer.concat(this.#parts, keptBytes)];
    }
  }

  /** The row; of one that is too long, its beginning. There is none afterwards. */
  take(): { readonly bytes: Buffer; readonly length: number } {
    const row = { bytes: Buffer.concat(this.#parts), length: this.#length };
    this.#parts = [];
    this.#length = 0;
    return row;
  }
}
