import type { StoredResponse } from './stored-response.js';

// What an entry costs beside its texts: the object, its numbers and its place in the map.
const overheadBytes = 500;

/** The responses that this process keeps: the least recently used go when a bound is reached. */
export class MemoryStore {
  readonly #entries = new Map<string, StoredResponse>();
  #bytes = 0;

  /** @param maxBytes how many bytes the entries may take together */
  constructor(private readonly maxBytes: number) {}

  /** The bytes that the entries take at the moment. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): StoredResponse | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // A map keeps the order of insertion, so the first key is the one that was not used for longest.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  set(key: string, entry: StoredResponse): void {
    // A slow reader may come late with what is outdated already.
    if ((this.#entries.get(key)?.version ?? 0) > entry.version) return;
    this.delete(key);
    const bytes = sizeOf(key, entry);
    // One large response must not drive all the others out.
    if (bytes > this.maxBytes / 8) return;
    this.#entries.set(key, entry);
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.maxBytes) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= sizeOf(key, entry);
  }
}

// A text takes two bytes for each of its characters as soon as one of them is beyond Latin-1.
const sizeOf = (key: string, { body, length }: StoredResponse) =>
  key.length + (length > body.length ? 2 : 1) * body.length + overheadBytes;
