/**
 * A map of bounded size, which forgets what was not used for longest: not entry by entry, which
 * would cost every reader, but by halves. What the older half holds is kept when it is used again,
 * and gone when the younger half is full.
 */
export class LruMap<Value> {
  #younger = new Map<string, Value>();
  #older = new Map<string, Value>();

  /** @param most how many entries are kept, at the most; half as many at the least */
  constructor(private readonly most: number) {}

  get(key: string): Value | undefined {
    const value = this.#younger.get(key);
    if (value !== undefined) return value;
    const older = this.#older.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: string, value: Value): void {
    this.#older.delete(key);
    this.#younger.set(key, value);
    if (this.#younger.size < this.most / 2) return;
    this.#older = this.#younger;
    this.#younger = new Map();
  }

  delete(key: string): void {
    this.#younger.delete(key);
    this.#older.delete(key);
  }
}
