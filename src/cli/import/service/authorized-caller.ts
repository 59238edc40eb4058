import { quote } from '../../../text/quote.js';
import { type Credentials, CredentialsError } from '../credentials/credentials.js';
import { ImportError } from '../import-error.js';
import { classifyFetchError, readViewer, type ServiceResponse } from './service-response.js';

/** Sends requests with credentials. */
export interface AuthorizedCaller {
  /** Sends a request with an `Authorization` header; if that is rejected, once more with another one. */
  call(request: AuthorizedRequest): Promise<ServiceResponse>;
  /** See `RequestSender`. */
  identify(): Promise<ServiceResponse>;
}

type AuthorizedRequest = (header: string | undefined) => Promise<ServiceResponse>;

const maxShown = 300;
const timeoutMs = 60_000;

/**
 * Creates a caller of a service. Once it has identified itself, it only sends requests for the same
 * viewer: each new token is identified before it is used, since a file of tokens may have got the token
 * of somebody else, who would then own the rest of an import.
 */
export function createAuthorizedCaller(
  serviceUrl: URL,
  credentials: Credentials,
  signal: AbortSignal,
): AuthorizedCaller {
  const viewerUrl = new URL('v1/viewer', serviceUrl);
  let known: { readonly header: string | undefined; readonly viewer: unknown } | undefined;

  async function askViewer(header: string | undefined): Promise<ServiceResponse> {
    if (header === undefined) return { data: 'anonymous' };
    // That is for a proxy, which may make anything of it.
    if (!header.startsWith('Bearer ')) return { data: undefined };
    return fetchViewer(viewerUrl, header, signal);
  }

  async function identify(header: string | undefined): Promise<ServiceResponse> {
    if (known !== undefined && known.header === header) return { data: known.viewer };
    const response = await askViewer(header);
    if (!('data' in response)) return response;
    if (known !== undefined) requireSameViewer(known.viewer, response.data);
    known = { header, viewer: response.data };
    return response;
  }

  async function call(request: AuthorizedRequest): Promise<ServiceResponse> {
    try {
      const header = await credentials.read(signal);
      const response = await request(header);
      if (!isRejected(response)) return response;
      const other = await credentials.replace(header, signal);
      const last = other === undefined ? response : await request(other);
      return isRejected(last)
        ? { ...last, refused: `${last.refused} ${credentials.advice}` }
        : last;
    } catch (error) {
      if (!(error instanceof CredentialsError) || error.retry === undefined) throw error;
      return { retryable: error.message, afterMs: error.retry.afterMs };
    }
  }

  return {
    identify: () => call(identify),
    call: (request) =>
      call(async (header) => {
        if (known === undefined) return request(header);
        const viewer = await identify(header);
        return 'data' in viewer ? request(header) : viewer;
      }),
  };
}

/** Whether the service does not accept the credentials at all. */
function isRejected(
  response: ServiceResponse,
): response is Extract<ServiceResponse, { readonly refused: string }> {
  return 'refused' in response && response.status === 401;
}

function requireSameViewer(one: unknown, other: unknown): void {
  if (one === undefined || other === undefined || one === other) return;
  throw new ImportError(
    `The token has been replaced during the import by one of ${quote(String(other), maxShown)}, while the first one was of ${quote(String(one), maxShown)}.`,
  );
}

async function fetchViewer(
  url: URL,
  authorization: string,
  signal: AbortSignal,
): Promise<ServiceResponse> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', authorization },
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), signal]),
    });
    return await readViewer(response);
  } catch (error) {
    return classifyFetchError(error);
  }
}
