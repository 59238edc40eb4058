import type { UncacheableReason } from './cache-decision.js';
import type { StoredResponse } from './stored-response.js';

// What an entry costs beside its texts: the objects, their numbers and their place in the map.
const overheadBytes = 500;

interface Entry {
  readonly response: StoredResponse;
  bytes: number;
  /** Whether it was asked for since it was last looked at to make room. */
  used: boolean;
}

/**
 * The responses that this process keeps. When a bound is reached, those go that were not used since
 * the others came: a reader only leaves a mark, as nearly all that is done here is reading.
 */
export class MemoryStore {
  // In the order in which they came, or got their second chance.
  readonly #entries = new Map<string, Entry>();
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
    entry.used = true;
    return entry.response;
  }

  /** Stores a response; returns the reason if it does not. */
  set(key: string, response: StoredResponse): UncacheableReason | undefined {
    if (this.maxBytes === 0) return 'CACHE_OFF';
    // A slow reader may come late with what is outdated already.
    if ((this.#entries.get(key)?.response.version ?? 0) > response.version) return 'OUTDATED';
    this.delete(key);
    const bytes = sizeOf(key, response);
    // One large response must not drive all the others out.
    if (bytes > this.maxBytes / 8) return 'RESPONSE_TOO_LARGE';
    this.#entries.set(key, { response, bytes, used: false });
    this.#bytes += bytes;
    this.#makeRoom();
    return undefined;
  }

  /** Counts what was made of a response and is kept as long as it is. */
  grow(key: string, response: StoredResponse, bytes: number): void {
    const entry = this.#entries.get(key);
    if (entry?.response !== response) return;
    entry.bytes += bytes;
    this.#bytes += bytes;
    this.#makeRoom();
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }

  #makeRoom(): void {
    // What is put behind the others again is met again here, and then without its mark.
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= this.maxBytes) return;
      this.#entries.delete(key);
      if (entry.used) this.#entries.set(key, { ...entry, used: false });
      else this.#bytes -= entry.bytes;
    }
  }
}

// A text takes two bytes for each of its characters as soon as one of them is beyond Latin-1.
const sizeOf = (key: string, { body, length }: StoredResponse) =>
  key.length + (length > body.length ? 2 : 1) * body.length + overheadBytes;
