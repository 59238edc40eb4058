import type { Keyset } from '../../paging/cursor.js';

/** Collects places in a list, and keeps the first ones in reading order. */
export class FirstPlaces {
  #places: Keyset[] = [];
  /** The last of the first ones, once there are enough: what is beyond it is not kept. */
  #last: Keyset | undefined;

  constructor(
    private readonly count: number,
    private readonly descending: boolean,
  ) {}

  /** Whether there are as many as were asked for. */
  get isFull(): boolean {
    return this.#places.length >= this.count;
  }

  /** Whether a key may still be among the first ones. */
  mayTake(key: number): boolean {
    const last = this.#last;
    return last === undefined || (this.descending ? key >= last.key : key <= last.key);
  }

  add(key: number, id: number): void {
    if (!this.mayTake(key)) return;
    this.#places.push({ key, id });
    // Sorted now and then, which is fast enough for any number.
    if (this.#places.length >= 2 * this.count + sortEvery) this.#cut();
  }

  ids(): number[] {
    this.#cut();
    return this.#places.map(({ id }) => id);
  }

  #cut(): void {
    const sign = this.descending ? -1 : 1;
    this.#places.sort((a, b) => sign * (a.key - b.key || a.id - b.id));
    this.#places.length = Math.min(this.#places.length, this.count);
    this.#last = this.#places[this.count - 1];
  }
}

const sortEvery = 1000;
