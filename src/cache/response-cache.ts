import { SharedTask } from '../concurrency/shared-task.js';
import { SingleFlight } from '../concurrency/single-flight.js';
import type { Waiter } from '../concurrency/waiter.js';
import type { DataVersion } from './data-version.js';
import { LruMap } from './lru.js';
import type { MemoryStore } from './memory-store.js';
import type { SharedStore } from './shared-store.js';
import { type StoredResponse, tagBody } from './stored-response.js';

/** A response that was just made, and whether its policy allows keeping it. */
export interface MadeResponse {
  readonly status: number;
  readonly body: string;
  readonly headers: ReadonlyMap<string, string>;
  /** Undefined when it must not be kept: an error, partial data, or no hint that allows it. */
  readonly keep?: Pick<StoredResponse, 'maxAge' | 'scope' | 'contentType'> | undefined;
}

/** What to send: a response that is kept, or one that is not. */
export type CacheResult = { readonly stored: StoredResponse } | { readonly made: MadeResponse };

/** Makes a response from data that is at least as new as the version, and stops with the signal. */
export type MakeResponse = (version: number, signal: AbortSignal) => Promise<MadeResponse>;

/** What a {@link ResponseCache} is made of. */
export interface ResponseCacheParts {
  readonly memory: MemoryStore;
  readonly shared: SharedStore;
  readonly version: DataVersion;
  /** Seconds after the end of a response's freshness for which it is sent while it is made anew. */
  readonly staleSeconds: number;
}

const mostUnkept = 1000;

// Of these, all who wait are told: to ask each for itself would only keep the database longer from
// answering anybody. And the same request may be kept the next time.
const isUnavailable = ({ status }: MadeResponse) => status === 503;

/**
 * Keeps whole responses. A response is found only under the version of the data from which it was
 * made, and the version is asked for after the request came in: so a reader never gets what an
 * answered import has outdated, on any process, whether Redis is there or not.
 */
export class ResponseCache {
  readonly #flights = new SingleFlight<CacheResult>();
  // Looking for what is never kept, or waiting for another's answer that is of no use, takes time.
  readonly #unkept = new LruMap<true>(mostUnkept);

  constructor(private readonly parts: ResponseCacheParts) {}

  /**
   * Answers from what is kept, or makes the response, once for all who ask for it meanwhile, and as
   * long as one of them waits for it.
   *
   * @param key tells requests apart that may be answered differently, the viewer's scope included
   */
  async answer(key: string, make: MakeResponse, waiter?: Waiter): Promise<CacheResult> {
    const { memory, version: dataVersion, staleSeconds } = this.parts;
    const version = await dataVersion.current();
    const known = memory.get(key);
    if (known?.version === version) {
      const left = this.#secondsLeft(known);
      if (left > 0) return { stored: known };
      if (left > -staleSeconds) {
        // Nobody waits for it, so nobody need hear that it failed: the next one will try again.
        this.#fly(key, version, make).catch(() => {});
        return { stored: known };
      }
    }
    const alone = () =>
      new SharedTask((signal) => this.#make(key, version, make, signal)).resultFor(waiter);
    if (this.#unkept.get(key)) return alone();
    let made = false;
    const own: MakeResponse = (current, signal) => {
      made = true;
      return make(current, signal);
    };
    const answer = await this.#fly(key, version, own, waiter);
    if ('stored' in answer || made || isUnavailable(answer.made)) return answer;
    // What must not be kept must not be shared either: it may be older than this request.
    return alone();
  }

  /** Counts what is kept together with a response as memory that it takes, too. */
  grow(key: string, response: StoredResponse, bytes: number): void {
    this.parts.memory.grow(key, response, bytes);
  }

  #fly(key: string, version: number, make: MakeResponse, waiter?: Waiter): Promise<CacheResult> {
    const { memory, shared } = this.parts;
    const work = async (signal: AbortSignal) => {
      const found = await shared.get(key, version);
      if (found === undefined || this.#secondsLeft(found) <= 0) {
        return this.#make(key, version, make, signal);
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
    signal: AbortSignal,
  ): Promise<CacheResult> {
    const { memory, shared, staleSeconds } = this.parts;
    signal.throwIfAborted();
    const made = await make(version, signal);
    if (made.keep === undefined) {
      if (!isUnavailable(made)) this.#unkept.set(key, true);
      return { made };
    }
    this.#unkept.delete(key);
    const stored = {
      ...made.keep,
      ...tagBody(made.body, made.keep.contentType),
      storedAt: Date.now(),
      version,
    };
    memory.set(key, stored);
    shared.set(key, stored, made.keep.maxAge + staleSeconds);
    return { stored };
  }

  #secondsLeft({ storedAt, maxAge }: StoredResponse): number {
    return maxAge - (Date.now() - storedAt) / 1000;
  }
}
