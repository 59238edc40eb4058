import type { Uncacheable } from './cache-decision.js';
import { type StoredResponse, secondsLeft } from './stored-response.js';

/** Why the cache had a response made instead of finding it. */
export interface Forwarding {
  /**
   * `miss`: nothing was found. `stale`: what was found had expired, or was made from older data.
   * `bypass`: the cache was not consulted.
   */
  readonly why: 'miss' | 'stale' | 'bypass';
  /** Why the response was not stored; undefined if it was. */
  readonly refusal?: Uncacheable | undefined;
  /** Whether the response was made for another request that arrived at the same time. */
  readonly isCollapsed?: boolean;
}

/** A response that was found (`hit`), or how it was made. */
export type CacheOutcome = { readonly hit: StoredResponse } | Forwarding;

// RFC 9211, section 2: the name of the cache.
const name = 'records-graphql';

/**
 * The value of the header `Cache-Status` (RFC 9211). Its parameter `detail` holds the reason why a
 * response was not stored and, where there is one, the field that is the reason.
 */
export function formatCacheStatus(outcome: CacheOutcome): string {
  // Negative for a stale response, by section 2.4.
  if ('hit' in outcome) return `${name}; hit; ttl=${Math.floor(secondsLeft(outcome.hit))}`;
  const { why, refusal, isCollapsed } = outcome;
  const parts = [name, `fwd=${why}`];
  if (refusal === undefined) parts.push('stored');
  if (isCollapsed) parts.push('collapsed');
  if (refusal !== undefined) parts.push(`detail="${detailOf(refusal)}"`);
  return parts.join('; ');
}

// Names of GraphQL have no character that would have to be escaped.
const detailOf = ({ reason, field }: Uncacheable) =>
  field === undefined ? reason : `${reason}: ${field}`;
