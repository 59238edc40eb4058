import { isBlank } from '../../text/clean-text.js';
import { quote } from '../../text/quote.js';
import type { RejectionCode } from './rejection-reason.js';
import { containsTwoLinks, invisible } from './two-links.js';

type UriRejectionCode = Extract<RejectionCode, `URI_${string}`>;

/** A uri that was understood, or the reason why it was not. */
export type ParsedUri =
  | { readonly uri: string; readonly host: string }
  | { readonly code: UriRejectionCode; readonly message: string };

/** The most characters that a normalised uri may have. */
export const maxUriLength = 2048;

// RFC 1035, section 2.3.4, with the dots written out.
const maxHostNameLength = 253;

// The standard strips the first ones, so they must not hide what kind of uri it is. Other white space at
// the ends is stripped too, and so are invisible marks: they come along when a uri is copied from a page.
const strippedAtEnds = new RegExp(`[\\u0000-\\u0020\\s${invisible}]`);
const strippedAnywhere = /[\t\n\r]/g;

const refused = (code: UriRejectionCode, message: string): ParsedUri => ({ code, message });

/**
 * Normalises an absolute http(s) uri as browsers do (WHATWG URL Standard): the scheme and host in
 * lower case, the scheme's own port left out, dot segments resolved, other characters escaped.
 */
export function parseUri(text: string | null | undefined): ParsedUri {
  if (text === null || text === undefined || isBlank(text)) {
    return refused('URI_MISSING', 'The uri is missing; an absolute http or https uri is wanted.');
  }
  const stripped = strip(text);
  const bare = stripped.replace(strippedAnywhere, '');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(bare)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    return refused(
      'URI_RELATIVE',
      `The uri ${quote(text)} is relative; it must start with http:// or https://.`,
    );
  }
  if (scheme !== 'http' && scheme !== 'https') {
    return refused(
      'URI_SCHEME_UNSUPPORTED',
      `The uri ${quote(text)} has the scheme "${scheme}"; only http and https are stored.`,
    );
  }
  if (containsTwoLinks(stripped)) return twoLinks(text);
  const url = URL.parse(bare);
  if (url === null) return refused('URI_INVALID', `The uri ${quote(text)} is not a valid URL.`);
  if (/^https?\.?$/.test(url.hostname)) return twoLinks(text);
  if (url.hostname.length > maxHostNameLength) {
    return refused(
      'URI_INVALID',
      `The uri's host has ${url.hostname.length} characters; a host name has at most ${maxHostNameLength}.`,
    );
  }
  if (url.href.length > maxUriLength) {
    return refused(
      'URI_TOO_LONG',
      `The uri has ${url.href.length} characters when normalised; at most ${maxUriLength} are stored.`,
    );
  }
  return { uri: url.href, host: url.host };
}

/** One by one at the ends: for runs of them, V8 may have no room, see `clean-text.ts`. */
function strip(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isStripped(text, from)) from += 1;
  while (to > from && isStripped(text, to - 1)) to -= 1;
  return text.slice(from, to);
}

function isStripped(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  const isPrinted = code > 0x20 && code < 0x7f;
  return !isPrinted && strippedAtEnds.test(text.charAt(at));
}

const twoLinks = (text: string) =>
  refused(
    'URI_INVALID',
    `The uri ${quote(text)} holds two links; send each as an item of its own. In one link, a comma is written %2C, a semicolon %3B and a space %20.`,
  );
