import type { AcceptedCodings, Coding } from './content-coding.js';

/** The entity tag of an answer whose plain form has the tag `etag`: each form has one of its own. */
export function etagFor(etag: string, coding: Coding | undefined): string {
  return coding === undefined ? etag : `${etag.slice(0, -1)}.${coding}"`;
}

// A cache names the few forms that it has. 30 KB would take 20 ms to read.
const longestHeader = 4000;

/**
 * The tag that an `If-None-Match` names of the forms of an answer which the client takes, for which
 * the answer is 304 (RFC 9110, section 13.1.2; the comparison is weak). Undefined when it has none.
 *
 * @param etag the tag of the plain form
 * @param coding the form in which the answer would be sent
 */
export function matchEtag(
  header: string | undefined,
  etag: string,
  coding: Coding | undefined,
  accepted: AcceptedCodings,
): string | undefined {
  if (header === undefined || header.length > longestHeader) return undefined;
  const named = header.split(',').map(withoutSuffix);
  const sent = etagFor(etag, coding);
  if (named.includes('*') || named.includes(sent)) return sent;
  // The form that the client has is as good as the one that it would get, if it still takes it.
  if (accepted.identity && named.includes(etag)) return etag;
  const other = accepted.all.find((each) => named.includes(etagFor(etag, each)));
  return other && etagFor(etag, other);
}

/**
 * A tag as it was before proxies changed it, which have packed the answer: some make it weak, others
 * add what they have done, within its quotes (Apache, Jetty, LiteSpeed) or behind them.
 */
function withoutSuffix(tag: string): string {
  return tag
    .trim()
    .replace(/^W\//, '')
    .replace(/[-;:]{1,2}(?:x-)?(?:gzip|gz|br|brotli|zstd|zst|deflate)("?)$/i, '$1');
}
