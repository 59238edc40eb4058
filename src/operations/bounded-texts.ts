interface Entry {
  readonly text: string;
  /** Unix time in milliseconds. */
  readonly expires: number;
}

/** Texts by keys, each for a time: those that were not used for longest make room. */
export class BoundedTexts {
  readonly #entries = new Map<string, Entry>();
  #length = 0;

  /**
   * @param most how many texts are kept
   * @param mostLength how many characters they may have together, their keys included
   * @param seconds for how long each is kept
   */
  constructor(
    private readonly most: number,
    private readonly mostLength: number,
    private readonly seconds: number,
  ) {}

  get(key: string): string | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // A map keeps the order of insertion, so the first key is the one that was not used for longest.
    this.#entries.delete(key);
    if (entry.expires <= Date.now()) {
      this.#length -= lengthOf(key, entry);
      return undefined;
    }
    this.#entries.set(key, entry);
    return entry.text;
  }

  set(key: string, text: string): void {
    this.delete(key);
    const entry = { text, expires: Date.now() + this.seconds * 1000 };
    this.#entries.set(key, entry);
    this.#length += lengthOf(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.most && this.#length <= this.mostLength) return;
      this.delete(oldest);
    }
  }

  delete(key: string): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    this.#length -= lengthOf(key, entry);
    return this.#entries.delete(key);
  }
}

const lengthOf = (key: string, { text }: Entry) => key.length + text.length;
