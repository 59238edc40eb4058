/** The maximum number of structural characters in a row of JSON. */
const maxStructuralCharacters = 10_000;

/** How many levels deep a row of JSON may be nested. */
export const maxDepth = 1_000;

const [quote, backslash] = [0x22, 0x5c];

/** 1 for the characters that begin a JSON value or separate two: `{`, `[` and `,`. */
const isStructural = new Uint8Array(256);
for (const character of '{[,') isStructural[character.charCodeAt(0)] = 1;

/**
 * Describes a row of JSON that has too many structural characters, as a predicate of the row: parsed, it
 * could take a hundred times the memory of its text. Undefined if it may be parsed.
 */
export function findExcessStructure(bytes: Buffer): string | undefined {
  if (bytes.length <= maxStructuralCharacters) return undefined;
  let upperBound = 0;
  for (let at = 0; at < bytes.length; at += 1)
    upperBound += isStructural[bytes[at] as number] as number;
  // An upper bound that includes strings, so that nearly no row is scanned twice.
  const count = upperBound > maxStructuralCharacters ? countOutsideStrings(bytes) : upperBound;
  if (count <= maxStructuralCharacters) return undefined;
  return `has ${count} structural characters ("{", "[" and "," outside strings); at most ${maxStructuralCharacters} are allowed`;
}

function countOutsideStrings(bytes: Buffer): number {
  let count = 0;
  let isInString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === quote) isInString = !isInString;
    else if (!isInString) count += isStructural[byte] as number;
    else if (byte === backslash) at += 1;
  }
  return count;
}

/** Whether a JSON value is nested deeper than {@link maxDepth}; each level takes at least a byte. */
export const isTooDeep = (value: unknown, bytes: number): boolean =>
  bytes > maxDepth && isDeeper(value, maxDepth);

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  for (const member of Array.isArray(value) ? value : Object.values(value)) {
    if (isDeeper(member, depth - 1)) return true;
  }
  return false;
}
