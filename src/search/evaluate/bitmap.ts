import type { Bitmap } from '../columns/column-matcher.js';
import { recordsPerBlock, wordsPerBlock } from '../format/block-limits.js';

export const emptyBitmap: Bitmap = new Uint32Array(wordsPerBlock);
export const fullBitmap: Bitmap = new Uint32Array(wordsPerBlock).fill(0xffff_ffff);

/** The bits of the first `records` places. */
export function bitmapOfFirst(records: number): Bitmap {
  if (records === recordsPerBlock) return fullBitmap;
  const bitmap = new Uint32Array(wordsPerBlock).fill(0xffff_ffff, 0, records >> 5);
  if ((records & 31) > 0) bitmap[records >> 5] = (1 << (records & 31)) - 1;
  return bitmap;
}

export function intersectBitmaps(some: Bitmap, others: Bitmap): Bitmap {
  if (some === others || others === fullBitmap || some === emptyBitmap) return some;
  if (some === fullBitmap || others === emptyBitmap) return others;
  const both = new Uint32Array(wordsPerBlock);
  for (let word = 0; word < wordsPerBlock; word += 1) {
    both[word] = (some[word] ?? 0) & (others[word] ?? 0);
  }
  return both;
}

export function uniteBitmaps(some: Bitmap, others: Bitmap): Bitmap {
  if (some === others || others === emptyBitmap || some === fullBitmap) return some;
  if (some === emptyBitmap || others === fullBitmap) return others;
  const either = new Uint32Array(wordsPerBlock);
  for (let word = 0; word < wordsPerBlock; word += 1) {
    either[word] = (some[word] ?? 0) | (others[word] ?? 0);
  }
  return either;
}

export function invertBitmap(bitmap: Bitmap): Bitmap {
  if (bitmap === emptyBitmap) return fullBitmap;
  if (bitmap === fullBitmap) return emptyBitmap;
  const others = new Uint32Array(wordsPerBlock);
  for (let word = 0; word < wordsPerBlock; word += 1) others[word] = ~(bitmap[word] ?? 0);
  return others;
}

/** The bits of the first bitmap that are not set in the second one. */
export function subtractBitmap(from: Bitmap, bitmap: Bitmap): Bitmap {
  if (from === bitmap || from === emptyBitmap || bitmap === fullBitmap) return emptyBitmap;
  if (bitmap === emptyBitmap) return from;
  const rest = new Uint32Array(wordsPerBlock);
  for (let word = 0; word < wordsPerBlock; word += 1) {
    rest[word] = (from[word] ?? 0) & ~(bitmap[word] ?? 0);
  }
  return rest;
}

/** Whether no bit is set. */
export function isEmptyBitmap(bitmap: Bitmap): boolean {
  for (let word = 0; word < bitmap.length; word += 1) if (bitmap[word] !== 0) return false;
  return true;
}

/** The number of bits that are set. */
export function countBits(bitmap: Bitmap): number {
  let count = 0;
  if (bitmap === emptyBitmap) return count;
  for (let word = 0; word < bitmap.length; word += 1) {
    let bits = bitmap[word] ?? 0;
    if (bits === 0) continue;
    bits -= (bits >>> 1) & 0x5555_5555;
    bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
  }
  return count;
}

/** The number of bits that are set in only one of the bitmaps. */
export function differenceOf(some: Bitmap, others: Bitmap): number {
  return countBits(subtractBitmap(some, others)) + countBits(subtractBitmap(others, some));
}

/** Calls `visit` with each place whose bit is set, ascending. */
export function visitPlaces(bitmap: Bitmap, visit: (place: number) => void): void {
  for (let word = 0; word < bitmap.length; word += 1) {
    for (let bits = bitmap[word] ?? 0; bits !== 0; bits &= bits - 1) {
      visit(32 * word + 31 - Math.clz32(bits & -bits));
    }
  }
}
