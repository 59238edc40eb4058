/** Returns how many times it was called with the same digest before. */
export type OccurrenceCounter = (digest: string) => number;

/**
 * Distinguishes the imports of one command that begin with the same rows: the first, the second, and so
 * on. When the command is run again, it finds them in the same order.
 */
export function countOccurrences(): OccurrenceCounter {
  const counts = new Map<string, number>();
  return (digest) => {
    const before = counts.get(digest) ?? 0;
    counts.set(digest, before + 1);
    return before;
  };
}
