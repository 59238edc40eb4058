import type { Redis } from '../redis/redis.js';
import {
  decodeStored,
  encodeStored,
  maxEncodedLength,
  maxSharedBytes,
  type StoredResponse,
} from './stored-response.js';

/** The responses that the processes of a service share. Its methods neither throw nor hang. */
export interface SharedStore {
  /** The response with this key that was made from this version of the data. */
  get(key: string, version: number): Promise<StoredResponse | undefined>;
  /**
   * Stores the response for `seconds`, without waiting for it.
   *
   * @returns whether it tries to: not without Redis, and not if the response is too large
   */
  set(key: string, response: StoredResponse, seconds: number): boolean;
}

/** Stores nothing: for a service without Redis. */
export const noSharedStore: SharedStore = {
  get: async () => undefined,
  set: () => false,
};

/** Creates a shared store in Redis. */
export function createRedisStore(redis: Redis): SharedStore {
  return {
    async get(key, version) {
      try {
        const text = await redis.get(`${key}:${version}`, maxEncodedLength);
        return text === undefined ? undefined : decodeStored(text, version);
      } catch {
        // Without Redis a request must not fail: it is a miss.
        return undefined;
      }
    },
    set(key, response, seconds) {
      if (response.length > maxSharedBytes) return false;
      const name = `${key}:${response.version}`;
      redis.set(name, encodeStored(response), seconds).catch(() => {});
      return true;
    },
  };
}
