import { LRUCache } from 'lru-cache';
import type { UncacheableReason } from './cache-decision.js';
import type { StoredResponse } from './stored-response.js';

// What an entry takes besides its strings: the objects, their numbers, and the place in the map.
const overheadBytes = 500;

interface Entry {
  readonly response: StoredResponse;
  readonly bytes: number;
}

/** The responses that this process caches. At the bound, the least recently used ones are evicted. */
export class MemoryStore {
  readonly #entries: LRUCache<string, Entry>;

  /** @param maxBytes of all entries together; 0 stores nothing */
  constructor(private readonly maxBytes: number) {
    this.#entries = new LRUCache({
      maxSize: Math.max(maxBytes, 1),
      sizeCalculation: ({ bytes }) => bytes,
    });
  }

  /** The current size of all entries, in bytes. */
  get bytes(): number {
    return this.#entries.calculatedSize;
  }

  get(key: string): StoredResponse | undefined {
    return this.#entries.get(key)?.response;
  }

  /** Stores a response; returns the reason if it does not. */
  set(key: string, response: StoredResponse): UncacheableReason | undefined {
    if (this.maxBytes === 0) return 'CACHE_OFF';
    // A slow reader may arrive with a response that is already outdated.
    if ((this.#entries.peek(key)?.response.version ?? 0) > response.version) return 'OUTDATED';
    this.delete(key);
    const bytes = sizeOf(key, response);
    // One large response must not evict all the others.
    if (bytes > this.maxBytes / 8) return 'RESPONSE_TOO_LARGE';
    this.#entries.set(key, { response, bytes });
    return undefined;
  }

  /** Counts bytes that were derived from a response and live as long as it does. */
  grow(key: string, response: StoredResponse, bytes: number): void {
    const entry = this.#entries.peek(key);
    if (entry?.response !== response) return;
    this.#entries.set(key, { response, bytes: entry.bytes + bytes });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}

// V8 stores a string with two bytes a character as soon as one character is beyond Latin-1.
const sizeOf = (key: string, { body, length }: StoredResponse) =>
  key.length + (length > body.length ? 2 : 1) * body.length + overheadBytes;
