import { Readable } from 'node:stream';
import { type ApolloServer, type BaseContext, HeaderMap } from '@apollo/server';
import type { HttpCodes } from '../config/config.js';
import { dropEmptyParameters } from './documents/request-parameters.js';
import type { DirectQueries } from './execution/direct-queries.js';
import type { GraphqlHttpRequest } from './graphql-http-request.js';
import { graphqlResponseType } from './response-type.js';

/** A response of the GraphQL server over HTTP. */
export interface GraphqlHttpResponse {
  readonly status: number;
  readonly headers: HeaderMap;
  /** A stream for incremental responses. */
  readonly body: string | Readable;
}

/** A GraphQL server, and the HTTP status codes it uses. */
export interface GraphqlServer<Context extends BaseContext> {
  readonly apollo: ApolloServer<Context>;
  readonly codes: HttpCodes;
  /** Executes queries without `apollo`, where that is the same. */
  readonly direct: DirectQueries;
}

/** Executes a GraphQL request that came over HTTP. */
export async function executeHttp<Context extends BaseContext>(
  { apollo, codes }: Pick<GraphqlServer<Context>, 'apollo' | 'codes'>,
  http: GraphqlHttpRequest,
  context: () => Promise<Context>,
): Promise<GraphqlHttpResponse> {
  const search = `?${dropEmptyParameters(http.search)}`;
  const httpGraphQLRequest = { ...http, search, headers: toHeaderMap(http) };
  const response = await apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context });
  const { status = 200, headers, body } = response;
  // Even for clients that accept only JSON: this type says that the error does not come from a proxy.
  if (codes === 'draft' && status >= 400 && status !== 406) {
    headers.set('content-type', graphqlResponseType);
  }
  return {
    status,
    headers,
    body: body.kind === 'complete' ? body.string : Readable.from(body.asyncIterator),
  };
}

function toHeaderMap({ headers }: GraphqlHttpRequest): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}
