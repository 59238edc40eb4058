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
