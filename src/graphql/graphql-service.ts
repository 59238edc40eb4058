import { HeaderMap } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { uncacheable } from '../cache/cache-decision.js';
import { type CacheOutcome, formatCacheStatus } from '../cache/cache-status.js';
import type { MadeResponse, MakeResponse, ResponseCache } from '../cache/response-cache.js';
import { SharedTask } from '../concurrency/shared-task.js';
import { searchWithTimeout } from '../database/search-timeout.js';
import { waiterFor } from '../http/client-connection.js';
import type { RateLimit } from '../rate-limit/rate-limit.js';
import { checkScopes } from '../viewer/check-scopes.js';
import { cacheScope, everyone, type Viewer } from '../viewer/viewer.js';
import type { DocumentScopes } from './access/document-scopes.js';
import { type CachedReplyOptions, type CachedResponse, createCachedReply } from './cached-reply.js';
import { type Context, ExecutionNotes } from './context.js';
import { decideCaching, isCacheReportRequested } from './decide-caching.js';
import type { UnlistedDocuments } from './documents/unlisted-documents.js';
import { executeHttp, type GraphqlServer } from './execute-http.js';
import { type GraphqlHttpRequest, replaceDocument } from './graphql-http-request.js';
import type { GraphqlReply } from './graphql-reply.js';
import { isCostRequested } from './plugins/limits-plugin.js';
import type { RequestPlan } from './request-plan.js';
import { createRequestPlanner, type RequestPlannerParts } from './request-planner.js';
import { negotiateResponseType } from './response-type.js';

/** The response to a request: a cached one, or one that was made for it alone. */
export type FoundResponse = (
  | { readonly kept: CachedResponse }
  | { readonly made: MadeResponse }
) & { readonly outcome: CacheOutcome };

/**
 * Serves GraphQL requests that came over HTTP, or that REST calls are translated to. Throws an
 * `AbandonedError` if the client disconnects before it gets its response.
 */
export interface GraphqlService {
  /**
   * Finds or makes a response. Sets `Cache-Status` where the client asks for it.
   *
   * @param reply by which the response will be sent
   */
  readonly find: (reply: FastifyReply, http: GraphqlHttpRequest) => Promise<FoundResponse>;
  /** @param reply by which the response will be sent */
  readonly answer: (reply: FastifyReply, http: GraphqlHttpRequest) => Promise<GraphqlReply>;
}

/** How a request is executed. */
export interface ContextOptions {
  /** Collects whether the response may be cached. */
  readonly notes: ExecutionNotes;
  /** The oldest version of the data that may be read. */
  readonly version?: number | undefined;
  /** Aborts its searches. */
  readonly signal: AbortSignal;
}

/** The parts of a {@link GraphqlService}. */
export interface GraphqlServiceParts extends CachedReplyOptions, RequestPlannerParts {
  readonly server: GraphqlServer<Context>;
  /** Undefined where nobody wants to hear of them. */
  readonly unlistedDocuments: UnlistedDocuments | undefined;
  readonly cache: ResponseCache;
  /** Milliseconds that the searches of a query may take in total. */
  readonly searchMs: number;
  readonly scopes: DocumentScopes;
  /** Undefined if callers are not limited. */
  readonly limit: RateLimit | undefined;
  readonly contextOf: (request: FastifyRequest, options: ContextOptions) => Promise<Context>;
}

/** What is executed. */
interface Execution {
  /** The request as the GraphQL server gets it. */
  readonly asked: () => GraphqlHttpRequest;
  /** The media type of the response. */
  readonly type: string | undefined;
  /** Set if the response cache has no response to it yet, but could have. */
  readonly cacheable?: RequestPlan;
}

type Execute = (
  request: FastifyRequest,
  execution: Execution,
  signal: AbortSignal,
  version?: number,
) => Promise<MadeResponse>;

function createExecutor({ server, searchMs, limit, contextOf }: GraphqlServiceParts): Execute {
  const { direct } = server;
  return async (request, { asked, type, cacheable }, signal, version) => {
    const { viewer, caller } = request;
    const query = cacheable && direct.find(cacheable);
    const notes = new ExecutionNotes(viewer, caller);
    const { body, ...answer } = await searchWithTimeout({ searchMs, signal }, async (end) => {
      const open = () => contextOf(request, { notes, version, signal: end });
      if (!cacheable || !query) return executeHttp(server, asked(), open);
      const opening = open();
      // Apollo Server reports why it could not be opened.
      const context = await opening.catch(() => undefined);
      const made = context && (await direct.execute(query, cacheable, context));
      return made === undefined
        ? executeHttp(server, asked(), () => opening)
        : { status: 200, headers: toHeaders(type), body: made };
    }).finally(() => {
      request.cost = notes.cost;
      if (caller) limit?.chargeTime(caller, notes.busyMs, notes.cost);
    });
    // Nobody needs the error that it failed with.
    signal.throwIfAborted();
    if (typeof body !== 'string') {
      throw new Error('An incremental response was made, though the schema has no @defer.');
    }
    const { refusal } = notes;
    return { ...answer, body, decision: decideCaching(answer, notes, type), refusal };
  };
}

