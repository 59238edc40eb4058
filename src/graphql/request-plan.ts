import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Uncacheable, uncacheable } from '../cache/cache-decision.js';
import { joinKeyParts } from '../cache/join-key-parts.js';
import { toCanonicalJson } from '../formats/json/canonical-json.js';
import { type DocumentInfo, findOperationType } from './documents/document-info.js';
import { clientNameHeader } from './documents/manifest/trusted-documents.js';
import {
  type RequestParameters,
  readBodyParameters,
  readSearchParameters,
} from './documents/request-parameters.js';
import {
  type ApqLookup,
  type DocumentReplacement,
  type DocumentSources,
  resolveDocument,
} from './documents/resolve-document.js';
import type { GraphqlHttpRequest } from './graphql-http-request.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the GraphQL request in it was planned as; null before, and for all others. */
    plan: RequestPlan | null;
    /** The cost of the operation, if it was executed for this request. */
    cost?: number | undefined;
  }
}

/** What is known of a request before it is executed. */
export interface RequestPlan {
  /**
   * The key under which its response is cached, or why none is looked up: it is a mutation, or
   * something that the GraphQL server will reject.
   */
  readonly lookup: CacheLookup;
  /** The document of the request, if it is known. */
  readonly document?: DocumentInfo | undefined;
  /** What the GraphQL server gets instead of the document and its ids. */
  readonly replacement?: DocumentReplacement | undefined;
  /** The hash of a document that this process does not know, and the error if no other does. */
  readonly apqLookup?: ApqLookup;
  /** The name of the operation, as it was sent. */
  readonly operationName?: unknown;
  /** The variables, as they were sent. */
  readonly variables?: unknown;
  /** Whether the document id means other documents for other clients. */
  readonly variesByClient?: boolean | undefined;
}

/** A key of the response cache, or why a request has none. */
type CacheLookup = { readonly key: string } | Uncacheable;

interface CachedPlan extends RequestPlan {
  /** The hash of a document that must still be stored for the plan to be valid. */
  readonly apqHash: string | undefined;
}

const malformed: CachedPlan = { lookup: uncacheable('MALFORMED_REQUEST'), apqHash: undefined };

const maxPlans = 1000;
const maxCachedLength = 4000;
// Twice as large as a key can be, and far below what takes long to traverse.
const maxBodyBytes = 128 * 1024;

/** Plans requests: finds their documents, and the keys under which their responses are cached. */
export class RequestPlans {
  readonly #byUrl = new LRUCache<string, CachedPlan>({ max: maxPlans });

  /** @param sources the documents that may be executed, for the lifetime of this object */
  constructor(private readonly sources: DocumentSources) {}

  /**
   * Plans a request. Throws a `RequestError` for a document that is not allowed, and for an unknown id.
   *
   * @param scope what else decides the response, such as who may get it; undefined if it has a media type
   * that is not cached
   */
  plan(request: GraphqlHttpRequest, scope: string | undefined): RequestPlan {
    const plan = this.#plan(request, scope);
    if (!('key' in plan.lookup) || passesCsrfRule(request)) return plan;
    return { ...plan, lookup: uncacheable('CSRF_RULE') };
  }

  #plan(request: GraphqlHttpRequest, scope: string | undefined): CachedPlan {
    if (request.method === 'POST') {
      const operation = readBodyParameters(request.body);
      return operation ? this.#planOperation(operation, request, scope) : malformed;
    }
    if (request.method !== 'GET') return malformed;
    const { headers, id, search } = request;
    const client = this.sources.catalog.trusted.hasClientSpecificIds
      ? headers[clientNameHeader]
      : undefined;
    const url = joinKeyParts([scope, id, search, client as string | undefined]);
    const known = this.#byUrl.get(url);
    if (known !== undefined && this.#isValid(known)) return known;
    const operation = readSearchParameters(search);
    if (operation === undefined) return malformed;
    const plan = this.#planOperation(operation, request, scope);
    if ('key' in plan.lookup && url.length <= maxCachedLength) this.#byUrl.set(url, plan);
    return plan;
  }

  #isValid({ apqHash }: CachedPlan): boolean {
    return apqHash === undefined || this.sources.apq.getLocal(apqHash) !== undefined;
  }

  #planOperation(
    operation: RequestParameters,
    request: GraphqlHttpRequest,
    scope: string | undefined,
  ): CachedPlan {
    const { id: pathId, headers, method } = request;
    const client = headers[clientNameHeader] as string | undefined;
    const { document, apqHash, ...choice } = resolveDocument(
      operation,
      { pathId, client },
      this.sources,
    );
    // The operation type of a document that is too long to be remembered need not be known for a GET, for
    // which the GraphQL server executes only queries. But it must be known whether it was logged.
    const byHash = method === 'GET' && this.sources.catalog.level === 'apq' ? apqHash : undefined;
    const lookup = lookUp(document, byHash, operation, request, scope);
    const { operationName, variables } = operation;
    return { ...choice, lookup, document, apqHash, operationName, variables };
  }
}

/** @param byHash the hash of a document that need not be known */
function lookUp(
  document: DocumentInfo | undefined,
  byHash: string | undefined,
  operation: RequestParameters,
  { bodyBytes }: GraphqlHttpRequest,
  scope: string | undefined,
): CacheLookup {
  if (document !== undefined) {
    const type = findOperationType(document, operation.operationName);
    if (type !== 'query')
      return uncacheable(type === 'mutation' ? 'MUTATION' : 'UNKNOWN_OPERATION');
  }
  const documentHash = document?.hash ?? byHash;
  if (documentHash === undefined) return uncacheable('UNKNOWN_DOCUMENT');
  if (scope === undefined) return uncacheable('MEDIA_TYPE');
  if (!isObjectOrNone(operation.extensions)) return malformed.lookup;
  if (bodyBytes > maxBodyBytes) return uncacheable('BODY_TOO_LARGE');
  const key = computeKey(documentHash, operation, scope);
  return key === undefined ? uncacheable('UNSUITABLE_VARIABLES') : { key };
}

// Not part of the key, as extensions do not change the response. But the GraphQL server rejects others.
const isObjectOrNone = (extensions: unknown) =>
  extensions == null || (typeof extensions === 'object' && !Array.isArray(extensions));

// Finding a key takes a fraction of the time that hashing takes.
const keysByParts = new LRUCache<string, string>({ max: maxPlans });

function computeKey(
  documentHash: string,
  { operationName = null, variables = null }: RequestParameters,
  scope: string,
): string | undefined {
  const parts = toCanonicalJson([documentHash, operationName, variables, scope]);
  if (parts === undefined) return undefined;
  const known = keysByParts.get(parts);
  if (known !== undefined) return known;
  const key = hash('sha256', parts, 'base64url');
  if (parts.length <= maxCachedLength) keysByParts.set(parts, key);
  return key;
}

/**
 * Whether the GraphQL server accepts where a request may come from: a browser would have sent a
 * preflight before it sent this from a page of another origin, and its body, if it has one, is JSON.
 * A request that does not pass is rejected, so the cache must not answer it either.
 */
function passesCsrfRule({ headers }: GraphqlHttpRequest): boolean {
  const type = headers['content-type'];
  if (type !== undefined) return /^application\/json\s*(?:;|$)/i.test(type);
  return Boolean(headers['apollo-require-preflight'] || headers['x-apollo-operation-name']);
}
