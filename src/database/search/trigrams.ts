/** The sequences of three code points in a text, each once. */
export function toTrigrams(text: string): Set<string> {
  const points = [...text];
  return new Set(points.slice(2).map((_, at) => points.slice(at, at + 3).join('')));
}

/**
 * Selects the trigrams by which a text is looked up: all of a short text, and `max` of a long one, evenly
 * spread. They are enough to tell rows apart; more would only slow down the index.
 */
export function selectTrigrams(text: string, max = 32): string[] {
  const all = [...toTrigrams(text)];
  const step = Math.max(1, all.length / max);
  return all.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}

/**
 * Calls `visit` with a number of 32 bits for each trigram of a text, in order, including repeated ones.
 * It has to be simple, as an import has a million of them. Two trigrams may share a number.
 */
export function visitTrigramNumbers(text: string, visit: (trigram: number) => void): void {
  let first = -1;
  let second = -1;
  for (let at = 0; at < text.length; at += 1) {
    const third = text.codePointAt(at) ?? 0;
    if (third > 0xffff) at += 1;
    if (first >= 0) visit(mix(mix(mix(0x811c9dc5, first), second), third) >>> 0);
    first = second;
    second = third;
  }
}

/** A step of FNV-1a, over code points. */
const mix = (hash: number, point: number) => Math.imul(hash ^ point, 0x01000193);

/** The number of one trigram, see {@link visitTrigramNumbers}. */
export function hashTrigram(trigram: string): number {
  let number = 0;
  visitTrigramNumbers(trigram, (only) => {
    number = only;
  });
  return number;
}
