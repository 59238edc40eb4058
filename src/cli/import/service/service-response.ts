import { z } from 'zod';
import { toSafeLine } from '../../../text/quote.js';
import { parseRetryAfter } from './back-off.js';

/** The outcome of one attempt: data, a failure worth retrying, or a final refusal. */
export type ServiceResponse =
  | { readonly data: unknown }
  | { readonly retryable: string; readonly afterMs?: number | undefined }
  | {
      readonly refused: string;
      readonly code?: string | undefined;
      /** Undefined if there was no response. */
      readonly status?: number;
    };

// Sent by the service, or by a proxy in front of it.
const retryableStatuses = new Set([408, 429, 500, 502, 503, 504]);
const retryableCodes = new Set(['DATABASE_UNAVAILABLE', 'REQUEST_TIMEOUT']);

const graphqlBody = z.object({
  data: z.unknown().optional(),
  errors: z.tuple([z.unknown()], z.unknown()).optional().catch(undefined),
});
const graphqlError = z.object({
  message: z.string(),
  extensions: z.object({ code: z.string() }).optional().catch(undefined),
});

/**
 * Reads the response of a service, or of whatever else is at its URL.
 *
 * @param sentBytes the size of the request body
 */
export async function readResponse(
  response: Response,
  sentBytes: number,
): Promise<ServiceResponse> {
  const { status, headers } = response;
  const text = await response.text();
  const json = parseJson(text);
  const body = graphqlBody.safeParse(json).data;
  const error = graphqlError.safeParse(body?.errors?.[0]).data;
  const code = error?.extensions?.code;
  const message = error === undefined ? `It returned HTTP ${status}.` : toSafeLine(error.message);
  if (retryableStatuses.has(status) || retryableCodes.has(code ?? '')) {
    return { retryable: message, afterMs: parseRetryAfter(headers.get('retry-after'), Date.now()) };
  }
  if (error !== undefined) return { refused: message, code, status };
  if (!response.ok) return { refused: explainRefusal(response, sentBytes), status };
  if (body !== undefined && body.errors === undefined) return { data: body.data };
  if (json === undefined && /^\s*\{/.test(text)) return { retryable: 'Its response was cut off.' };
  return { refused: unexpectedResponse(status), status };
}

const viewer = z.object({ id: z.string().max(1000) });
const restError = z.object({ error: z.string() });

/**
 * Reads the response to `GET /v1/viewer`. Its data is undefined if the service does not say who is calling,
 * like one of an older version.
 */
export async function readViewer(response: Response): Promise<ServiceResponse> {
  const { status, headers } = response;
  const json = parseJson(await response.text());
  const message = restError.safeParse(json).data?.error;
  if (retryableStatuses.has(status)) {
    return {
      retryable: `It returned HTTP ${status}.`,
      afterMs: parseRetryAfter(headers.get('retry-after'), Date.now()),
    };
  }
  if (status === 401) {
    return { refused: message ? toSafeLine(message) : explainRefusal(response, 0), status };
  }
  return { data: status === 200 ? viewer.safeParse(json).data?.id : undefined };
}

/** The message for a response that a records service would not send. */
export function unexpectedResponse(status: number): string {
  return `Unexpected response (HTTP ${status}): this does not look like a records service. Check --url.`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function explainRefusal({ status, headers, url }: Response, sentBytes: number): string {
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location !== null) {
    const target = URL.canParse(location, url) ? new URL(location, url).href : location;
    return `It redirects (HTTP ${status}) to ${toSafeLine(target)}; set --url to that.`;
  }
  if (status === 401 || status === 403) return `The token is missing or wrong (HTTP ${status}).`;
  if (status === 413) {
    const megabytes = Math.ceil((10 * sentBytes) / 1024 / 1024) / 10;
    return `A proxy in front of it does not accept request bodies of ${megabytes} MB (HTTP 413).`;
  }
  return unexpectedResponse(status);
}

// Connection faults may be over in a minute; a bad certificate, or a URL of something else, will not.
const transientCodes: ReadonlySet<string> = new Set([
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

/** The outcome of a request without a response. */
export function classifyFetchError(error: unknown): ServiceResponse {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return { retryable: 'It did not respond in time.' };
  const { code, message: reason = message } = (cause ?? error) as NodeJS.ErrnoException;
  const isTransient = code !== undefined && transientCodes.has(code);
  return isTransient
    ? { retryable: `It cannot be reached (${code}).` }
    : { refused: `The request failed (${code ?? reason}).` };
}
