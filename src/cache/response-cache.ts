import { LRUCache } from 'lru-cache';
import { SharedTask } from '../concurrency/shared-task.js';
import { SingleFlight } from '../concurrency/single-flight.js';
import type { Waiter } from '../concurrency/waiter.js';
import { type CacheDecision, isPersonal, uncacheable } from './cache-decision.js';
import type { Forwarding } from './cache-status.js';
import type { DataVersion } from './data-version.js';
import type { MemoryStore } from './memory-store.js';
import type { SharedStore } from './shared-store.js';
import { type StoredResponse, secondsLeft, tagBody } from './stored-response.js';

/** A response that was just made, and whether it may be cached. */
export interface MadeResponse {
  readonly status: number;
  readonly body: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly decision: CacheDecision;
  /** The error that its viewer gets instead of the response. */
  readonly refusal?: Error | undefined;
}

/** What to send: a response that may be cached, or one that must not be. */
export type CacheResult =
  | {
      readonly stored: StoredResponse;
      /** How the response was made; undefined if it was found. */
      readonly forwarding?: Forwarding;
    }
  | { readonly made: MadeResponse; readonly forwarding: Forwarding };

/** Makes a response from data that is at least as new as the version; the signal aborts it. */
export type MakeResponse = (version: number, signal: AbortSignal) => Promise<MadeResponse>;

/** The parts of a {@link ResponseCache}. */
export interface ResponseCacheParts {
  readonly memory: MemoryStore;
  readonly shared: SharedStore;
  readonly version: DataVersion;
  /** Seconds for which an expired response is still sent while it is refreshed (stale-while-revalidate). */
  readonly staleSeconds: number;
}

const maxUncacheableKeys = 1000;

// All waiting requests get this response: executing each of them would only keep the database
// unavailable for longer. And the response to the same request may be cacheable the next time. But it
// may have data besides its errors, which only its viewer may see if it is personal.
const isUnavailableToAll = ({ status, decision }: MadeResponse) =>
  status === 503 && !isPersonal(decision);

/**
 * Caches whole responses. A response is found only under the version of the data that it was made from,
 * and the version is queried after the request arrived. So no process serves what a finished import has
 * made outdated, with or without Redis.
 */
export class ResponseCache {
  readonly #flights = new SingleFlight<CacheResult>();
  // Keys whose last response was uncacheable. Looking these up, or waiting for another request's response
  // that cannot be shared, only takes time.
  readonly #uncacheable = new LRUCache<string, true>({ max: maxUncacheableKeys });

  constructor(private readonly parts: ResponseCacheParts) {}

  /**
   * Finds the response, or has it made: once for all requests that need it at the same time, and for
   * as long as one of them waits.
   *
   * @param key differs for requests that may get different responses, the viewer's scope included
   */
  async answer(key: string, make: MakeResponse, waiter?: Waiter): Promise<CacheResult> {
    const { memory, version: dataVersion, staleSeconds } = this.parts;
    const version = await dataVersion.current();
    const known = memory.get(key);
    if (known?.version === version) {
      const left = secondsLeft(known);
      if (left > 0) return { stored: known };
      if (left > -staleSeconds) {
        // No request waits for the refresh, so none fails with it: the next one tries again.
        this.#fly(key, version, make, 'stale').catch(() => {});
        return { stored: known };
      }
    }
    const why = known === undefined ? 'miss' : 'stale';
    const alone = (why: Forwarding['why']) =>
      new SharedTask((signal) => this.#make(key, version, make, why, signal)).resultFor(waiter);
    if (this.#uncacheable.get(key)) return alone('bypass');
    let made = false;
    const own: MakeResponse = (current, signal) => {
      made = true;
      return make(current, signal);
    };
    const result = await this.#fly(key, version, own, why, waiter);
    if (made || result.forwarding === undefined) return result;
    // The request that had it made was refused, which says nothing about the response.
    if ('made' in result && result.made.refusal) return this.answer(key, make, waiter);
    if ('stored' in result || isUnavailableToAll(result.made)) return markCollapsed(result);
    // What must not be cached must not be shared either: it may be older than this request.
    return alone(why);
  }

  /** Counts bytes that were derived from a response and live as long as it does. */
  grow(key: string, response: StoredResponse, bytes: number): void {
    this.parts.memory.grow(key, response, bytes);
  }

  #fly(
    key: string,
    version: number,
    make: MakeResponse,
    why: Forwarding['why'],
    waiter?: Waiter,
  ): Promise<CacheResult> {
    const { memory, shared } = this.parts;
    const work = async (signal: AbortSignal): Promise<CacheResult> => {
      const found = await shared.get(key, version);
      if (found === undefined || secondsLeft(found) <= 0) {
        return this.#make(key, version, make, why, signal);
      }
      memory.set(key, found);
      return { stored: found };
    };
    return this.#flights.run(`${key}:${version}`, work, waiter);
  }

  async #make(
    key: string,
    version: number,
    make: MakeResponse,
    why: Forwarding['why'],
    signal: AbortSignal,
  ): Promise<CacheResult> {
    const { memory, shared, staleSeconds } = this.parts;
    signal.throwIfAborted();
    const made = await make(version, signal);
    const { decision } = made;
    if (!decision.isCacheable) {
      if (!isUnavailableToAll(made) && !made.refusal) this.#uncacheable.set(key, true);
      return { made, forwarding: { why, refusal: decision } };
    }
    this.#uncacheable.delete(key);
    const { maxAge, contentType } = decision;
    const tagged = tagBody(made.body, contentType);
    const stored = { maxAge, contentType, ...tagged, storedAt: Date.now(), version };
    const refusal = memory.set(key, stored);
    const isShared = shared.set(key, stored, maxAge + staleSeconds);
    if (refusal === undefined || isShared) return { stored, forwarding: { why } };
    return { stored, forwarding: { why, refusal: uncacheable(refusal) } };
  }
}

/** The same result for a request that waited for another's. */
function markCollapsed<Result extends CacheResult>(result: Result): Result {
  return { ...result, forwarding: { ...result.forwarding, isCollapsed: true } };
}
