import { hash } from 'node:crypto';
import type { HTTPGraphQLRequest } from '@apollo/server';
import { canonicalJson } from './canonical-json.js';
import type { OperationKinds } from './operation-kinds.js';

/** The parts of a GraphQL request that decide its answer. */
interface RequestParts {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/**
 * The key under which a request's response may be kept; undefined when it must be executed: a
 * mutation, a document that was not seen yet, or anything that the GraphQL engine will refuse.
 *
 * @param scope who may get the same response
 */
export function cacheKey(
  request: HTTPGraphQLRequest,
  kinds: OperationKinds,
  scope: string,
): string | undefined {
  if (!isPreflighted(request)) return undefined;
  const parts = requestParts(request);
  if (parts === undefined) return undefined;
  const { operationName = null, variables = null } = parts;
  const documentHash = documentHashOf(parts);
  if (documentHash === undefined) return undefined;
  const text = typeof parts.query === 'string' ? parts.query : undefined;
  if (kinds.of(documentHash, text, operationName) !== 'query') return undefined;
  const accept = request.headers.get('accept') ?? '';
  return hash(
    'sha256',
    canonicalJson([documentHash, operationName, variables, scope, accept]),
    'base64url',
  );
}

/** The request of a GET stands in its address, that of a POST in its body. */
function requestParts({ method, search, body }: HTTPGraphQLRequest): RequestParts | undefined {
  if (method === 'POST') {
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  }
  if (method !== 'GET') return undefined;
  const { query, operationName, variables, extensions } = Object.fromEntries(
    new URLSearchParams(search),
  );
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

function documentHashOf({ query, extensions }: RequestParts): string | undefined {
  const claimed = (extensions as { persistedQuery?: { sha256Hash?: unknown } } | null | undefined)
    ?.persistedQuery?.sha256Hash;
  if (typeof query !== 'string') return typeof claimed === 'string' ? claimed : undefined;
  const actual = hash('sha256', query);
  return claimed === undefined || claimed === actual ? actual : undefined;
}

/**
 * Whether a browser would have asked for permission before it sent this to us from a foreign page.
 * The GraphQL engine refuses all other requests, and what is kept must not answer them either.
 */
function isPreflighted({ headers }: HTTPGraphQLRequest): boolean {
  if (headers.has('apollo-require-preflight') || headers.has('x-apollo-operation-name')) {
    return true;
  }
  return /^application\/json\b/i.test(headers.get('content-type') ?? '');
}
