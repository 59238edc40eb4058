import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Redis } from '../../redis/redis.js';

/** How long a document can be named by its hash after both were sent together, in seconds. */
export const apqTtlSeconds = 24 * 60 * 60;

const maxDocuments = 1000;
const maxCharacters = 10_000_000;
// One long document must not evict all the others, nor hold up the connection to Redis.
const maxTextLength = 100_000;

const keyPrefix = 'apq:';

/**
 * The automatic persisted queries (APQ): documents that clients sent together with their SHA-256.
 * Implements the store that Apollo Server requires for them, which puts a document in only when its
 * hash is right and it fits the schema.
 */
export class ApqStore {
  readonly #local = new LRUCache<string, string>({
    max: maxDocuments,
    maxSize: maxCharacters,
    sizeCalculation: (text, key) => text.length + key.length,
    ttl: apqTtlSeconds * 1000,
    // Reads the clock each time. Date.now, so that tests can set it.
    ttlResolution: 0,
    perf: { now: () => Date.now() },
  });

  /** @param redis where processes share the documents, if anywhere */
  constructor(private readonly redis: Redis | undefined) {}

  /** The document with this SHA-256, if this process knows it. */
  getLocal(sha256: string): string | undefined {
    return this.#local.get(sha256);
  }

  /** The document with this SHA-256. While Redis is unavailable, only this process is asked. */
  async find(sha256: string): Promise<string | undefined> {
    if (!isSha256(sha256)) return undefined;
    const local = this.#local.get(sha256);
    if (local !== undefined || this.redis === undefined) return local;
    const shared = await this.redis.get(keyPrefix + sha256, maxTextLength).catch(() => undefined);
    if (shared === undefined) return undefined;
    // Others can write to Redis, so the text is trusted only as far as its hash proves it.
    if (hash('sha256', shared) !== sha256) return undefined;
    this.#local.set(sha256, shared);
    return shared;
  }

  /** Stores a valid document under its SHA-256, and starts its time to live again. */
  register(sha256: string, text: string): void {
    this.set(keyPrefix + sha256, text);
  }

  /**
   * The document for a key of Apollo Server, `apq:` and the hash, if this process knows it: Redis was
   * asked before the request reached Apollo Server.
   */
  async get(key: string): Promise<string | undefined> {
    return this.#local.get(stripPrefix(key));
  }

  async set(key: string, text: string): Promise<void> {
    const sha256 = stripPrefix(key);
    if (!isSha256(sha256) || text.length > maxTextLength) return;
    // Redis is not waited for; if it fails, this process still knows the document.
    this.redis?.set(key, text, apqTtlSeconds).catch(() => {});
    this.#local.set(sha256, text);
  }

  async delete(key: string): Promise<boolean> {
    return this.#local.delete(stripPrefix(key));
  }
}

const stripPrefix = (key: string) => key.slice(keyPrefix.length);

// Clients can send anything as a hash, and it must not become a key in Redis.
const isSha256 = (sha256: string) => /^[0-9a-f]{64}$/.test(sha256);
