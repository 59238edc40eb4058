import { Negotiator } from 'negotiator';

/** The type of a GraphQL response, which tells clients that it comes from no proxy. */
export const graphqlResponseType = 'application/graphql-response+json; charset=utf-8';

/** The type of the time before, which is also sent to who names none. */
export const jsonType = 'application/json; charset=utf-8';

/**
 * The media type of a response, as Apollo Server chooses it.
 *
 * @returns undefined when the client accepts none in which a response can be sent
 */
export function responseType(accept: string | undefined): string | undefined {
  if (!accept) return jsonType;
  return new Negotiator({ headers: { accept } }).mediaType([jsonType, graphqlResponseType]);
}
