import { RequestError } from '../../errors/request-error.js';

/** How many structural characters the JSON of a request may have. */
export const maxStructuralCharacters = 200_000;

/** How many levels deep the JSON of a request may be nested. */
export const maxNesting = 64;

const [quote, backslash] = [0x22, 0x5c];
const [opensList, closesList, opensObject, closesObject, comma] = [0x5b, 0x5d, 0x7b, 0x7d, 0x2c];

/** Not 0 for the bytes that mean something outside of strings. */
const kinds = new Uint8Array(256);
for (const byte of [quote, opensList, closesList, opensObject, closesObject, comma])
  kinds[byte] = 1;

/**
 * Looks at JSON before it is parsed, in pieces as it comes: a value takes up to a hundred times the
 * memory of its text, and most of that for lists and objects, which take two bytes to write. What is
 * no JSON is counted as far as a parser would read it.
 */
export class JsonComplexity {
  #structural = 0;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;

  /** Takes the next bytes. Throws `BODY_TOO_COMPLEX` as soon as all of them together are too much. */
  add(bytes: Uint8Array): void {
    let structural = this.#structural;
    let depth = this.#depth;
    let at = this.#isEscaped ? 1 : 0;
    if (this.#isInString) at = endOfString(bytes, at);
    while (at < bytes.length) {
      const byte = bytes[at] as number;
      at += 1;
      if (kinds[byte] === 0) continue;
      if (byte === quote) at = endOfString(bytes, at);
      else if (byte === closesList || byte === closesObject) depth -= 1;
      else {
        structural += 1;
        if (byte !== comma) depth += 1;
        if (structural > maxStructuralCharacters) throw tooManyParts();
        if (depth > maxNesting) throw tooDeep();
      }
    }
    this.#structural = structural;
    this.#depth = depth;
    // Then a string goes on, and what its last backslash escapes may have to come yet.
    this.#isInString = at > bytes.length;
    this.#isEscaped = at === bytes.length + 2;
  }
}

/** The place behind the quote that ends a string; behind the end where it is not in these bytes. */
function endOfString(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const byte = bytes[at];
    at += byte === backslash ? 2 : 1;
    if (byte === quote) return at;
  }
  return at + 1;
}

const tooManyParts = () =>
  new RequestError(
    'BODY_TOO_COMPLEX',
    `The JSON has more than ${maxStructuralCharacters} structural characters ("{", "[" and "," outside of strings), the most that are read; send it in several requests.`,
  );

const tooDeep = () =>
  new RequestError(
    'BODY_TOO_COMPLEX',
    `The JSON is nested more than ${maxNesting} levels deep, the most that are read.`,
  );
