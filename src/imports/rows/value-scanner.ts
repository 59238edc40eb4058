const [quote, backslash, lineFeed, comma] = [0x22, 0x5c, 0x0a, 0x2c];
const [space, tab, carriageReturn] = [0x20, 0x09, 0x0d];
const [opensList, closesList, opensObject, closesObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Not 0 for bytes that mean something. */
const kinds = new Uint8Array(256);
for (const byte of [quote, backslash, lineFeed, comma]) kinds[byte] = 1;
for (const byte of [opensList, closesList, opensObject, closesObject]) kinds[byte] = 1;

/**
 * Finds where values of JSON end, in bytes that come in pieces, without reading them: brackets are
 * balanced, and texts left alone. So it also finds the end of values that are not quite JSON.
 */
export class ValueScanner {
  /** The line on which the next byte is, from 1. */
  line = 1;
  #depth = 0;
  #isInText = false;
  #isEscaped = false;

  /** Whether a bracket or a text is open. */
  get isOpen(): boolean {
    return this.#depth > 0 || this.#isInText;
  }

  /** The place of the next byte that is no white space; the length of the bytes where there is none. */
  skipSpace(bytes: Buffer, from: number): number {
    let at = from;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === lineFeed) this.line += 1;
      else if (byte !== space && byte !== carriageReturn && byte !== tab) break;
    }
    return at;
  }

  /**
   * The place of the next comma or closing bracket that stands in no text and no brackets which were
   * opened since the last one, or of a line feed in a text, where no text of JSON has one; -1 where
   * there is none in these bytes.
   */
  find(bytes: Buffer, from: number): number {
    let depth = this.#depth;
    let isInText = this.#isInText;
    let line = this.line;
    let end = -1;
    let at = from;
    if (this.#isEscaped && at < bytes.length) {
      this.#isEscaped = false;
      if (bytes[at] !== lineFeed) at += 1;
    }
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      // Letters and digits, most of all bytes, mean nothing here.
      if (kinds[byte] === 0) continue;
      if (byte === lineFeed) {
        if (isInText) {
          // What was taken for brackets and texts was the other way round.
          isInText = false;
          depth = 0;
          end = at;
          break;
        }
        line += 1;
      } else if (byte === quote) isInText = !isInText;
      else if (isInText) {
        if (byte !== backslash) continue;
        if (at + 1 === bytes.length) this.#isEscaped = true;
        else if (bytes[at + 1] !== lineFeed) at += 1;
      } else if (byte === opensObject || byte === opensList) depth += 1;
      else if (byte !== backslash) {
        if (depth === 0) {
          end = at;
          break;
        }
        if (byte !== comma) depth -= 1;
      }
    }
    this.#depth = depth;
    this.#isInText = isInText;
    this.line = line;
    return end;
  }
}
