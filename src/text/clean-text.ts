// Normalising a run of combining marks takes time by the square of its length: megabytes of them
// would stop the service for hours. Form C makes one code point out of at most four, so a longer text
// is over the 255 of a title in any form.
const maxNormalised = 255 * 4 * 2;

// V8 may keep a step back for each character of a run, for which it has no room when the run has 16
// million: always under the flag u, else where it did not optimise the expression.
const longestRun = 1000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what \p{Cc} stands for
const spaces = /[\s\u0000-\u001f\u007f-\u009f]{1,1000}/g;
const ink = /[^\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Trims the text and collapses its inner white space, in Unicode's normal form C.
 * Control characters count as white space: nobody means one in a title. Halves of a surrogate pair
 * become U+FFFD, as no database stores them. A text that is far too long for a title is
 * left in the form that it has.
 */
export function cleanText(text: string): string {
  const clean = collapsed(text.toWellFormed()).trim();
  return clean.length > maxNormalised ? clean : clean.normalize('NFC');
}

function collapsed(text: string): string {
  const shorter = text.replace(spaces, ' ');
  return text.length > longestRun && shorter.includes('  ') ? collapsed(shorter) : shorter;
}

/**
 * Whether a reader would see nothing of the text: it is empty, or spaces, format characters and
 * others that leave no ink, like the Hangul filler and the Braille pattern without a dot.
 */
export function isBlank(text: string): boolean {
  return !ink.test(text);
}

/** The number of Unicode code points, found without a list of them: texts may have megabytes. */
export function countCodePoints(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

// Written as they are, some of these move the cursor of the terminal that shows a message, colour it
// or name its window, and others turn the direction of all that follows them.
const steering = /[\p{Cc}\u2028\u2029\p{Bidi_Control}]/gu;

/** A text from outside as it may stand in a message: what could steer a terminal is an escape, like \u001b. */
export function escapeControlCharacters(text: string): string {
  return text
    .toWellFormed()
    .replace(steering, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The text in quotes for a message, cut after 60 characters, and {@link escapeControlCharacters}. */
export function quote(text: string): string {
  const points = [...text.slice(0, 121)];
  return points.length > 60
    ? `"${escapeControlCharacters(points.slice(0, 60).join(''))}…"`
    : `"${escapeControlCharacters(text)}"`;
}

/** Names as a message shows them: the first ones, each by {@link quote}, and how many more there are. */
export function quoteNames(names: readonly string[], mostShown: number): string {
  const first = names.slice(0, mostShown).map(quote).join(', ');
  const more = names.length - mostShown;
  return more > 0 ? `${first} and ${more} more` : first;
}
