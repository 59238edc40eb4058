import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

/** By how much the mark makes a text longer. */
export const sealLength = 43;

/**
 * Marks texts that are kept where others may write, so that none is believed which somebody without
 * the key has put there, nor one that was put there under another name. (HMAC-SHA-256, RFC 2104.)
 */
export class HmacSeal {
  readonly #keys: readonly KeyObject[];

  /** @param keys the first one marks, all are believed; without any, texts are left as they are */
  constructor(keys: readonly string[]) {
    this.#keys = keys.map((key) => createSecretKey(key, 'utf8'));
  }

  /** The text as it is to be kept under the name. */
  close(name: string, text: string): string {
    const [key] = this.#keys;
    return key === undefined ? text : macOf(key, name, text) + text;
  }

  /** The text that was kept under the name; undefined where it has no mark, or a wrong one. */
  open(name: string, kept: string): string | undefined {
    if (this.#keys.length === 0) return kept;
    const mac = Buffer.from(kept.slice(0, sealLength));
    const text = kept.slice(sealLength);
    const isOurs = this.#keys.some((key) => {
      const own = Buffer.from(macOf(key, name, text));
      return own.length === mac.length && timingSafeEqual(own, mac);
    });
    return isOurs ? text : undefined;
  }
}

/** A name has no line feeds, so no two pairs of names and texts are the same. */
const macOf = (key: KeyObject, name: string, text: string) =>
  createHmac('sha256', key).update(`${name}\n${text}`).digest('base64url');
