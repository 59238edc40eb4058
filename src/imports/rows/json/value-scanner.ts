const [quote, backslash, lineFeed, comma, colon] = [0x22, 0x5c, 0x0a, 0x2c, 0x3a];
const [space, tab, carriageReturn] = [0x20, 0x09, 0x0d];
const [opensList, closesList, opensObject, closesObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Not 0 for bytes that matter. */
const kinds = new Uint8Array(256);
for (const byte of [quote, backslash, lineFeed, comma]) kinds[byte] = 1;
for (const byte of [opensList, closesList, opensObject, closesObject]) kinds[byte] = 1;

/** Not 0 for bytes that may follow a string, and for bytes that may precede one. */
const followString = new Uint8Array(256);
for (const byte of [comma, colon, closesList, closesObject, lineFeed]) followString[byte] = 1;
const precedeString = new Uint8Array(256);
for (const byte of [comma, colon, opensList, opensObject]) precedeString[byte] = 1;

/**
 * Finds the ends of JSON values, in bytes that arrive in chunks, without parsing them: brackets are
 * balanced, and strings skipped. So it also finds the end of values that are not quite JSON: whether a
 * quote ends its string or is an unescaped one, as in `"5" disc"`, is decided by what follows it.
 */
export class ValueScanner {
  /** The line of the next byte, from 1. */
  line = 1;
  readonly #stopsAfterValue: boolean;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** Whether the last byte, apart from blanks, is a quote in a string that may be its end. */
  #isAtQuote = false;
  /** The last byte of the value so far that is not white space. */
  #last: number | undefined;

  /** @param stopsAfterValue whether a value also ends with its own last bracket */
  constructor(stopsAfterValue = false) {
    this.#stopsAfterValue = stopsAfterValue;
  }

  /** Whether a bracket or a string is open. */
  get isOpen(): boolean {
    return this.#depth > 0 || (this.#isInString && !this.#isAtQuote);
  }

  /** The position of the next byte that is not white space; the length of the bytes if there is none. */
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
   * The position of the next comma or closing bracket outside strings and outside brackets opened since the
   * last one, or of a line feed in a string, which JSON does not allow; -1 if these bytes have none. With
   * `stopsAfterValue`, also that of the bracket that closes the value.
   */
  find(bytes: Buffer, from: number): number {
    let at = this.#resume(bytes, from);
    let depth = this.#depth;
    let isInString = this.#isInString;
    let line = this.line;
    let end = -1;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      // Letters and digits, which are most of the bytes, do not matter here.
      if (kinds[byte] === 0) continue;
      if (byte === quote) {
        if (!isInString) {
          let before = at - 1;
          while ((bytes[before] as number) <= space) before -= 1;
          isInString =
            before < 0 ? this.#mayBeginFirst() : precedeString[bytes[before] as number] === 1;
        } else if (followString[bytes[at + 1] as number] === 1) isInString = false;
        else {
          const next = skipBlanks(bytes, at + 1);
          this.#isAtQuote = next === bytes.length;
          isInString = this.#isAtQuote || followString[bytes[next] as number] === 0;
          at = next - 1;
        }
      } else if (byte === lineFeed) {
        if (isInString) {
          // Strings and structure were mistaken for each other.
          isInString = false;
          depth = 0;
          end = at;
          break;
        }
        line += 1;
      } else if (isInString) {
        if (byte !== backslash) continue;
        if (at + 1 === bytes.length) this.#isEscaped = true;
        else if (bytes[at + 1] !== lineFeed) at += 1;
      } else if (byte === opensObject || byte === opensList) depth += 1;
      else if (byte !== backslash) {
        if (depth === 0) {
          end = at;
          break;
        }
        if (byte !== comma) {
          depth -= 1;
          if (depth === 0 && this.#stopsAfterValue) {
            end = at;
            break;
          }
        }
      }
    }
    this.#depth = depth;
    this.#isInString = isInString;
    this.line = line;
    this.#last = end === -1 ? (findLastInk(bytes) ?? this.#last) : undefined;
    return end;
  }

  /** Continues where the last chunk ended in the middle of something. Returns where to resume scanning. */
  #resume(bytes: Buffer, from: number): number {
    if (this.#isEscaped && from < bytes.length) {
      this.#isEscaped = false;
      return bytes[from] === lineFeed ? from : from + 1;
    }
    if (!this.#isAtQuote) return from;
    const next = skipBlanks(bytes, from);
    if (next === bytes.length) return next;
    this.#isAtQuote = false;
    this.#isInString = followString[bytes[next] as number] === 0;
    return next;
  }

  /** Whether the first byte of a chunk can begin a string, by what precedes it. */
  #mayBeginFirst(): boolean {
    return this.#last === undefined || precedeString[this.#last] === 1;
  }
}

/** The position of the next byte that is not a blank; line feeds are not blanks. */
function skipBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === space || bytes[at] === tab || bytes[at] === carriageReturn) at += 1;
  return at;
}

/** The last byte that is not white space; undefined if there is none. */
function findLastInk(bytes: Buffer): number | undefined {
  let at = bytes.length - 1;
  while ((bytes[at] as number) <= space) at -= 1;
  return bytes[at];
}
