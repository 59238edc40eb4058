interface Entry {
  readonly text: string;
  /** Unix time in milliseconds. */
  readonly expires: number;
  /** When it was last moved behind the others, as Unix time in milliseconds. */
  moved: number;
}

// Moving one costs more than finding it, and nothing is decided by who was used last of all.
const movePauseMs = 1000;

/** Texts by keys, each for a time: those that were not used for longest make room. */
export class TtlLru {
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
    const now = Date.now();
    if (entry.expires <= now) {
      this.delete(key);
      return undefined;
    }
    if (Math.abs(now - entry.moved) > movePauseMs) {
      // A map keeps the order of insertion, so the first key is the one that was not used for longest.
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      entry.moved = now;
    }
    return entry.text;
  }

  set(key: string, text: string): void {
    this.delete(key);
    const now = Date.now();
    const entry = { text, expires: now + this.seconds * 1000, moved: now };
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
