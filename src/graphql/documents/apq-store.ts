import { hash } from 'node:crypto';
import { BoundedTexts } from '../../cache/bounded-texts.js';
import type { Redis } from '../../redis/redis.js';

/** For how long a document can be named by its hash after it was sent, in seconds. */
export const apqTtlSeconds = 24 * 60 * 60;

const maxDocuments = 1000;
const maxCharacters = 10_000_000;
// One large document must not drive all the others out, nor hold up the connection to Redis.
const maxTextLength = 100_000;

/**
 * The documents that clients sent together with their hashes (automatic persisted queries), as the
 * store that Apollo Server wants for them. It stores a document only when its hash is right and it
 * fits the schema.
 */
export class ApqStore {
  readonly #kept = new BoundedTexts(maxDocuments, maxCharacters, apqTtlSeconds);

  /** @param redis where processes share them, if anywhere */
  constructor(private readonly redis: Redis | undefined) {}

  /** The document with this SHA-256, as far as this process knows. */
  getLocal(sha256: string): string | undefined {
    return this.#kept.get(sha256);
  }

  /** The document with this SHA-256. A Redis that is away counts as one that has none. */
  async find(sha256: string): Promise<string | undefined> {
    if (!isHash(sha256)) return undefined;
    const kept = this.#kept.get(sha256);
    if (kept !== undefined || this.redis === undefined) return kept;
    const shared = await this.redis.get(prefix + sha256, maxTextLength).catch(() => undefined);
    if (shared === undefined) return undefined;
    // Others can write there, so it is believed only as far as the hash shows.
    if (hash('sha256', shared) !== sha256) return undefined;
    this.#kept.set(sha256, shared);
    return shared;
  }

  /** Remembers a valid document that came with its SHA-256, for the whole time from now on. */
  register(sha256: string, text: string): void {
    this.set(prefix + sha256, text);
  }

  /**
   * The document of the key `apq:` and its hash, as Apollo Server names it, as far as this process
   * knows: others were asked before the request came to Apollo Server.
   */
  async get(key: string): Promise<string | undefined> {
    return this.#kept.get(hashIn(key));
  }

  async set(key: string, text: string): Promise<void> {
    if (!isHash(hashIn(key)) || text.length > maxTextLength) return;
    // Nobody waits for Redis, and without it the document is known here at least.
    this.redis?.set(key, text, apqTtlSeconds).catch(() => {});
    this.#kept.set(hashIn(key), text);
  }

  async delete(key: string): Promise<boolean> {
    return this.#kept.delete(hashIn(key));
  }
}

const prefix = 'apq:';

const hashIn = (key: string) => key.slice(prefix.length);

// A client may send anything as a hash, which must not become a name in Redis.
const isHash = (sha256: string) => /^[0-9a-f]{64}$/.test(sha256);
