import type { AcceptedCodings, Coding } from './content-coding.js';

/** The entity tag of a response in a coding. @param etag the one of the uncompressed response */
export function etagFor(etag: string, coding: Coding | undefined): string {
  return coding === undefined ? etag : `${etag.slice(0, -1)}.${coding}"`;
}

// Caches send the few tags that they have. Parsing 30 KB would take 20 ms.
const maxHeaderLength = 4000;

/**
 * The tag in an `If-None-Match` that matches the response in a coding that the client accepts, so
 * that 304 is sent (RFC 9110, section 13.1.2; the comparison is weak). Undefined when none matches.
 *
 * @param etag the tag of the uncompressed response
 * @param coding the one in which the response would be sent
 */
export function matchEtag(
  header: string | undefined,
  etag: string,
  coding: Coding | undefined,
  accepted: AcceptedCodings,
): string | undefined {
  if (header === undefined || header.length > maxHeaderLength) return undefined;
  const tags = header.split(',').map(withoutSuffix);
  const sent = etagFor(etag, coding);
  if (tags.includes('*') || tags.includes(sent)) return sent;
  // The client may have it in another coding, if it still accepts that coding.
  if (accepted.identity && tags.includes(etag)) return etag;
  const other = accepted.all.find((each) => tags.includes(etagFor(etag, each)));
  return other && etagFor(etag, other);
}

/**
 * A tag as it was before a proxy that compressed the response changed it: some make it weak, others
 * add a suffix, within its quotes (Apache, Jetty, LiteSpeed) or after them.
 */
function withoutSuffix(tag: string): string {
  return tag
    .trim()
    .replace(/^W\//, '')
    .replace(/[-;:]{1,2}(?:x-)?(?:gzip|gz|br|brotli|zstd|zst|deflate)("?)$/i, '$1');
}
