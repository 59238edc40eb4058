import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CacheKeys, type KeyedRequest, withText } from '../cache/cache-key.js';
import type { MadeResponse, MakeResponse, ResponseCache } from '../cache/response-cache.js';
import type { StoredResponse } from '../cache/stored-response.js';
import type { Context } from '../context.js';
import { boundedSearch } from '../database/search-time.js';
import { asksForCost } from '../limits/limits-plugin.js';
import type { PersistedOperations } from '../operations/persisted-operations.js';
import { SharedWork } from '../shared-work.js';
import { askEngine, type Engine } from './ask-engine.js';
import { clientOf } from './client.js';

/** An answer to a GraphQL request, ready to be sent. */
export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the status allows none. */
  readonly body: string | Buffer | Readable | undefined;
}

/**
 * Answers a GraphQL request that came over HTTP, or that a REST call stands for. Throws a
 * `NobodyWaits` when its client has left before it was answered.
 *
 * @param reply by which the answer will be sent
 */
export type GraphqlService = (reply: FastifyReply, http: KeyedRequest) => Promise<GraphqlAnswer>;

/** How a request is to be executed. */
export interface ContextOptions {
  /** The version of the data that must be visible at least. */
  readonly version?: number | undefined;
  /** Ends its searches. */
  readonly signal: AbortSignal;
}

/** What a {@link GraphqlService} is made of. */
export interface GraphqlServiceParts {
  readonly engine: Engine<Context>;
  readonly operations: PersistedOperations;
  readonly cache: ResponseCache;
  /** Seconds for which browsers and CDNs may keep a response without asking. */
  readonly httpSeconds: number;
  /** Milliseconds that the searches of a query may take together. */
  readonly searchMs: number;
  readonly contextOf: (request: FastifyRequest, options: ContextOptions) => Promise<Context>;
}

/** Puts the response cache in front of the GraphQL engine. */
export function graphqlService(parts: GraphqlServiceParts): GraphqlService {
  const { engine, operations, cache, httpSeconds, searchMs, contextOf } = parts;
  let keys = new CacheKeys(operations.documents);
  // What was found for an address may be allowed no more, or mean another document.
  operations.onReload(() => {
    keys = new CacheKeys(operations.documents);
  });

  async function execute(
    request: FastifyRequest,
    http: KeyedRequest,
    signal: AbortSignal,
    version?: number,
  ) {
    const answer = await boundedSearch({ searchMs, signal }, (end) =>
      askEngine(engine, http, () => contextOf(request, { version, signal: end })),
    );
    // What it failed with is of no use to anybody.
    signal.throwIfAborted();
    const { body } = answer;
    if (typeof body !== 'string') {
      throw new Error('An incremental response was made, though the schema has no @defer.');
    }
    const made = { ...answer, body };
    return { ...made, keep: keptFor(made) };
  }

  return async (reply, http) => {
    const { request } = reply;
    // Everybody is anonymous yet; a viewer's responses are kept under a scope of their own.
    const { key, document, isNamed } = keys.plan(http, 'anonymous');
    const asked = () => (document && isNamed ? withText(http, document) : http);
    const client = clientOf(reply);
    if (key === undefined || asksForCost(http.headers)) {
      const work = new SharedWork((signal) => execute(request, asked(), signal));
      return uncached(await work.resultFor(client));
    }
    const make: MakeResponse = (version, signal) => execute(request, asked(), signal, version);
    const answer = await cache.answer(key, make, client);
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
    vary: 'Accept, Content-Type, Apollo-Require-Preflight, X-Apollo-Operation-Name, GraphQL-Cost, Authorization',
  };
}

/** Whether an `If-None-Match` names the tag (RFC 9110, section 13.1.2; comparison is weak). */
function hasTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
