// Normalising a run of combining marks takes time quadratic in its length: megabytes of them would block
// the service for hours. Form C makes one code point out of at most four, so a longer text exceeds the
// 255 of a title in any form.
const maxNormalised = 255 * 4 * 2;

// V8 may keep a backtracking step for each character of a run, and runs out of memory for 16 million of
// them: always with the flag u, otherwise where it did not optimise the expression.
const maxRun = 1000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters of \p{Cc}
const spaces = /[\s\u0000-\u001f\u007f-\u009f]{1,1000}/g;
const ink = /[^\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Trims the text, collapses its inner white space and converts it to Unicode's normal form C.
 * Control characters count as white space: nobody intends one in a title. Lone surrogates become
 * U+FFFD, as no database stores them. A text that is far too long for a title is not normalised.
 */
export function cleanText(text: string): string {
  const clean = collapseSpaces(text.toWellFormed()).trim();
  return clean.length > maxNormalised ? clean : clean.normalize('NFC');
}

function collapseSpaces(text: string): string {
  const shorter = text.replace(spaces, ' ');
  return text.length > maxRun && shorter.includes('  ') ? collapseSpaces(shorter) : shorter;
}

/**
 * Whether the text is invisible: empty, or only spaces, format characters and others that leave no ink,
 * like the Hangul filler and the Braille pattern without dots.
 */
export function isBlank(text: string): boolean {
  return !ink.test(text);
}

/** Counts Unicode code points without making a list of them, as texts may have megabytes. */
export function countCodePoints(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
