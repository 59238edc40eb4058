/**
 * Joins strings to a key that is unique to the list: each is preceded by its length, and `undefined`
 * differs from every string. With a mere separator, a client that chooses the strings could make two
 * different lists equal.
 */
export function joinKeyParts(parts: readonly (string | undefined)[]): string {
  let key = '';
  for (const part of parts) key += part === undefined ? '-' : `${part.length}:${part}`;
  return key;
}
