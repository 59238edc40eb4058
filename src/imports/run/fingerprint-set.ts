// Together 64 bits of a hash: among 10 million rows, two different ones collide in one of 370,000 imports.
const wordsPerSlot = 2;
const maxFill = 0.6;

/**
 * Remembers which fingerprints were seen, in 13 to 27 bytes each. Only their first 8 bytes count,
 * which is exact enough for counting, but not for storing.
 */
export class FingerprintSet {
  #slots = new Uint32Array(1024 * wordsPerSlot);
  #size = 0;

  /** Adds a fingerprint of at least 8 bytes. Returns whether it is new. */
  add(fingerprint: Buffer): boolean {
    const high = fingerprint.readUInt32LE(4);
    // Two zeros mark a free slot.
    const low = fingerprint.readUInt32LE(0) || 1;
    if (!this.#put(low, high)) return false;
    this.#size += 1;
    if (this.#size * wordsPerSlot > this.#slots.length * maxFill) this.#grow();
    return true;
  }

  #put(low: number, high: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let at = (low * wordsPerSlot) & mask; ; at = (at + wordsPerSlot) & mask) {
      if (slots[at] === 0) {
        slots[at] = low;
        slots[at + 1] = high;
        return true;
      }
      if (slots[at] === low && slots[at + 1] === high) return false;
    }
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    for (let at = 0; at < before.length; at += wordsPerSlot) {
      const low = before[at] as number;
      if (low !== 0) this.#put(low, before[at + 1] as number);
    }
  }
}
