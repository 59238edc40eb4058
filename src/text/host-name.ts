import { isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

// What RFC 3986 allows, except percent signs, which no host in use has.
const authority = /^(?<host>\[[\da-f:.]+\]|[\w.~!$&'()*+;=-]+)(?::\d*)?$/i;

/**
 * The host of an authority, like `localhost:8000`, in canonical form: lower case, IPv6 in brackets and
 * as short as possible, without a trailing dot. Undefined for anything that is not a host.
 */
export function normalizeHostName(text: string): string | undefined {
  const { host } = authority.exec(text)?.groups ?? {};
  if (host === undefined) return undefined;
  const name = (URL.parse(`http://${host}`)?.hostname ?? host.toLowerCase()).replace(/\.$/, '');
  return name === '' ? undefined : name;
}

/** The canonical form of an IP address or a name without a port, see {@link normalizeHostName}. */
export function normalizeBareHostName(text: string): string | undefined {
  if (isIPv6(text)) return normalizeHostName(`[${text}]`);
  if (/:\d*$/.test(text)) return undefined;
  // Requests carry it in ASCII.
  return normalizeHostName(/[^ -~]/.test(text) ? domainToASCII(text) : text);
}
