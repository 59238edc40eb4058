import { isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

// What RFC 3986 allows, but for percent signs: no host that people use has any.
const authority = /^(?<host>\[[\da-f:.]+\]|[\w.~!$&'()*+;=-]+)(?::\d*)?$/i;

/**
 * The host of an authority, like `localhost:8000`, in one spelling: in small letters, IPv6 in brackets
 * and as short as it goes, without the dot that may end a name. Undefined for what names no host.
 */
export function normalizeHostName(text: string): string | undefined {
  const { host } = authority.exec(text)?.groups ?? {};
  if (host === undefined) return undefined;
  const name = (URL.parse(`http://${host}`)?.hostname ?? host.toLowerCase()).replace(/\.$/, '');
  return name === '' ? undefined : name;
}

/** The host of an address or a name that stands without a port, as {@link normalizeHostName} spells it. */
export function normalizeBareHostName(text: string): string | undefined {
  if (isIPv6(text)) return normalizeHostName(`[${text}]`);
  if (/:\d*$/.test(text)) return undefined;
  // Requests have it in ASCII.
  return normalizeHostName(/[^ -~]/.test(text) ? domainToASCII(text) : text);
}
