// Unescaped, some of these move the cursor of the terminal that shows a message, colour its text or set
// its title (C0, DEL and C1, U+0085 included), end the line (U+2028, U+2029), or reverse the direction of
// everything that follows (bidirectional controls). Lone surrogates cannot be encoded.
const unsafe = /[\p{Cc}\p{Cs}\u2028\u2029\p{Bidi_Control}]/gu;

/**
 * Makes untrusted text safe for messages, logs and terminals: whatever could control a terminal is shown
 * as an escape, like \u001b.
 */
export function escapeControlCharacters(text: string): string {
  return text.replace(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The text in quotes for a message, safe to show and cut after `maxShown` characters. */
export function quote(text: string, maxShown = 60): string {
  // A character is one or two units; one unit more shows whether the text goes on.
  const characters = [...text.slice(0, 2 * maxShown + 1)];
  return characters.length > maxShown
    ? `"${escapeControlCharacters(characters.slice(0, maxShown).join(''))}…"`
    : `"${escapeControlCharacters(text)}"`;
}

/** Names for a message: the first ones, each by {@link quote}, and how many more there are. */
export function quoteNames(names: readonly string[], maxShown: number): string {
  const first = names
    .slice(0, maxShown)
    .map((name) => quote(name))
    .join(', ');
  const more = names.length - maxShown;
  return more > 0 ? `${first} and ${more} more` : first;
}

const maxLineLength = 500;

/**
 * Untrusted text as one line of a message: runs of white space become a space, format characters are
 * left out, and the rest is safe to show. Cut after 500 UTF-16 units.
 */
export function toSafeLine(text: string): string {
  // Cut first: a run of millions is too much for the expressions.
  const line = text
    .slice(0, 4 * maxLineLength)
    .replace(/\p{Cf}+/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return escapeControlCharacters(
    line.length <= maxLineLength ? line : `${line.slice(0, maxLineLength).toWellFormed()}…`,
  );
}
