/** Texts by keys, as a store for Keyv: those that were not used for longest make room. */
export class BoundedTexts {
  readonly #texts = new Map<string, string>();
  #length = 0;

  /**
   * @param most how many texts are kept
   * @param mostLength how many characters they may have together, their keys included
   */
  constructor(
    private readonly most: number,
    private readonly mostLength: number,
  ) {}

  get(key: string): string | undefined {
    const text = this.#texts.get(key);
    if (text === undefined) return undefined;
    // A map keeps the order of insertion, so the first key is the one that was not used for longest.
    this.#texts.delete(key);
    this.#texts.set(key, text);
    return text;
  }

  set(key: string, text: string): void {
    this.delete(key);
    this.#texts.set(key, text);
    this.#length += key.length + text.length;
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= this.most && this.#length <= this.mostLength) return;
      this.delete(oldest);
    }
  }

  delete(key: string): boolean {
    const text = this.#texts.get(key);
    if (text === undefined) return false;
    this.#length -= key.length + text.length;
    return this.#texts.delete(key);
  }

  clear(): void {
    this.#texts.clear();
    this.#length = 0;
  }
}
