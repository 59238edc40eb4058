import { isBlank } from '../../text/clean-text.js';
import { quote } from '../../text/quote.js';
import type { RejectionCode } from './rejection-reason.js';
import { containsTwoLinks, invisible } from './two-links.js';

type UriRejectionCode = Extract<RejectionCode, `URI_${string}`>;

/** A normalised URI, or the reason why it was rejected. */
export type ParsedUri =
  | { readonly uri: string; readonly host: string }
  | { readonly code: UriRejectionCode; readonly message: string };

/** The maximum length of a normalised URI, in characters. */
const maxUriLength = 2048;

// RFC 1035, section 2.3.4, counting the dots.
const maxHostNameLength = 253;

// The standard strips the first range, so it must not hide the scheme. Other white space at the ends is
// stripped too, and so are invisible characters: they are often copied from a page together with a URI.
const strippedAtEnds = new RegExp(`[\\u0000-\\u0020\\s${invisible}]`);
const strippedAnywhere = /[\t\n\r]/g;

const reject = (code: UriRejectionCode, message: string): ParsedUri => ({ code, message });

/**
 * Normalises an absolute http(s) URI as browsers do (WHATWG URL Standard): scheme and host in lower
 * case, without the default port, with dot segments resolved and other characters escaped.
 */
export function parseUri(text: string | null | undefined): ParsedUri {
  if (text === null || text === undefined || isBlank(text)) {
    return reject('URI_MISSING', 'The URI is missing; expected an absolute http(s) URI.');
  }
  const stripped = strip(text);
  const bare = stripped.replace(strippedAnywhere, '');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(bare)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    return reject(
      'URI_RELATIVE',
      `The URI ${quote(text)} is relative; it must start with http:// or https://.`,
    );
  }
  if (scheme !== 'http' && scheme !== 'https') {
    return reject(
      'URI_SCHEME_UNSUPPORTED',
      `The URI ${quote(text)} has the scheme "${scheme}"; only http and https are allowed.`,
    );
  }
  if (containsTwoLinks(stripped)) return rejectTwoLinks(text);
  const url = URL.parse(bare);
  if (url === null) return reject('URI_INVALID', `The URI ${quote(text)} is not a valid URL.`);
  if (/^https?\.?$/.test(url.hostname)) return rejectTwoLinks(text);
  if (url.hostname.length > maxHostNameLength) {
    return reject(
      'URI_INVALID',
      `The host of the URI has ${url.hostname.length} characters; at most ${maxHostNameLength} are allowed.`,
    );
  }
  if (url.href.length > maxUriLength) {
    return reject(
      'URI_TOO_LONG',
      `The normalised URI has ${url.href.length} characters; at most ${maxUriLength} are allowed.`,
    );
  }
  return { uri: url.href, host: url.host };
}

/** Strips the ends one character at a time: V8 may run out of memory on long runs, see `clean-text.ts`. */
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

const rejectTwoLinks = (text: string) =>
  reject(
    'URI_INVALID',
    `The URI ${quote(text)} contains two links; send each as a separate item. Within one link, escape commas as %2C, semicolons as %3B and spaces as %20.`,
  );
