/** A number of records from `start` to before `end`, in ISO 8601. */
export interface Bucket {
  readonly start: string;
  readonly end: string;
  readonly count: number;
}

/** Where in a list a bucket is. */
export interface Place {
  readonly bucket: Bucket;
  /** How many rows of the list come before the bucket's. */
  readonly position: number;
}

/**
 * Finds the bucket that a row is in.
 *
 * @param buckets earliest first, without gaps in their counts
 * @param index of the row, from 0
 * @param isDescending whether the list begins with the latest records
 * @param offset how many rows come before all of the buckets
 */
export function findPlace(
  buckets: readonly Bucket[],
  index: number,
  isDescending: boolean,
  offset = 0,
): Place | undefined {
  let position = offset;
  for (const bucket of isDescending ? [...buckets].reverse() : buckets) {
    if (index < position + bucket.count) return { bucket, position };
    position += bucket.count;
  }
  return undefined;
}
