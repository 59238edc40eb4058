import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { canonicalJson } from './canonical-json.js';
import { KnownDocuments, kindOf } from './known-documents.js';
import { RecentlyUsed } from './recently-used.js';

/** A GraphQL request over HTTP, as far as it decides the answer. */
export interface KeyedRequest {
  readonly method: string;
  /** The query string with its question mark, or empty. */
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  /** What the body's JSON stands for. */
  readonly body: unknown;
}

interface Operation {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

const mostAddresses = 1000;
const longestAddress = 4000;

/** Finds the keys under which the responses of requests are kept. */
export class CacheKeys {
  readonly #documents = new KnownDocuments();
  readonly #ofAddresses = new RecentlyUsed<string>(mostAddresses);

  /**
   * The key of a request; undefined when it must be executed: a mutation, a document that was not
   * seen yet, or what the GraphQL engine will refuse.
   *
   * @param scope who may get the same response
   */
  of(request: KeyedRequest, scope: string): string | undefined {
    if (!isPreflighted(request)) return undefined;
    if (request.method === 'POST') return this.#ofBody(request, scope);
    return request.method === 'GET' ? this.#ofAddress(request, scope) : undefined;
  }

  #ofBody({ body, headers }: KeyedRequest, scope: string): string | undefined {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
    const operation: Operation = body;
    const { query } = operation;
    const claimed = claimedHash(operation);
    if (claimed === false) return undefined;
    const document =
      typeof query === 'string'
        ? this.#documents.withText(query)
        : claimed && this.#documents.withHash(claimed);
    if (!document || (claimed && claimed !== document.hash)) return undefined;
    if (kindOf(document, operation.operationName) !== 'query') return undefined;
    return keyOf(document.hash, operation, scope, headers);
  }

  #ofAddress({ search, headers }: KeyedRequest, scope: string): string | undefined {
    const address = `${scope}\n${headers.accept}\n${search}`;
    const known = this.#ofAddresses.get(address);
    if (known !== undefined) return known;
    const operation = operationIn(search);
    const claimed = operation && claimedHash(operation);
    if (operation === undefined || claimed === false) return undefined;
    const { query } = operation;
    // The kind needs not be known: the engine executes nothing but queries for a GET.
    const documentHash = typeof query === 'string' ? hash('sha256', query) : claimed;
    if (!documentHash || (claimed && claimed !== documentHash)) return undefined;
    const key = keyOf(documentHash, operation, scope, headers);
    if (key !== undefined && address.length <= longestAddress) this.#ofAddresses.set(address, key);
    return key;
  }
}

function keyOf(
  documentHash: string,
  { operationName = null, variables = null }: Operation,
  scope: string,
  { accept = '' }: IncomingHttpHeaders,
): string | undefined {
  const parts = canonicalJson([documentHash, operationName, variables, scope, accept]);
  return parts === undefined ? undefined : hash('sha256', parts, 'base64url');
}

/** The hash that a persisted query names, if it is one; false for what is no proper one. */
function claimedHash({ extensions }: Operation): string | false | undefined {
  const { persistedQuery } = (extensions ?? {}) as {
    readonly persistedQuery?: { readonly version?: unknown; readonly sha256Hash?: unknown };
  };
  if (!persistedQuery) return undefined;
  const { version, sha256Hash } = persistedQuery;
  return version === 1 && typeof sha256Hash === 'string' && sha256Hash;
}

function operationIn(search: string): Operation | undefined {
  const parameters = new URLSearchParams(search);
  const names = [...parameters.keys()];
  // The engine refuses what is there twice.
  if (new Set(names).size < names.length) return undefined;
  const { query, operationName, variables, extensions } = Object.fromEntries(parameters);
  try {
    return {
      query,
      operationName,
      variables: variables === undefined ? undefined : JSON.parse(variables),
      extensions: extensions === undefined ? undefined : JSON.parse(extensions),
    };
  } catch {
    return undefined;
  }
}

/**
 * Whether a browser would have asked for permission before it sent this to us from a foreign page.
 * The GraphQL engine refuses all other requests, and what is kept must not answer them either.
 */
function isPreflighted({ headers }: KeyedRequest): boolean {
  if (headers['apollo-require-preflight'] || headers['x-apollo-operation-name']) return true;
  return /^application\/json(?![^;\s])/i.test(headers['content-type'] ?? '');
}
