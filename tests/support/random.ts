/** Random numbers that a seed gives again (mulberry32). */
export function createRandom(seed: number) {
  let state = seed;
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    /** A whole number from 0, below the bound. */
    below: (bound: number) => Math.floor(next() * bound),
    /** One of the values. */
    pick<Value>(values: readonly [Value, ...Value[]] | readonly Value[]): Value {
      return values[Math.floor(next() * values.length)] as Value;
    },
  };
}
