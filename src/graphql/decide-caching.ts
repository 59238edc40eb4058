import type { IncomingHttpHeaders } from 'node:http';
import { type CacheDecision, uncacheable } from '../cache/cache-decision.js';
import type { ExecutionNotes } from './context.js';
import type { GraphqlHttpResponse } from './execute-http.js';

/**
 * Whether a response that was just made may be cached. Nothing else decides that: what the plan of a
 * request rejects before, and the stores afterwards, is reported in the same terms.
 *
 * @param type the media type for which the response was made
 */
export function decideCaching(
  { status, headers }: Pick<GraphqlHttpResponse, 'status' | 'headers'>,
  { viewer, cachePolicy, refusal }: ExecutionNotes,
  type: string | undefined,
): CacheDecision {
  // Before all else: a hint that somebody forgot to make private must not matter.
  if (viewer.isRead || refusal) return uncacheable('VIEWER_READ');
  if (cachePolicy === undefined) return uncacheable('ERRORS');
  if (!cachePolicy.isCacheable) return cachePolicy;
  if (status !== 200) return uncacheable('ERRORS');
  const contentType = headers.get('content-type');
  if (contentType === undefined || contentType !== type) return uncacheable('MEDIA_TYPE');
  return { isCacheable: true, maxAge: cachePolicy.maxAge, contentType };
}

/** Whether a client wants to know what the cache did. Asking changes neither that nor the key. */
export function isCacheReportRequested(headers: IncomingHttpHeaders): boolean {
  return headers['graphql-cache'] === 'report';
}
