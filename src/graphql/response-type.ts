import { LRUCache } from 'lru-cache';
import { Negotiator } from 'negotiator';
import { ignoreLongAccept } from '../http/replies/accept.js';
import { jsonContentType } from '../http/replies/response-headers.js';

/** The type of a GraphQL response, which tells clients that it comes from no proxy. */
export const graphqlResponseType = 'application/graphql-response+json; charset=utf-8';

// Apollo Server offers it to whoever names it.
const callbackType = 'application/json; callbackSpec=1.0; charset=utf-8';

// Plain JSON first: it is for older clients, and for those that state no preference.
const offered = [jsonContentType, graphqlResponseType, callbackType];

// Most clients send one of a few headers, which take longer to read than a cached answer to send.
const mostHeaders = 100;
const longestKept = 500;
const known = new LRUCache<string, string>({ max: mostHeaders });

/**
 * The media type of a response, as Apollo Server chooses it.
 *
 * @returns undefined when the client accepts none in which a response can be sent
 */
export function negotiateResponseType(header: string | undefined): string | undefined {
  const accept = ignoreLongAccept(header);
  if (!accept) return jsonContentType;
  const found = known.get(accept);
  if (found !== undefined) return found;
  const type = new Negotiator({ headers: { accept } }).mediaType(offered);
  if (type !== undefined && accept.length <= longestKept) known.set(accept, type);
  return type;
}
