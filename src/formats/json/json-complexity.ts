import { RequestError } from '../../errors/request-error.js';

/** The maximum number of structural characters in the JSON of a request. */
const maxStructuralCharacters = 200_000;

/** The maximum number of levels that the JSON of a request may be nested. */
const maxNesting = 64;

const [quote, backslash] = [0x22, 0x5c];
const [opensList, closesList, opensObject, closesObject, comma] = [0x5b, 0x5d, 0x7b, 0x7d, 0x2c];

/** Not 0 for the bytes that matter outside strings. */
const kinds = new Uint8Array(256);
for (const byte of [quote, opensList, closesList, opensObject, closesObject, comma])
  kinds[byte] = 1;

/**
 * Measures JSON before it is parsed, chunk by chunk as it arrives: a value takes up to a hundred
 * times the memory of its text, most of it for lists and objects, which take two bytes to write. Invalid
 * JSON is counted as far as a parser would read it.
 */
export class JsonComplexity {
  #structural = 0;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;

  /** Takes the next bytes. Throws `BODY_TOO_COMPLEX` as soon as the total is over a limit. */
  add(bytes: Uint8Array): void {
    let structural = this.#structural;
    let depth = this.#depth;
    let at = this.#isEscaped ? 1 : 0;
    if (this.#isInString) at = findEndOfString(bytes, at);
    while (at < bytes.length) {
      const byte = bytes[at] as number;
      at += 1;
      if (kinds[byte] === 0) continue;
      if (byte === quote) at = findEndOfString(bytes, at);
      else if (byte === closesList || byte === closesObject) depth -= 1;
      else {
        structural += 1;
        if (byte !== comma) depth += 1;
        if (structural > maxStructuralCharacters) throw createStructureError();
        if (depth > maxNesting) throw createDepthError();
      }
    }
    this.#structural = structural;
    this.#depth = depth;
    // Then a string continues, and the character that its last backslash escapes may be yet to come.
    this.#isInString = at > bytes.length;
    this.#isEscaped = at === bytes.length + 2;
  }
}

/** The position after the quote that ends a string; after the end if these bytes do not have it. */
function findEndOfString(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const byte = bytes[at];
    at += byte === backslash ? 2 : 1;
    if (byte === quote) return at;
  }
  return at + 1;
}

const createStructureError = () =>
  new RequestError(
    'BODY_TOO_COMPLEX',
    `The JSON has more than ${maxStructuralCharacters} structural characters ("{", "[" and "," outside strings), the maximum; split it into several requests.`,
  );

const createDepthError = () =>
  new RequestError(
    'BODY_TOO_COMPLEX',
    `The JSON is nested more than ${maxNesting} levels deep, the maximum.`,
  );
