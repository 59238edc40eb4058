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

/** What is known of a request before it is executed. */
export interface RequestPlan {
  /**
   * The key under which its response is cached, or why none is looked up: it is a mutation, or
   * something that the GraphQL server will reject.
   */
  readonly lookup: CacheLookup;
  /** The document that it means, where that is known. */
  readonly document?: DocumentInfo | undefined;
  /** What the engine must be given in the place of the document and its ids. */
  readonly replacement?: DocumentReplacement | undefined;
  /** The hash of a document that this process does not know, and what to answer if nobody does. */
  readonly apqLookup?: ApqLookup;
  /** The name of the operation, as it was sent. */
  readonly operationName?: unknown;
  /** Whether its id stands for other documents with other clients. */
  readonly variesByClient?: boolean | undefined;
}

/** A key of the response cache, or why a request has none. */
export type CacheLookup = { readonly key: string } | Uncacheable;

interface KeptPlan extends RequestPlan {
  /** The hash that must still be remembered for the plan to hold. */
  readonly apqHash: string | undefined;
}

const malformed: KeptPlan = { lookup: uncacheable('MALFORMED_REQUEST'), apqHash: undefined };

const mostAddresses = 1000;
const longestAddress = 4000;
// Twice as large as a key can be, and far below what takes long to look through.
const maxBodyBytes = 128 * 1024;

/** Finds the keys under which the responses of requests are kept. */
export class RequestPlans {
  readonly #ofAddresses = new LRUCache<string, KeptPlan>({ max: mostAddresses });

  /** @param sources the documents that may be run, as long as these keys are used */
  constructor(private readonly sources: DocumentSources) {}

  /**
   * Finds the key and the document of a request. Throws a `RequestError` for a document that is not
   * allowed, and for an id of none.
   *
   * @param scope what else decides the response, like who may get it; undefined when it is not to be
   * kept
   */
  plan(request: GraphqlHttpRequest, scope: string | undefined): RequestPlan {
    const planned = this.#planned(request, scope);
    if (!('key' in planned.lookup) || passesCsrfRule(request)) return planned;
    return { ...planned, lookup: uncacheable('CSRF_RULE') };
  }

  #planned(request: GraphqlHttpRequest, scope: string | undefined): KeptPlan {
    if (request.method === 'POST') {
      const operation = readBodyParameters(request.body);
      return operation ? this.#plan(operation, request, scope) : malformed;
    }
    if (request.method !== 'GET') return malformed;
    const { headers, id, search } = request;
    const client = this.sources.catalog.trusted.hasClientSpecificIds
      ? headers[clientNameHeader]
      : undefined;
    const address = joinKeyParts([scope, id, search, client as string | undefined]);
    const found = this.#ofAddresses.get(address);
    if (found !== undefined && this.#holds(found)) return found;
    const operation = readSearchParameters(search);
    if (operation === undefined) return malformed;
    const planned = this.#plan(operation, request, scope);
    const isKept = 'key' in planned.lookup && address.length <= longestAddress;
    if (isKept) this.#ofAddresses.set(address, planned);
    return planned;
  }

  #holds({ apqHash }: KeptPlan): boolean {
    return apqHash === undefined || this.sources.apq.getLocal(apqHash) !== undefined;
  }

  #plan(
    operation: RequestParameters,
    request: GraphqlHttpRequest,
    scope: string | undefined,
  ): KeptPlan {
    const { id: pathId, headers, method } = request;
    const client = headers[clientNameHeader] as string | undefined;
    const { document, apqHash, ...choice } = resolveDocument(
      operation,
      { pathId, client },
      this.sources,
    );
    // The type of one that is too long to be remembered need not be known for a GET: the GraphQL server
    // executes nothing but queries then. But it must be known whether it was logged.
    const byHash = method === 'GET' && this.sources.catalog.level === 'apq' ? apqHash : undefined;
    const lookup = lookUp(document, byHash, operation, request, scope);
    const { operationName } = operation;
    return { ...choice, lookup, document, apqHash, operationName };
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
  const key = keyOf(documentHash, operation, scope);
  return key === undefined ? uncacheable('UNSUITABLE_VARIABLES') : { key };
}

// No part of the key, as they change no answer; but the engine refuses them in another form.
const isObjectOrNone = (extensions: unknown) =>
  extensions == null || (typeof extensions === 'object' && !Array.isArray(extensions));

// Finding a key takes a fraction of the time that making it takes.
const keysOfParts = new LRUCache<string, string>({ max: mostAddresses });

function keyOf(
  documentHash: string,
  { operationName = null, variables = null }: RequestParameters,
  scope: string,
): string | undefined {
  const parts = toCanonicalJson([documentHash, operationName, variables, scope]);
  if (parts === undefined) return undefined;
  const known = keysOfParts.get(parts);
  if (known !== undefined) return known;
  const key = hash('sha256', parts, 'base64url');
  if (parts.length <= longestAddress) keysOfParts.set(parts, key);
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
