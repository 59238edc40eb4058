import { RequestError } from '../../errors/request-error.js';
import { findForbiddenMember } from '../../formats/json/forbidden-member.js';
import { JsonComplexity } from '../../formats/json/json-complexity.js';

/** The parameters of a GraphQL request (GraphQL over HTTP), as received: nothing is validated yet. */
export interface RequestParameters {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** The parameters in the JSON of a body; undefined when it is not an object, which the GraphQL server rejects. */
export function readBodyParameters(body: unknown): RequestParameters | undefined {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
}

const parameterNames = ['query', 'documentId', 'operationName', 'variables', 'extensions'] as const;

const jsonParameters = ['variables', 'extensions'] as const;

/**
 * The parameters of a query string without those that count as not sent: empty ones, and JSON that is
 * null. The GraphQL server must get the same parameters: if it read a request differently from the
 * code that decides whether the request is allowed, any document would pass the safelist.
 */
export function dropEmptyParameters(search: string): URLSearchParams {
  const sent = new URLSearchParams(search);
  if (sent.get('operationName') === '') sent.delete('operationName');
  for (const name of jsonParameters) {
    if (/^(?:[ \t\n\r]*null[ \t\n\r]*)?$/.test(sent.get(name) ?? '')) sent.delete(name);
  }
  return sent;
}

/**
 * The parameters in the query string of a URL; undefined when their JSON is malformed, which the
 * GraphQL server rejects. Throws `BAD_REQUEST` when a parameter is repeated, or its JSON has a member
 * that is not allowed in bodies either, and `BODY_TOO_COMPLEX`.
 */
export function readSearchParameters(search: string): RequestParameters | undefined {
  rejectRepeated(new URLSearchParams(search));
  const sent = dropEmptyParameters(search);
  const parameters: Partial<Record<(typeof parameterNames)[number], unknown>> = {};
  for (const name of parameterNames) parameters[name] = sent.get(name) ?? undefined;
  for (const name of jsonParameters) new JsonComplexity().add(Buffer.from(sent.get(name) ?? ''));
  try {
    for (const name of jsonParameters) {
      const value = parameters[name];
      if (typeof value === 'string') parameters[name] = JSON.parse(value);
    }
  } catch {
    return undefined;
  }
  for (const name of jsonParameters) {
    const member = findForbiddenMember(parameters[name]);
    if (member === undefined) continue;
    const message = `The parameter "${name}" has a member ${member}, which is not allowed.`;
    throw new RequestError('BAD_REQUEST', message);
  }
  return parameters;
}

function rejectRepeated(sent: URLSearchParams): void {
  const repeated = parameterNames.find((name) => sent.getAll(name).length > 1);
  if (repeated === undefined) return;
  const message = `The parameter "${repeated}" was given more than once; send it once.`;
  throw new RequestError('BAD_REQUEST', message);
}

/** The SHA-256 in `extensions.persistedQuery`, if that was sent; false when it is malformed. */
export function readApqHash({ extensions }: RequestParameters): string | false | undefined {
  const { persistedQuery } = (extensions ?? {}) as {
    readonly persistedQuery?: { readonly version?: unknown; readonly sha256Hash?: unknown };
  };
  if (!persistedQuery) return undefined;
  const { version, sha256Hash } = persistedQuery;
  return version === 1 && typeof sha256Hash === 'string' && sha256Hash;
}
