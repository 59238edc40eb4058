const pageBits = 8;
const pageSize = 2 ** pageBits;

/** Counts by keys, whole numbers from 0 to 2³², in pages that exist only where a key was counted. */
export class PagedCounter {
  readonly #pages: (Uint32Array | undefined)[] = [];
  #distinct = 0;

  /** The number of keys that were counted. */
  get distinct(): number {
    return this.#distinct;
  }

  add(key: number, count = 1): void {
    const page = this.#pages[key >>> pageBits] ?? this.#addPage(key >>> pageBits);
    const place = key & (pageSize - 1);
    const before = page[place] ?? 0;
    if (before === 0) this.#distinct += 1;
    page[place] = before + count;
  }

  /** Counts the first `length` of the keys, each once. */
  addEach(keys: Uint32Array, length: number): void {
    const pages = this.#pages;
    let added = 0;
    for (let at = 0; at < length; at += 1) {
      const key = keys[at] ?? 0;
      const page = pages[key >>> pageBits] ?? this.#addPage(key >>> pageBits);
      const place = key & (pageSize - 1);
      const before = page[place] ?? 0;
      if (before === 0) added += 1;
      page[place] = before + 1;
    }
    this.#distinct += added;
  }

  get(key: number): number {
    return this.#pages[key >>> pageBits]?.[key & (pageSize - 1)] ?? 0;
  }

  /** The counted keys from `from` up to, but not including, `to`, in ascending order, with their counts. */
  *entries(from = 0, to = Infinity): Generator<readonly [key: number, count: number]> {
    for (let index = from >>> pageBits; index < this.#pages.length; index += 1) {
      if (index * pageSize >= to) return;
      const page = this.#pages[index];
      if (page === undefined) continue;
      for (let place = 0; place < pageSize; place += 1) {
        const key = index * pageSize + place;
        const count = page[place] ?? 0;
        if (count > 0 && key >= from && key < to) yield [key, count];
      }
    }
  }

  #addPage(index: number): Uint32Array {
    const page = new Uint32Array(pageSize);
    // Without gaps, the engine keeps an array, and not a dictionary, in which each look-up takes much longer.
    while (this.#pages.length < index) this.#pages.push(undefined);
    this.#pages[index] = page;
    return page;
  }

  addCounter(other: PagedCounter): void {
    for (const [index, page] of other.#pages.entries()) {
      if (page === undefined) continue;
      if (this.#pages[index] === undefined) {
        this.#addPage(index).set(page);
        for (const count of page) if (count > 0) this.#distinct += 1;
      } else {
        for (let place = 0; place < pageSize; place += 1) {
          const count = page[place] ?? 0;
          if (count > 0) this.add(index * pageSize + place, count);
        }
      }
    }
  }
}
