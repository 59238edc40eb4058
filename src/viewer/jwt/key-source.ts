import { errors, type JWTVerifyGetKey } from 'jose';
import { DeadlineExceeded, withDeadline } from '../../concurrency/deadline.js';
import { toSafeLine } from '../../text/quote.js';
import { AccessError, createIdentityUnavailableError } from '../access-error.js';
import type { KeySet } from './key-set.js';
import type { LoadKeys } from './load-keys.js';

const seconds = 1_000;
/** How long keys are used while their issuer is unavailable. */
const staleMs = 24 * 3600 * seconds;
const minRefreshMs = 60 * seconds;
const maxRefreshMs = 3600 * seconds;
const usualRefreshMs = 600 * seconds;
const minRetryMs = 1 * seconds;
const maxRetryMs = 60 * seconds;
const unknownKeyIntervalMs = 10 * seconds;
const unknownKeyWaitMs = 500;

/** What a {@link KeySource} is made of. */
export interface KeySourceParts {
  /** The name of the issuer, for the log. */
  readonly name: string;
  readonly load: LoadKeys;
  readonly logger: { warn(message: string): void; info(message: string): void };
  /** Called when there are other keys than before, or the first ones. */
  readonly onChange: () => void;
}

/**
 * The keys of an issuer, refreshed in the background. Finding a known key never waits for the issuer,
 * which may be unavailable for a day. The first token of a new key waits at most 500 ms for it, and no
 * number of unknown keys makes more than one request per 10 seconds.
 */
export class KeySource {
  #keys: KeySet | undefined;
  #loadedAt = 0;
  #fault: Error | undefined;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> | undefined;
  #unknownKeyAt = Number.NEGATIVE_INFINITY;
  #waiting: Promise<void> | undefined;
  #isClosed = false;
  #generation = 0;
  /** Is told which ids of keys are not valid any longer. */
  onDrop: (ids: ReadonlySet<unknown>) => void = () => {};

  constructor(private readonly parts: KeySourceParts) {}

  /** Counts the changes of the keys. */
  get generation(): number {
    return this.#generation;
  }

  /** Why keys have never been loaded; undefined once they have been. */
  get fault(): Error | undefined {
    return this.#keys === undefined
      ? (this.#fault ?? new Error('nothing has answered'))
      : undefined;
  }

  /** Tries to load the keys for the first time; goes on by itself until it is closed. */
  start(): Promise<void> {
    return this.#refresh();
  }

  /** Finds the key of a token by its header. Rejects with an error of jose, or `IDENTITY_UNAVAILABLE`. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    try {
      return await this.#current().find(header, token);
    } catch (error) {
      const mayBeNew = error instanceof errors.JWKSNoMatchingKey || error instanceof AccessError;
      if (!mayBeNew) throw error;
    }
    await this.#waitForUnknownKey();
    return this.#current().find(header, token);
  };

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #current(): KeySet {
    if (this.#keys === undefined) throw createIdentityUnavailableError('keys_never_loaded');
    if (Date.now() - this.#loadedAt > staleMs)
      throw createIdentityUnavailableError('keys_outdated');
    return this.#keys;
  }

  async #waitForUnknownKey(): Promise<void> {
    const now = Date.now();
    // Either way, as clocks can be set back.
    if (Math.abs(now - this.#unknownKeyAt) >= unknownKeyIntervalMs) {
      this.#unknownKeyAt = now;
      void this.#refresh();
    }
    const refreshing = this.#refreshing;
    if (refreshing === undefined) return;
    this.#waiting ??= withDeadline(() => refreshing, unknownKeyWaitMs)
      .catch((error) => {
        if (!(error instanceof DeadlineExceeded)) throw error;
      })
      .finally(() => {
        this.#waiting = undefined;
      });
    await this.#waiting;
  }

  #refresh(): Promise<void> {
    this.#refreshing ??= this.#load().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #load(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const { keys, maxAgeSeconds } = await this.parts.load();
      this.#replace(keys);
      const wanted = maxAgeSeconds === undefined ? usualRefreshMs : maxAgeSeconds * seconds;
      // Processes that were started together do not stay together.
      const spread = 0.9 + 0.2 * Math.random();
      this.#schedule(Math.min(Math.max(wanted, minRefreshMs), maxRefreshMs) * spread);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #replace(keys: KeySet): void {
    const { name, logger, onChange } = this.parts;
    const dropped = this.#keys?.idsMissingIn(keys);
    const isChanged =
      !dropped || dropped.size > 0 || keys.idsMissingIn(this.#keys ?? keys).size > 0;
    this.#keys = keys;
    this.#loadedAt = Date.now();
    this.#generation += 1;
    if (this.#failures > 0) logger.info(`The keys of the issuer "${name}" are available again.`);
    this.#failures = 0;
    this.#fault = undefined;
    if (dropped && dropped.size > 0) this.onDrop(dropped);
    if (isChanged) onChange();
  }

  #fail(error: Error): void {
    const { name, logger } = this.parts;
    // Once, and not every minute of a day.
    if (this.#failures === 0 && !this.#isClosed) {
      const consequence =
        this.#keys === undefined
          ? 'its tokens cannot be verified'
          : 'the previous ones stay in use';
      logger.warn(
        `The keys of the issuer "${name}" could not be loaded, so ${consequence}: ${toSafeLine(error.message)}`,
      );
    }
    this.#fault = error;
    this.#schedule(Math.min(minRetryMs * 2 ** this.#failures, maxRetryMs));
    this.#failures += 1;
  }

  #schedule(milliseconds: number): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh(), milliseconds);
    this.#timer.unref();
  }
}
