import type { Bitmap } from '../columns/column-matcher.js';
import { wordsPerBlock } from '../format/block-limits.js';
import {
  countOccurrences,
  decodeOccurrences,
  findList,
  findPositions,
} from '../format/list-reader.js';
import { emptyBitmap } from './bitmap.js';
import type { TextTrigram } from './cover-text.js';
import type { BucketsOfBlock, ListsOfBlock } from './postings/read-postings.js';

/** Finds the records that have trigrams at the distances that they have in a text. It reuses its memory. */
export class PositionMatcher {
  #found = new Uint32Array(1 << 14);
  #others = new Uint32Array(1 << 14);

  match(trigrams: readonly TextTrigram[], { bucketFor }: BucketsOfBlock<ListsOfBlock>): Bitmap {
    let count = -1;
    for (const { key, offset } of trigrams) {
      const bucket = bucketFor(key);
      const list = bucket && findList(bucket.places, key);
      if (bucket?.positions === undefined || list === undefined) return emptyBitmap;
      const positions = findPositions(bucket.positions, list.index);
      const most = countOccurrences(list, positions);
      if (count < 0) {
        if (most > this.#found.length) this.#found = new Uint32Array(2 * most);
        count = decodeOccurrences(list, positions, offset, this.#found);
      } else {
        if (most > this.#others.length) this.#others = new Uint32Array(2 * most);
        const others = decodeOccurrences(list, positions, offset, this.#others);
        count = intersectSorted(this.#found, count, this.#others, others);
      }
      if (count === 0) return emptyBitmap;
    }
    const bitmap = new Uint32Array(wordsPerBlock);
    for (let at = 0; at < count; at += 1) {
      const place = (this.#found[at] ?? 0) >>> 16;
      bitmap[place >> 5] = (bitmap[place >> 5] ?? 0) | (1 << (place & 31));
    }
    return bitmap;
  }
}

/** Keeps, at the beginning of `some`, those of its numbers that are among the others; returns how many. */
function intersectSorted(
  some: Uint32Array,
  someCount: number,
  others: Uint32Array,
  othersCount: number,
): number {
  let kept = 0;
  let other = 0;
  for (let at = 0; at < someCount; at += 1) {
    const number = some[at] ?? 0;
    while (other < othersCount && (others[other] ?? 0) < number) other += 1;
    if (other === othersCount) break;
    if (others[other] === number) some[kept++] = number;
  }
  return kept;
}
