/** Why a response is not cached, or not looked up. Each reason is one sentence of the documentation. */
export const uncacheableReasons = {
  MUTATION: 'The operation is a mutation.',
  MALFORMED_REQUEST: 'The request does not have the form of a GraphQL request over HTTP.',
  UNKNOWN_DOCUMENT:
    'The document is not valid GraphQL, exceeds a limit, or has more than 10,000 characters and is in no manifest.',
  UNKNOWN_OPERATION: 'The request does not select exactly one query or mutation of its document.',
  COST_REPORT: 'The request asks for its cost, which is reported to that request alone.',
  BODY_TOO_LARGE: 'The body of the request has more than 128 KB.',
  UNSUITABLE_VARIABLES:
    'The variables are too large or too deeply nested to be part of a cache key, or contain a number that JSON cannot represent exactly.',
  MEDIA_TYPE: 'The response is not sent as one of the media types that are cached.',
  CSRF_RULE:
    'The request could come from a page of another origin without a preflight, so it is rejected.',
  ERRORS: 'The response has errors and no data.',
  PARTIAL_DATA: 'The response has errors besides its data.',
  NO_CACHE_HINT: 'The named field, or a type that its value may have, has no cache hint.',
  PRIVATE_CACHE_HINT: 'The cache hint of the named field is private.',
  VIEWER_READ: 'A resolver read the viewer, so the response may differ for others.',
  RESPONSE_TOO_LARGE: 'The response is larger than the cache accepts.',
  OUTDATED: 'The data changed while the response was made.',
  CACHE_OFF: 'The cache is off (`CACHE_MEGABYTES=0`) and no Redis is configured.',
} as const;

export type UncacheableReason = keyof typeof uncacheableReasons;

/** The decision not to cache, or not to look up, a response. */
export interface Uncacheable {
  readonly isCacheable: false;
  readonly reason: UncacheableReason;
  /** The field that is the reason, like `Query.imports`. */
  readonly field?: string;
}

/** The decision that a response may be cached by anyone. */
interface Cacheable {
  readonly isCacheable: true;
  /** Seconds for which the response is fresh, above 0. */
  readonly maxAge: number;
  readonly contentType: string;
}

/** Whether a response may be cached. */
export type CacheDecision = Cacheable | Uncacheable;

/** The decision not to cache. */
export function uncacheable(reason: UncacheableReason, field?: string): Uncacheable {
  return field === undefined
    ? { isCacheable: false, reason }
    : { isCacheable: false, reason, field };
}

/** Whether only the client that sent the request may get the response, even if that is an error. */
export function isPersonal(decision: CacheDecision): boolean {
  if (decision.isCacheable) return false;
  return decision.reason === 'VIEWER_READ' || decision.reason === 'PRIVATE_CACHE_HINT';
}
