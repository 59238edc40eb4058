import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { CacheKeys, type KeyedRequest } from '../cache/cache-key.js';
import type { MadeResponse, ResponseCache } from '../cache/response-cache.js';
import type { StoredResponse } from '../cache/stored-response.js';
import type { Context } from '../context.js';

/** An answer to a GraphQL request, ready to be sent. */
export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the status allows none. */
  readonly body: string | Buffer | undefined;
}

/** Answers a GraphQL request that came over HTTP, or that a REST call stands for. */
export type GraphqlService = (
  request: FastifyRequest,
  http: KeyedRequest,
) => Promise<GraphqlAnswer>;

/** What a {@link GraphqlService} is made of. */
export interface GraphqlServiceParts {
  readonly apollo: ApolloServer<Context>;
  readonly cache: ResponseCache;
  /** Seconds for which browsers and CDNs may keep a response without asking. */
  readonly httpSeconds: number;
  /** @param version the version of the data that must be visible at least */
  readonly contextOf: (request: FastifyRequest, version?: number) => Promise<Context>;
}

/** Puts the response cache in front of the GraphQL engine. */
export function graphqlService(parts: GraphqlServiceParts): GraphqlService {
  const keys = new CacheKeys();
  const { apollo, cache, httpSeconds, contextOf } = parts;

  async function execute(request: FastifyRequest, http: KeyedRequest, version?: number) {
    const context = () => contextOf(request, version);
    const httpGraphQLRequest = { ...http, headers: headerMap(http) };
    const answer = await apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context });
    if (answer.body.kind !== 'complete') {
      throw new Error('An incremental response was made, though the schema has no @defer.');
    }
    const made = {
      status: answer.status ?? 200,
      headers: answer.headers,
      body: answer.body.string,
    };
    return { ...made, keep: keptFor(made) };
  }

  return async (request, http) => {
    // Everybody is anonymous yet; a viewer's responses are kept under a scope of their own.
    const key = keys.of(http, 'anonymous');
    if (key === undefined) return uncached(await execute(request, http));
    const answer = await cache.answer(key, (version) => execute(request, http, version));
    if ('made' in answer) return uncached(answer.made);
    const { stored } = answer;
    const headers = cachedHeaders(stored, httpSeconds);
    const matches = http.method === 'GET' && hasTag(http.headers['if-none-match'], stored.etag);
    if (matches) return { status: 304, headers, body: undefined };
    return {
      status: 200,
      headers: { ...headers, 'content-type': stored.contentType },
      body: stored.body,
    };
  };
}

function headerMap({ headers }: KeyedRequest): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

/** For how long the schema's hints allow to keep a response: errors never, by Apollo's own rule. */
function keptFor({ status, headers }: MadeResponse): MadeResponse['keep'] {
  const [, seconds, scope] =
    /^max-age=(\d+), (public|private)$/.exec(headers.get('cache-control') ?? '') ?? [];
  const contentType = headers.get('content-type');
  if (status !== 200 || !seconds || !contentType) return undefined;
  // What only its viewer may see is not kept as long as nobody can tell who that is.
  if (scope === 'private') return undefined;
  return { maxAge: Number(seconds), scope: 'PUBLIC', contentType };
}

function uncached({ status, headers, body }: MadeResponse): GraphqlAnswer {
  return {
    status,
    headers: { ...Object.fromEntries(headers), 'cache-control': 'no-store' },
    body,
  };
}

function cachedHeaders({ etag, storedAt }: StoredResponse, httpSeconds: number) {
  return {
    etag,
    age: String(Math.max(0, Math.floor((Date.now() - storedAt) / 1000))),
    // Whoever keeps it must ask before each use, unless it was allowed to be late.
    'cache-control': `public, max-age=${httpSeconds}, must-revalidate`,
    // What decides the form of the answer, and whether a GET is answered at all.
    vary: 'Accept, Content-Type, Apollo-Require-Preflight, X-Apollo-Operation-Name, Authorization',
  };
}

/** Whether an `If-None-Match` names the tag (RFC 9110, section 13.1.2; comparison is weak). */
function hasTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
