import { RequestError } from '../errors.js';

/** What a request asks for, as it was received. */
export interface SentOperation {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** What the JSON of a body asks for; undefined when it is no object, which the engine will refuse. */
export function operationInBody(body: unknown): SentOperation | undefined {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
}

const parameters = ['query', 'documentId', 'operationName', 'variables', 'extensions'] as const;

/**
 * What the query string of an address asks for; undefined when its JSON is broken, which the engine
 * will refuse. Throws `BAD_REQUEST` when a parameter is there twice.
 */
export function operationInSearch(search: string): SentOperation | undefined {
  const given = new URLSearchParams(search);
  const operation: Partial<Record<(typeof parameters)[number], unknown>> = {};
  for (const name of parameters) {
    const [value, ...others] = given.getAll(name);
    if (others.length > 0) {
      const message = `The parameter "${name}" was given more than once; it is taken once.`;
      throw new RequestError('BAD_REQUEST', message);
    }
    operation[name] = value;
  }
  try {
    for (const name of ['variables', 'extensions'] as const) {
      const value = operation[name];
      if (typeof value === 'string') operation[name] = JSON.parse(value);
    }
    return operation;
  } catch {
    return undefined;
  }
}

/** The hash that a persisted query names, if it is one; false for what is no proper one. */
export function claimedHash({ extensions }: SentOperation): string | false | undefined {
  const { persistedQuery } = (extensions ?? {}) as {
    readonly persistedQuery?: { readonly version?: unknown; readonly sha256Hash?: unknown };
  };
  if (!persistedQuery) return undefined;
  const { version, sha256Hash } = persistedQuery;
  return version === 1 && typeof sha256Hash === 'string' && sha256Hash;
}
