import { z } from 'zod';
import { toSafeLine } from '../../../text/quote.js';
import { parseRetryAfter } from './back-off.js';

/** What became of one trial: it has an answer, may work later, or will never work. */
export type ServiceResponse =
  | { readonly data: unknown }
  | { readonly later: string; readonly afterMs?: number | undefined }
  | { readonly never: string; readonly code?: string | undefined };

// Of the service itself, or of what stands before it.
const laterStatuses = new Set([408, 429, 500, 502, 503, 504]);
const laterCodes = new Set(['DATABASE_UNAVAILABLE', 'REQUEST_TIMEOUT']);

const graphqlBody = z.object({
  data: z.unknown().optional(),
  errors: z.tuple([z.unknown()], z.unknown()).optional().catch(undefined),
});
const graphqlError = z.object({
  message: z.string(),
  extensions: z.object({ code: z.string() }).optional().catch(undefined),
});

/**
 * Reads an answer, of a service or of something else at its address.
 *
 * @param sentBytes how long the body was that was sent
 */
export async function readResponse(
  response: Response,
  sentBytes: number,
): Promise<ServiceResponse> {
  const { status, headers } = response;
  const text = await response.text();
  const json = jsonIn(text);
  const body = graphqlBody.safeParse(json).data;
  const error = graphqlError.safeParse(body?.errors?.[0]).data;
  const code = error?.extensions?.code;
  const said = error === undefined ? `It answered ${status}.` : toSafeLine(error.message);
  if (laterStatuses.has(status) || laterCodes.has(code ?? '')) {
    return { later: said, afterMs: parseRetryAfter(headers.get('retry-after'), Date.now()) };
  }
  if (error !== undefined) return { never: said, code };
  if (!response.ok) return { never: refusedBy(response, sentBytes) };
  if (body !== undefined && body.errors === undefined) return { data: body.data };
  if (json === undefined && /^\s*\{/.test(text)) return { later: 'Its answer was cut off.' };
  return { never: unexpectedResponse(status) };
}

/** What is said of something at the address that answers as no service of records does. */
export function unexpectedResponse(status: number): string {
  return `It answered ${status}, and not as a service of records does; give the address of one.`;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusedBy({ status, headers, url }: Response, sentBytes: number): string {
  const place = headers.get('location');
  if (status >= 300 && status < 400 && place !== null) {
    const asked = toSafeLine(URL.canParse(place, url) ? new URL(place, url).href : place);
    return `It answered ${status}, and wants to be asked at ${asked}; give that address.`;
  }
  if (status === 401 || status === 403) {
    return `It answered ${status}: the token is missing or not the right one.`;
  }
  if (status === 413) {
    const megabytes = Math.ceil((10 * sentBytes) / 1024 / 1024) / 10;
    return `It answered 413: a proxy before it does not take bodies of ${megabytes} MB.`;
  }
  return unexpectedResponse(status);
}

// What is wrong with a connection today may be right in a minute; a certificate, or an address at
// which something else answers, will not.
const passingFaults: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** What a request comes to that got no answer. */
export function classifyFetchError(error: unknown): ServiceResponse {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return { later: 'It did not answer in time.' };
  const { code, message: reason = message } = (cause ?? error) as NodeJS.ErrnoException;
  const isPassing = code !== undefined && passingFaults.has(code);
  return isPassing
    ? { later: `It cannot be reached (${code}).` }
    : { never: `It cannot be asked (${code ?? reason}).` };
}
