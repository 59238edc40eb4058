/**
 * A list is stored in parts, one for each block of this many ids. So a part takes at most 8 KB, and
 * nearly always less than a byte and a half for each id.
 */
const idsPerBlock = 4096;

/** The block that contains an id. */
export const toBlock = (id: number) => Math.floor(id / idsPerBlock);

/**
 * The ids of one block, as bytes: an id is encoded as its distance from the
 * previous one if that is below 128, otherwise as its place in the block, in two bytes of which the first
 * has its highest bit set. The first id is always of that kind, so that lists can be concatenated.
 */
export class PostingList {
  #last = -1;
  readonly #bytes: number[] = [];

  /** Adds an id that is not below the previous ones; a repeated one is skipped. */
  add(id: number): void {
    const place = id % idsPerBlock;
    const step = place - this.#last;
    if (step === 0) return;
    if (this.#last >= 0 && step < 0x80) this.#bytes.push(step);
    else this.#bytes.push(0x80 | (place >> 8), place & 0xff);
    this.#last = place;
  }

  bytes(): Buffer {
    return Buffer.from(this.#bytes);
  }
}

/** Decodes the ids of a block, and appends them to `ids` up to the id `last`. */
export function decodePostings(
  bytes: Uint8Array,
  block: number,
  last: number,
  ids: number[],
): void {
  let id = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      id += byte;
    } else {
      at += 1;
      id = block * idsPerBlock + ((byte & 0x7f) << 8) + (bytes[at] ?? 0);
    }
    if (id > last) return;
    ids.push(id);
  }
}

/** The ids that are in all of the lists, each of which is sorted. */
export function intersect(lists: readonly (readonly number[])[]): readonly number[] {
  const [shortest = [], ...others] = lists.toSorted((a, b) => a.length - b.length);
  return others.reduce(inBoth, shortest);
}

function inBoth(some: readonly number[], others: readonly number[]): number[] {
  let at = 0;
  return some.filter((id) => {
    while (at < others.length && (others[at] ?? 0) < id) at += 1;
    return others[at] === id;
  });
}

/** The ids that are in any of the lists, sorted. */
export function union(lists: readonly (readonly number[])[]): readonly number[] {
  // A search in title and uri has the same list twice.
  const [only = [], ...others] = new Set(lists);
  if (others.length === 0) return only;
  return [...new Set([only, ...others].flat())].sort((a, b) => a - b);
}
