import { RequestError } from '../../errors/request-error.js';
import { findForbiddenMember } from '../../formats/json/forbidden-member.js';
import { JsonComplexity } from '../../formats/json/json-complexity.js';

/** What a request asks for, as it was received. */
export interface RequestParameters {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** What the JSON of a body asks for; undefined when it is no object, which the engine will refuse. */
export function readBodyParameters(body: unknown): RequestParameters | undefined {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
}

const parameters = ['query', 'documentId', 'operationName', 'variables', 'extensions'] as const;

const jsonParameters = ['variables', 'extensions'] as const;

/**
 * The parameters of a query string, without those that count as not given: empty ones, and JSON that
 * is null. The engine must get these, too: a request that it reads otherwise than what decides
 * whether it may be run would pass every safelist.
 */
export function dropEmptyParameters(search: string): URLSearchParams {
  const given = new URLSearchParams(search);
  if (given.get('operationName') === '') given.delete('operationName');
  for (const name of jsonParameters) {
    if (/^(?:[ \t\n\r]*null[ \t\n\r]*)?$/.test(given.get(name) ?? '')) given.delete(name);
  }
  return given;
}

/**
 * What the query string of an address asks for; undefined when its JSON is broken, which the engine
 * will refuse. Throws `BAD_REQUEST` when a parameter is there twice, or its JSON has a member that no
 * body may have either, and `BODY_TOO_COMPLEX`.
 */
export function readSearchParameters(search: string): RequestParameters | undefined {
  rejectRepeated(new URLSearchParams(search));
  const given = dropEmptyParameters(search);
  const operation: Partial<Record<(typeof parameters)[number], unknown>> = {};
  for (const name of parameters) operation[name] = given.get(name) ?? undefined;
  for (const name of jsonParameters) new JsonComplexity().add(Buffer.from(given.get(name) ?? ''));
  try {
    for (const name of jsonParameters) {
      const value = operation[name];
      if (typeof value === 'string') operation[name] = JSON.parse(value);
    }
  } catch {
    return undefined;
  }
  for (const name of jsonParameters) {
    const member = findForbiddenMember(operation[name]);
    if (member === undefined) continue;
    const message = `The parameter "${name}" has a member ${member}, which is not allowed.`;
    throw new RequestError('BAD_REQUEST', message);
  }
  return operation;
}

function rejectRepeated(sent: URLSearchParams): void {
  const repeated = parameters.find((name) => sent.getAll(name).length > 1);
  if (repeated === undefined) return;
  const message = `The parameter "${repeated}" was given more than once; it is taken once.`;
  throw new RequestError('BAD_REQUEST', message);
}

/** The hash that a persisted query names, if it is one; false for what is no proper one. */
export function readApqHash({ extensions }: RequestParameters): string | false | undefined {
  const { persistedQuery } = (extensions ?? {}) as {
    readonly persistedQuery?: { readonly version?: unknown; readonly sha256Hash?: unknown };
  };
  if (!persistedQuery) return undefined;
  const { version, sha256Hash } = persistedQuery;
  return version === 1 && typeof sha256Hash === 'string' && sha256Hash;
}
