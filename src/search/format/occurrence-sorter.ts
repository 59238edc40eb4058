import type { Occurrences } from './list-writer.js';
import { type IndexedColumn, trigramKey } from './trigram.js';

const asciiUnits = 128;
// Some megabytes. Usual texts have some ten thousand trigrams, others may have any number.
const maxKeptKeys = 200_000;

/** A trigram, and where it occurs. */
export interface SortedTrigram {
  readonly key: number;
  readonly occurrences: Occurrences;
}

/**
 * Collects the occurrences of trigrams in the records of a block, and sorts them by trigram. An import
 * adds a hundred for each record, so it has to be simple.
 */
export class OccurrenceSorter {
  /** Numbers the trigrams of ASCII, of both columns, from 1; the others are in the map. */
  readonly #ascii = new Uint32Array(2 * asciiUnits ** 3);
  readonly #others = new Map<number, number>();
  /** The key of each numbered trigram. */
  readonly #keys: number[] = [0];
  #sizes = new Uint32Array(8192);
  #numbers = new Uint32Array(1 << 16);
  #occurrences = new Uint32Array(1 << 16);
  #sorted = new Uint32Array(1 << 16);
  #count = 0;

  /** Begins another block, with the memory of the previous one. */
  clear(): void {
    this.#count = 0;
    if (this.#keys.length <= maxKeptKeys) {
      this.#sizes.fill(0);
      return;
    }
    this.#ascii.fill(0);
    this.#others.clear();
    this.#keys.length = 1;
    this.#sizes = new Uint32Array(8192);
  }

  /** The number of occurrences. */
  get count(): number {
    return this.#count;
  }

  /** Adds the trigrams of a text, as if a NUL followed it. Places must not descend within a column. */
  add(column: IndexedColumn, place: number, text: string): void {
    this.#reserve(text.length);
    const numbers = this.#numbers;
    const occurrences = this.#occurrences;
    const columnAt = column === 'title_folded' ? 0 : asciiUnits;
    let count = this.#count;
    let a = text.charCodeAt(0);
    let b = text.charCodeAt(1);
    for (let at = 2; at <= text.length; at += 1) {
      const c = at < text.length ? text.charCodeAt(at) : 0;
      const number =
        (a | b | c) < asciiUnits
          ? this.#numberAscii(((columnAt + a) * asciiUnits + b) * asciiUnits + c, column, a, b, c)
          : this.#numberOther(trigramKey(column, a, b, c));
      numbers[count] = number;
      occurrences[count] = (place << 16) | (at - 2);
      count += 1;
      this.#sizes[number] = (this.#sizes[number] ?? 0) + 1;
      a = b;
      b = c;
    }
    this.#count = count;
  }

  #numberAscii(index: number, column: IndexedColumn, a: number, b: number, c: number): number {
    const known = this.#ascii[index];
    if (known) return known;
    const number = this.#assign(trigramKey(column, a, b, c));
    this.#ascii[index] = number;
    return number;
  }

  #numberOther(key: number): number {
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    const number = this.#assign(key);
    this.#others.set(key, number);
    return number;
  }

  #assign(key: number): number {
    const number = this.#keys.push(key) - 1;
    if (number >= this.#sizes.length) this.#sizes = enlarge(this.#sizes);
    return number;
  }

  /**
   * Yields the trigrams of each bucket that has any, in ascending order of the buckets. They are valid until
   * {@link clear}.
   */
  *byBucket(
    bucketOf: (key: number) => number,
    buckets: number,
  ): Generator<{ readonly bucket: number; readonly trigrams: readonly SortedTrigram[] }> {
    const sorted = this.#sort();
    const trigramsOf = new Map<number, SortedTrigram[]>();
    let end = 0;
    for (const [number, key] of this.#keys.entries()) {
      const from = end;
      end += this.#sizes[number] ?? 0;
      if (from === end) continue;
      const bucket = bucketOf(key);
      const trigrams = trigramsOf.get(bucket) ?? [];
      trigrams.push({ key, occurrences: sorted.subarray(from, end) });
      trigramsOf.set(bucket, trigrams);
    }
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      const trigrams = trigramsOf.get(bucket);
      if (trigrams !== undefined) yield { bucket, trigrams };
    }
  }

  /** A counting sort by the numbers of the trigrams, which keeps the order of their occurrences. */
  #sort(): Occurrences {
    const next = new Uint32Array(this.#keys.length);
    for (let number = 1; number < next.length; number += 1) {
      next[number] = (next[number - 1] ?? 0) + (this.#sizes[number - 1] ?? 0);
    }
    // Not a new one for each block, as the garbage collector is slow to notice memory of this kind.
    const length = this.#numbers.length;
    if (this.#sorted.length < length) this.#sorted = new Uint32Array(length);
    const sorted = this.#sorted;
    for (let at = 0; at < this.#count; at += 1) {
      const number = this.#numbers[at] ?? 0;
      const to = next[number] ?? 0;
      sorted[to] = this.#occurrences[at] ?? 0;
      next[number] = to + 1;
    }
    return sorted;
  }

  #reserve(count: number): void {
    while (this.#count + count > this.#numbers.length) {
      this.#numbers = enlarge(this.#numbers);
      this.#occurrences = enlarge(this.#occurrences);
    }
  }
}

function enlarge(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length);
  larger.set(array);
  return larger;
}
