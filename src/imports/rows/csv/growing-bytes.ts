/**
 * Appends bytes to what is left of a buffer, as often as needed, in time that is not quadratic in the
 * length.
 */
export class GrowingBytes {
  #room: Buffer = Buffer.alloc(0);

  /**
   * @param rest the end of what this returned last, or other bytes
   * @returns both together, valid until the next call
   */
  join(rest: Buffer, bytes: Buffer): Buffer {
    if (rest.length === 0) {
      this.#room = Buffer.alloc(0);
      return bytes;
    }
    const length = rest.length + bytes.length;
    let from = rest.buffer === this.#room.buffer ? rest.byteOffset - this.#room.byteOffset : -1;
    if (from === -1 || from + length > this.#room.length) {
      if (2 * rest.length > this.#room.length || length > this.#room.length) {
        this.#room = Buffer.allocUnsafeSlow(2 * length);
      }
      // Source and destination may overlap.
      rest.copy(this.#room);
      from = 0;
    }
    bytes.copy(this.#room, from + rest.length);
    return this.#room.subarray(from, from + length);
  }
}
