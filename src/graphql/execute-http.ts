import { Readable } from 'node:stream';
import { type ApolloServer, type BaseContext, HeaderMap } from '@apollo/server';
import type { HttpCodes } from '../config/config.js';
import { dropEmptyParameters } from './documents/request-parameters.js';
import type { GraphqlHttpRequest } from './graphql-http-request.js';
import { graphqlResponseType } from './response-type.js';

/** An answer of the GraphQL engine over HTTP. */
export interface GraphqlHttpResponse {
  readonly status: number;
  readonly headers: HeaderMap;
  /** A stream for what comes in parts. */
  readonly body: string | Readable;
}

/** A GraphQL engine, and how it is heard over HTTP. */
export interface GraphqlServer<Context extends BaseContext> {
  readonly apollo: ApolloServer<Context>;
  readonly codes: HttpCodes;
}

/** Has a GraphQL engine answer a request that came over HTTP. */
export async function executeHttp<Context extends BaseContext>(
  { apollo, codes }: GraphqlServer<Context>,
  http: GraphqlHttpRequest,
  context: () => Promise<Context>,
): Promise<GraphqlHttpResponse> {
  const search = `?${dropEmptyParameters(http.search)}`;
  const httpGraphQLRequest = { ...http, search, headers: headerMap(http) };
  const answer = await apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context });
  const { status = 200, headers, body } = answer;
  // Clients that know only JSON cannot tell it from the error of a proxy; this type says whose it is.
  if (codes === 'draft' && status >= 400 && status !== 406) {
    headers.set('content-type', graphqlResponseType);
  }
  return {
    status,
    headers,
    body: body.kind === 'complete' ? body.string : Readable.from(body.asyncIterator),
  };
}

function headerMap({ headers }: GraphqlHttpRequest): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}
