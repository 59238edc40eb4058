const [quote, backslash, lineFeed, comma, colon] = [0x22, 0x5c, 0x0a, 0x2c, 0x3a];
const [space, tab, carriageReturn] = [0x20, 0x09, 0x0d];
const [opensList, closesList, opensObject, closesObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Not 0 for bytes that mean something. */
const kinds = new Uint8Array(256);
for (const byte of [quote, backslash, lineFeed, comma]) kinds[byte] = 1;
for (const byte of [opensList, closesList, opensObject, closesObject]) kinds[byte] = 1;

/** Not 0 for bytes before which a text ends, and for bytes behind which one begins. */
const followText = new Uint8Array(256);
for (const byte of [comma, colon, closesList, closesObject, lineFeed]) followText[byte] = 1;
const precedeText = new Uint8Array(256);
for (const byte of [comma, colon, opensList, opensObject]) precedeText[byte] = 1;

/**
 * Finds where values of JSON end, in bytes that come in pieces, without reading them: brackets are
 * balanced, and texts left alone. So it also finds the end of values that are not quite JSON: a quote
 * in a text that was not escaped, as in `"5" disc"`, is told from the end of the text by what follows it.
 */
export class ValueScanner {
  /** The line on which the next byte is, from 1. */
  line = 1;
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  /** Whether the last byte but blanks is a quote in a text, which may be its end. */
  #isAtQuote = false;
  /** The last byte that is no white space, of those that came before and belong to the value. */
  #last: number | undefined;

  /** Whether a bracket or a text is open. */
  get isOpen(): boolean {
    return this.#depth > 0 || (this.#isInText && !this.#isAtQuote);
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
    let at = this.#resume(bytes, from);
    let depth = this.#depth;
    let isInText = this.#isInText;
    let line = this.line;
    let end = -1;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      // Letters and digits, most of all bytes, mean nothing here.
      if (kinds[byte] === 0) continue;
      if (byte === quote) {
        if (!isInText) {
          let before = at - 1;
          while ((bytes[before] as number) <= space) before -= 1;
          isInText =
            before < 0 ? this.#mayBeginFirst() : precedeText[bytes[before] as number] === 1;
        } else if (followText[bytes[at + 1] as number] === 1) isInText = false;
        else {
          const next = behindBlanks(bytes, at + 1);
          this.#isAtQuote = next === bytes.length;
          isInText = this.#isAtQuote || followText[bytes[next] as number] === 0;
          at = next - 1;
        }
      } else if (byte === lineFeed) {
        if (isInText) {
          // What was taken for brackets and texts was the other way round.
          isInText = false;
          depth = 0;
          end = at;
          break;
        }
        line += 1;
      } else if (isInText) {
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
    this.#last = end === -1 ? (lastInk(bytes) ?? this.#last) : undefined;
    return end;
  }

  /** Goes on where the last piece ended in the middle of something. Returns from where to look further. */
  #resume(bytes: Buffer, from: number): number {
    if (this.#isEscaped && from < bytes.length) {
      this.#isEscaped = false;
      return bytes[from] === lineFeed ? from : from + 1;
    }
    if (!this.#isAtQuote) return from;
    const next = behindBlanks(bytes, from);
    if (next === bytes.length) return next;
    this.#isAtQuote = false;
    this.#isInText = followText[bytes[next] as number] === 0;
    return next;
  }

  /** Whether the first byte of a piece can begin a text, by what stands before it. */
  #mayBeginFirst(): boolean {
    return this.#last === undefined || precedeText[this.#last] === 1;
  }
}

/** The place of the next byte that is no blank; a line feed is none. */
function behindBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === space || bytes[at] === tab || bytes[at] === carriageReturn) at += 1;
  return at;
}

/** The last byte that is no white space; undefined where there is none. */
function lastInk(bytes: Buffer): number | undefined {
  let at = bytes.length - 1;
  while ((bytes[at] as number) <= space) at -= 1;
  return bytes[at];
}
