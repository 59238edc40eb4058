import { LRUCache } from 'lru-cache';
import { Negotiator } from 'negotiator';
import { ignoreLongAccept } from '../http/replies/accept.js';
import { jsonContentType } from '../http/replies/response-headers.js';

/** The media type of a GraphQL response, which shows that it does not come from a proxy. */
export const graphqlResponseType = 'application/graphql-response+json; charset=utf-8';

// Apollo Server offers it to clients that name it.
const callbackType = 'application/json; callbackSpec=1.0; charset=utf-8';

// Plain JSON first: it is for older clients, and for those that state no preference.
const offered = [jsonContentType, graphqlResponseType, callbackType];

// Most clients send one of a few headers, and parsing one takes longer than sending a cached response.
const maxHeaders = 100;
const maxCachedLength = 500;
const known = new LRUCache<string, string>({ max: maxHeaders });

/**
 * Negotiates the media type of a response, as Apollo Server does.
 *
 * @returns undefined if the client accepts none of the media types of a response
 */
export function negotiateResponseType(header: string | undefined): string | undefined {
  const accept = ignoreLongAccept(header);
  if (!accept) return jsonContentType;
  const found = known.get(accept);
  if (found !== undefined) return found;
  const type = new Negotiator({ headers: { accept } }).mediaType(offered);
  if (type !== undefined && accept.length <= maxCachedLength) known.set(accept, type);
  return type;
}
