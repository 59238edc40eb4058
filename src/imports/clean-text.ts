/**
 * Trims the text and collapses its inner white space, in Unicode's normal form C.
 * Control characters count as white space: nobody means one in a title. Halves of a surrogate pair
 * become U+FFFD, as no database stores them.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .normalize('NFC');
}

/** Whether a reader would see nothing of the text: it is empty, or spaces and format characters. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cc}\p{Cf}\p{Z}]*$/u.test(text);
}

/** The text in quotes for a message, cut after 60 characters. */
export function quote(text: string): string {
  const points = [...text.slice(0, 121)];
  return points.length > 60
    ? `"${points.slice(0, 60).join('').toWellFormed()}…"`
    : `"${text.toWellFormed()}"`;
}
