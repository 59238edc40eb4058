import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

/** By how many characters a seal makes a string longer. */
export const sealLength = 43;

/**
 * Seals strings that are stored where others can write (HMAC-SHA-256, RFC 2104). A string that was
 * written without the key, or under another name, is not accepted.
 */
export class HmacSeal {
  readonly #keys: readonly KeyObject[];

  /** @param keys the first one seals, all are accepted; without keys, strings are stored unsealed */
  constructor(keys: readonly string[]) {
    this.#keys = keys.map((key) => createSecretKey(key, 'utf8'));
  }

  /** Seals a string that is to be stored under the name. */
  close(name: string, text: string): string {
    const [key] = this.#keys;
    return key === undefined ? text : computeMac(key, name, text) + text;
  }

  /** Opens what was stored under the name; undefined if its seal is missing or wrong. */
  open(name: string, sealed: string): string | undefined {
    if (this.#keys.length === 0) return sealed;
    const mac = Buffer.from(sealed.slice(0, sealLength));
    const text = sealed.slice(sealLength);
    const isGenuine = this.#keys.some((key) => {
      const expected = Buffer.from(computeMac(key, name, text));
      return expected.length === mac.length && timingSafeEqual(expected, mac);
    });
    return isGenuine ? text : undefined;
  }
}

// A name has no line feeds, so two different pairs of name and text are never the same message.
const computeMac = (key: KeyObject, name: string, text: string) =>
  createHmac('sha256', key).update(`${name}\n${text}`).digest('base64url');
