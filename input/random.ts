/**
 * The random numbers of one row: mulberry32 (Tommy Ettinger, public domain), started afresh for
 * every row, so that a row depends on the seed and its index alone.
 */
export class Random {
  #state: number;

  /**
   * @param seed a whole number from 0 to 2^32 - 1
   * @param index the row, from 0 to 2^32 - 1
   */
  constructor(seed: number, index: number) {
    // An odd multiplier and the finaliser of MurmurHash3 are both invertible: no two rows of a
    // seed start alike.
    let state = (Math.imul(index, 0x9e3779b1) + seed) | 0;
    state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    this.#state = state ^ (state >>> 16);
  }

  /** More than 0 and at most 1, so that it may be divided by. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 1) / 2 ** 32;
  }

  /** A whole number from 0 to `bound - 1`. */
  below(bound: number): number {
    return Math.ceil(this.fraction() * bound) - 1;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  /**
   * A rank from 0 up with a long tail: of n draws, about 1.77 * sqrt(scale * n) differ.
   * By division alone, since `Math.pow` may round differently from one engine to the next.
   */
  rank(scale: number): number {
    return Math.floor(scale / this.fraction() - scale);
  }
}
