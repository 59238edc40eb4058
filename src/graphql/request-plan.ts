import { hash } from 'node:crypto';
import { joinKeyParts } from '../cache/joined-key.js';
import { LruMap } from '../cache/lru.js';
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
   * The key under which its response is kept; undefined when it must be executed: a mutation, or
   * what the GraphQL engine will refuse.
   */
  readonly key: string | undefined;
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

interface KeptPlan extends RequestPlan {
  /** The hash that must still be remembered for the plan to hold. */
  readonly apqHash: string | undefined;
}

const unknown: KeptPlan = { key: undefined, apqHash: undefined };

const mostAddresses = 1000;
const longestAddress = 4000;
// Twice as large as a key can be, and far below what takes long to look through.
const largestBody = 128 * 1024;

/** Finds the keys under which the responses of requests are kept. */
export class RequestPlans {
  readonly #ofAddresses = new LruMap<KeptPlan>(mostAddresses);

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
    if (planned.key === undefined || isTakenByEngine(request)) return planned;
    return { ...planned, key: undefined };
  }

  #planned(request: GraphqlHttpRequest, scope: string | undefined): KeptPlan {
    if (request.method === 'POST') {
      const operation = readBodyParameters(request.body);
      return operation ? this.#plan(operation, request, scope) : unknown;
    }
    if (request.method !== 'GET') return unknown;
    const { headers, id, search } = request;
    const client = this.sources.catalog.trusted.hasClientSpecificIds
      ? headers[clientNameHeader]
      : undefined;
    const address = joinKeyParts([scope, id, search, client as string | undefined]);
    const found = this.#ofAddresses.get(address);
    if (found !== undefined && this.#holds(found)) return found;
    const operation = readSearchParameters(search);
    if (operation === undefined) return unknown;
    const planned = this.#plan(operation, request, scope);
    const isKept = planned.key !== undefined && address.length <= longestAddress;
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
    const isQuery = document && findOperationType(document, operation.operationName) === 'query';
    // The kind of one that is too long to be remembered needs not be known for a GET: the engine
    // executes nothing but queries then. But it must be known whether it was logged.
    const byHash = method === 'GET' && this.sources.catalog.level === 'apq' ? apqHash : undefined;
    const documentHash = isQuery ? document.hash : document === undefined ? byHash : undefined;
    const isKept =
      documentHash &&
      scope !== undefined &&
      isObjectOrNone(operation.extensions) &&
      request.bodyBytes <= largestBody;
    const key = isKept ? keyOf(documentHash, operation, scope) : undefined;
    const { operationName } = operation;
    return { ...choice, key, document, apqHash, operationName };
  }
}

// No part of the key, as they change no answer; but the engine refuses them in another form.
const isObjectOrNone = (extensions: unknown) =>
  extensions == null || (typeof extensions === 'object' && !Array.isArray(extensions));

// Finding a key takes a fraction of the time that making it takes.
const keysOfParts = new LruMap<string>(mostAddresses);

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
 * Whether the GraphQL engine takes a request, which what is kept must not answer otherwise: one that
 * a browser would have asked for permission before it sent it to us from a foreign page, and one
 * that says nothing of its body but that it is JSON.
 */
function isTakenByEngine({ headers }: GraphqlHttpRequest): boolean {
  const type = headers['content-type'];
  if (type !== undefined) return /^application\/json\s*(?:;|$)/i.test(type);
  return Boolean(headers['apollo-require-preflight'] || headers['x-apollo-operation-name']);
}
