/**
 * One text for several, which no others give: each has its length before it, and one that is not
 * there is told from every text. Texts that are merely joined are equal for others as soon as a
 * client may choose what they hold.
 */
export function joinKeyParts(parts: readonly (string | undefined)[]): string {
  let key = '';
  for (const part of parts) key += part === undefined ? '-' : `${part.length}:${part}`;
  return key;
}
