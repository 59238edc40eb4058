import { Negotiator } from 'negotiator';
import { LruMap } from '../cache/lru.js';

/** The type of a GraphQL response, which tells clients that it comes from no proxy. */
export const graphqlResponseType = 'application/graphql-response+json; charset=utf-8';

/** The type of the time before, which is also sent to who names none. */
export const jsonType = 'application/json; charset=utf-8';

// Apollo Server offers it to whoever names it.
const callbackType = 'application/json; callbackSpec=1.0; charset=utf-8';

const offered = [jsonType, graphqlResponseType, callbackType];

// Most clients send one of a few headers, which take longer to read than a cached answer to send.
const mostHeaders = 100;
const longestKept = 500;
// Browsers send some 150 characters. 30 KB would take 40 ms to read.
const longestRead = 2000;
const known = new LruMap<string>(mostHeaders);

/** An `Accept` as far as it is read: one of over 2,000 characters counts as not given. */
export function readableAccept(accept: string | undefined): string | undefined {
  return accept === undefined || accept.length > longestRead ? undefined : accept;
}

/**
 * The media type of a response, as Apollo Server chooses it.
 *
 * @returns undefined when the client accepts none in which a response can be sent
 */
export function responseType(header: string | undefined): string | undefined {
  const accept = readableAccept(header);
  if (!accept) return jsonType;
  const found = known.get(accept);
  if (found !== undefined) return found;
  const type = new Negotiator({ headers: { accept } }).mediaType(offered);
  if (type !== undefined && accept.length <= longestKept) known.set(accept, type);
  return type;
}
