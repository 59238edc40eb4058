/** A buffer that grows as it is written to. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafeSlow(1 << 16);
  #length = 0;

  /** Makes room for some bytes, and returns the buffer and the position at which to write them. */
  reserve(count: number): { readonly bytes: Buffer; readonly at: number } {
    const at = this.#length;
    if (at + count > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (at + count));
      this.#bytes.copy(larger, 0, 0, at);
      this.#bytes = larger;
    }
    return { bytes: this.#bytes, at };
  }

  /** Ends a write that {@link reserve} began, at a position of the buffer. */
  endAt(position: number): void {
    this.#length = position;
  }

  /** Returns a copy of what was written, and starts again. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }
}
