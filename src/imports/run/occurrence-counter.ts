/** Tells how often a digest was asked about before. */
export type OccurrenceCounter = (digest: string) => number;

/**
 * Tells the imports of one command apart that begin with the same rows: the first, the second, and so
 * on. Given again, the command has them in the same order.
 */
export function countOccurrences(): OccurrenceCounter {
  const counts = new Map<string, number>();
  return (digest) => {
    const before = counts.get(digest) ?? 0;
    counts.set(digest, before + 1);
    return before;
  };
}
