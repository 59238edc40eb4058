/** A folded text of a record. Each has trigrams of its own. */
export type IndexedColumn = 'title_folded' | 'uri_folded';

/**
 * The first key of each column. A key is a column and three code units of UTF-16, of 16 bits each, so
 * keys are exact, sorted by their units, and safe integers.
 */
export const firstKeys: { readonly [Column in IndexedColumn]: number } = {
  title_folded: 0,
  uri_folded: 2 ** 48,
};

const first = 2 ** 32;
const second = 2 ** 16;

/** The key of three code units. */
export const trigramKey = (column: IndexedColumn, a: number, b: number, c: number): number =>
  firstKeys[column] + a * first + b * second + c;

/** The keys of the trigrams of a text, one for each place of the text but its last two. */
export function trigramKeys(column: IndexedColumn, text: string): number[] {
  return Array.from({ length: Math.max(0, text.length - 2) }, (_, at) =>
    trigramKey(column, text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2)),
  );
}

/**
 * The keys of all trigrams that start with a text of one or two code units, from the first to the last.
 * Texts are indexed as if a NUL followed them, so wherever such a text occurs, one of these does.
 */
export function prefixRange(column: IndexedColumn, text: string): readonly [number, number] {
  const a = text.charCodeAt(0);
  if (text.length === 1)
    return [trigramKey(column, a, 0, 0), trigramKey(column, a, 0xffff, 0xffff)];
  const b = text.charCodeAt(1);
  return [trigramKey(column, a, b, 0), trigramKey(column, a, b, 0xffff)];
}

/** The bucket of a trigram in a block with 2 ** bits buckets. */
export function bucketOf(key: number, bits: number): number {
  const mixed = Math.imul(key | 0, 0x9e3779b1) ^ Math.imul((key / first) | 0, 0x85ebca6b);
  return bits === 0 ? 0 : ((mixed ^ (mixed >>> 15)) >>> 0) >>> (32 - bits);
}
