/**
 * Marks that leave no ink and come along where a link is copied from, for a class of an expression.
 * Variation selectors are none of them, as emoji end in them.
 */
export const invisible =
  '\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff';

// Behind the space, the second link may be in quotes or brackets.
const behindSpace = new RegExp(
  `[\\u0000-\\u0020\\u007f-\\u009f\\s${invisible}]["'(<[]?https?:[\\\\/]{2}`,
  'i',
);
const behindMark = /[,;]https?:[\\/]{2}/i;
// Before its path, no link holds another one: http://http://a and http://ahttp://b
const inHost = /^https?:[\\/]*(?:[^\\/?#]*(?:https?|ftps?|wss?|file|feed):[\\/]{2}|mailto:)/i;
// No host is longer.
const mostOfHost = 1000;
const linkAsValue = /^(?:[^=]{0,1000}=)?https?(?::|%3a)(?:[\\/]|%2f){2}/i;

/**
 * Whether a uri is two of them: the second one stands directly behind the scheme or the host of the
 * first, or behind white space, a comma or a semicolon. An address in a path, as archives of the web
 * have it, is part of the one uri, and so is a list in a value of the query that begins with an address.
 *
 * @param text an http(s) uri as it was received, without what is stripped at its ends
 */
export function containsTwoLinks(text: string): boolean {
  // Most have no colon but that of their scheme.
  if (!text.includes(':', 'https:'.length)) return false;
  if (inHost.test(text.slice(0, mostOfHost)) || behindSpace.test(text)) return true;
  return behindMark.test(text) && partsWithoutLists(text).some((part) => behindMark.test(part));
}

/** The parts of a uri, but for values of the query that begin with an address. */
function partsWithoutLists(text: string): string[] {
  const hash = text.indexOf('#');
  const [address, fragment] = hash === -1 ? [text, ''] : [text.slice(0, hash), text.slice(hash)];
  const mark = address.indexOf('?');
  if (mark === -1) return [text];
  const parameters = address.slice(mark + 1).split('&');
  const others = parameters.filter((parameter) => !linkAsValue.test(parameter));
  return [address.slice(0, mark), ...others, fragment];
}