/**
 * Puts the response cache in front of the GraphQL server, which does not see requests that the cache
 * answers: docs/adr/0013 lists what it would do for them, and where that is done instead.
 */
export function createGraphqlService(parts: GraphqlServiceParts): GraphqlService {
  const { apq, unlistedDocuments, cache, scopes } = parts;
  const planOf = createRequestPlanner(parts);
  const execute = createExecutor(parts);

  /** Does what the execution of a document would have done beside its response. */
  function noteDocument({ replacement, document, operationName }: RequestPlan): void {
    if (replacement?.registerAs) apq.register(replacement.registerAs, replacement.text);
    if (document) unlistedDocuments?.note(document, operationName);
  }

  async function findOrMake(reply: FastifyReply, http: GraphqlHttpRequest): Promise<FoundResponse> {
    const { request } = reply;
    const type = negotiateResponseType(http.headers.accept);
    const { viewer } = request;
    const planned = planOf(http, type, cacheScope(viewer));
    const plan = planned instanceof Promise ? await planned : planned;
    request.plan = plan;
    const { document, replacement, variesByClient = false } = plan;
    // Before the cache is asked: what it has is for viewers that may have it made.
    if (document) checkScopes(viewer, scopes.find(document, plan.operationName));
    const lookup = findLookup(plan, http, viewer);
    const asked = () => withType(replacement ? replaceDocument(http, replacement) : http, type);
    const client = waiterFor(reply);
    if (!('key' in lookup)) {
      const work = new SharedTask((signal) => execute(request, { asked, type }, signal));
      const made = checkRefusal(await work.resultFor(client));
      return { made, outcome: { why: 'bypass', refusal: lookup } };
    }
    const { key } = lookup;
    let isExecuted = false;
    const make: MakeResponse = (version, signal) => {
      isExecuted = true;
      return execute(request, { asked, type, cacheable: plan }, signal, version);
    };
    const answer = await cache.answer(key, make, client);
    if ('made' in answer) return { made: checkRefusal(answer.made), outcome: answer.forwarding };
    if (!isExecuted) noteDocument(plan);
    const { stored, forwarding: outcome = { hit: stored } } = answer;
    const grow = (bytes: number) => cache.grow(key, stored, bytes);
    // What anonymous viewers may not get must not wait for them in a cache that asks nobody.
    const isPrivate = viewer.kind !== 'anonymous';
    return { kept: { stored, grow, variesByClient, isPrivate }, outcome };
  }

  async function find(reply: FastifyReply, http: GraphqlHttpRequest): Promise<FoundResponse> {
    // The client asks by its own headers, which those of a REST call's operation are not.
    if (!isCacheReportRequested(reply.request.headers)) return findOrMake(reply, http);
    // For a request that is rejected before anything is looked up or executed for it.
    reply.header(cacheStatus, formatCacheStatus(rejected));
    const found = await findOrMake(reply, http);
    reply.header(cacheStatus, formatCacheStatus(found.outcome));
    return found;
  }

  return {
    find,
    async answer(reply, sent) {
      // HEAD is handled like GET; the HTTP server does not send the body.
      const http = sent.method === 'HEAD' ? { ...sent, method: 'GET' } : sent;
      const found = await find(reply, http);
      return 'made' in found ? toReply(found.made) : createCachedReply(found.kept, http, parts);
    },
  };
}

/** The headers of a response of that type, as Apollo Server sets them. */
function toHeaders(type: string | undefined): HeaderMap {
  const headers = new HeaderMap();
  if (type !== undefined) headers.set('content-type', type);
  return headers;
}

/** Sets the negotiated media type, so that it is not negotiated again. */
function withType(http: GraphqlHttpRequest, type: string | undefined): GraphqlHttpRequest {
  return type === undefined ? http : { ...http, headers: { ...http.headers, accept: type } };
}

function findLookup(
  { lookup, document }: RequestPlan,
  { headers }: GraphqlHttpRequest,
  viewer: Viewer,
): RequestPlan['lookup'] {
  if (isCostRequested(headers)) return uncacheable('COST_REPORT');
  // What a document that is not known requires is checked when it is executed, so it must be.
  const isChecked = document !== undefined || viewer === everyone;
  return isChecked ? lookup : uncacheable('UNKNOWN_DOCUMENT');
}

/** Throws the error that a viewer gets in place of the response. */
function checkRefusal(made: MadeResponse): MadeResponse {
  if (made.refusal) throw made.refusal;
  return made;
}

const cacheStatus = 'cache-status';
const rejected: CacheOutcome = { why: 'bypass', refusal: uncacheable('ERRORS') };

function toReply({ status, headers, body }: MadeResponse): GraphqlReply {
  return {
    status,
    headers: { ...Object.fromEntries(headers), 'cache-control': 'no-store' },
    body,
  };
}
