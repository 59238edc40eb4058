import type { TypedDocumentString } from '../../generated/graphql.js';
import { ServiceError } from './service-error.js';
import { authorization } from './session.js';

// Longer addresses may not pass proxies.
const maxAddressLength = 8000;

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }[];
}

/**
 * Executes an operation of the page by its id: by GET, which browsers cache and revalidate, unless the
 * address would be too long.
 *
 * @throws ServiceError if the service cannot be reached, or answers with an error
 */
export async function execute<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const id = document.__meta__?.hash as string;
  const url = `graphql/${id}?variables=${encodeURIComponent(JSON.stringify(variables))}`;
  const isLong = url.length > maxAddressLength;
  const headers = {
    accept: 'application/graphql-response+json, application/json',
    'apollo-require-preflight': 'true',
    ...authorization(),
  };
  const response = await send(isLong ? 'graphql' : url, {
    signal: signal ?? null,
    headers: isLong ? { ...headers, 'content-type': 'application/json' } : headers,
    ...(isLong && { method: 'POST', body: JSON.stringify({ documentId: id, variables }) }),
  });
  return readData<Data>(response);
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw new ServiceError('The service cannot be reached.', 'OFFLINE', 0);
  }
}

async function readData<Data>(response: Response): Promise<Data> {
  const { data, errors } = await readJson<Answer<Data>>(response);
  const [error] = errors ?? [];
  if (error === undefined && data != null) return data;
  throw toError(response, error?.message, error?.extensions?.code);
}

async function readJson<Body>(response: Response): Promise<Body> {
  try {
    return (await response.json()) as Body;
  } catch {
    // A proxy has answered instead of the service.
    throw toError(response);
  }
}

function toError(response: Response, message?: string, code?: string): ServiceError {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ServiceError(
    message ?? `The service answered with status ${response.status}.`,
    code ?? 'UNKNOWN',
    response.status,
    Number.isFinite(retryAfter) ? retryAfter : undefined,
    response.headers.get('request-id') ?? undefined,
  );
}
