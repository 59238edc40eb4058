/**
 * Invisible characters that are often copied together with a link, for a character class. Variation
 * selectors are not among them, because emoji end with them.
 */
export const invisible =
  '\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff';

// After white space, the second link may be in quotes or brackets.
const afterSpace = new RegExp(
  `[\\u0000-\\u0020\\u007f-\\u009f\\s${invisible}]["'(<[]?https?:[\\\\/]{2}`,
  'i',
);
const afterSeparator = /[,;]https?:[\\/]{2}/i;
// Before its path, a link cannot contain another one: http://http://a and http://ahttp://b
const inHost = /^https?:[\\/]*(?:[^\\/?#]*(?:https?|ftps?|wss?|file|feed):[\\/]{2}|mailto:)/i;
// No host name is longer.
const maxHostLength = 1000;
const linkAsValue = /^(?:[^=]{0,1000}=)?https?(?::|%3a)(?:[\\/]|%2f){2}/i;

/**
 * Whether a URI consists of two links: the second one follows the scheme or the host of the first
 * directly, or it follows white space, a comma or a semicolon. A URL in a path, as in web archives, is
 * part of one URI, and so is a list in a query value that begins with a URL.
 *
 * @param text an http(s) URI as received, already stripped at its ends
 */
export function containsTwoLinks(text: string): boolean {
  // Most URIs have no colon after the scheme.
  if (!text.includes(':', 'https:'.length)) return false;
  if (inHost.test(text.slice(0, maxHostLength)) || afterSpace.test(text)) return true;
  return (
    afterSeparator.test(text) && partsWithoutLists(text).some((part) => afterSeparator.test(part))
  );
}

/** Splits a URI into parts, leaving out the query values that begin with a URL. */
function partsWithoutLists(text: string): string[] {
  const hash = text.indexOf('#');
  const [address, fragment] = hash === -1 ? [text, ''] : [text.slice(0, hash), text.slice(hash)];
  const mark = address.indexOf('?');
  if (mark === -1) return [text];
  const parameters = address.slice(mark + 1).split('&');
  const others = parameters.filter((parameter) => !linkAsValue.test(parameter));
  return [address.slice(0, mark), ...others, fragment];
}
