import { LRUCache } from 'lru-cache';
import type { AccessError } from '../access-error.js';
import type { KnownViewer } from '../viewer.js';
import type { KeySource } from './key-source.js';

const maxViewers = 10_000;
const maxFailures = 1_000;
const maxViewerMs = 5 * 60_000;
const failureMs = 10_000;

/** A token that was verified. */
export interface VerifiedToken {
  readonly viewer: KnownViewer;
  /** Until when it is valid, in milliseconds since 1970. */
  readonly validUntil: number;
  readonly keys: KeySource;
  /** The id of the key that verified it. */
  readonly keyId: unknown;
}

/** A token that was rejected. */
interface RejectedToken {
  readonly error: AccessError;
  readonly validUntil: number;
}

/**
 * Remembers tokens by their hashes, so that a dump of the memory has none: verified ones for five minutes,
 * as a verification takes 100 times as long as a look here, and rejected ones for ten seconds.
 */
export class TokenCache {
  readonly #verified = new LRUCache<string, VerifiedToken>({ max: maxViewers });
  readonly #rejected = new LRUCache<string, RejectedToken>({ max: maxFailures });

  /** The viewer of a known token; undefined if it must be verified. Throws what rejected it before. */
  find(token: string): KnownViewer | undefined {
    const verified = this.#verified.get(token);
    if (verified && Date.now() < verified.validUntil) return verified.viewer;
    const rejected = this.#rejected.get(token);
    if (rejected && Date.now() < rejected.validUntil) throw rejected.error;
    return undefined;
  }

  addVerified(token: string, verified: VerifiedToken): void {
    const validUntil = Math.min(verified.validUntil, Date.now() + maxViewerMs);
    this.#verified.set(token, { ...verified, validUntil });
  }

  addRejected(token: string, error: AccessError): void {
    this.#rejected.set(token, { error, validUntil: Date.now() + failureMs });
  }

  /** Forgets tokens whose keys are not valid any longer, and those that may not have named theirs. */
  forget(keys: KeySource, ids: ReadonlySet<unknown>): void {
    for (const [token, verified] of this.#verified.entries()) {
      if (verified.keys !== keys) continue;
      if (verified.keyId === undefined || ids.has(verified.keyId)) this.#verified.delete(token);
    }
  }
}
