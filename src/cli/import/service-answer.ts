import type { RejectionReason } from '../../imports/rejection-reason.js';
import { retryAfterMs } from './back-off.js';

/** What a service says of items that it has imported. */
export interface ImportedPart {
  readonly import: { readonly id: string } | null;
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rejections: readonly {
    readonly index: number;
    readonly reasons: readonly RejectionReason[];
  }[];
}

/** What became of one trial: it is done, may work later, or will never work. */
export type Answer =
  | { readonly part: ImportedPart }
  | { readonly later: string; readonly afterMs?: number | undefined }
  | { readonly never: string; readonly code?: string | undefined };

// Of the service itself, or of what stands before it.
const laterStatuses = new Set([408, 429, 502, 503, 504]);
const laterCodes = new Set(['DATABASE_UNAVAILABLE', 'REQUEST_TIMEOUT']);

interface GraphqlBody {
  readonly data?: { readonly bulkImport?: ImportedPart | null } | null;
  readonly errors?: readonly {
    readonly message?: unknown;
    readonly extensions?: { readonly code?: string };
  }[];
}

/** Reads an answer, of a service or of something else at its address. */
export async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const body = bodyIn(await response.text());
  const [error] = Array.isArray(body?.errors) ? body.errors : [];
  const code = error?.extensions?.code;
  const said = typeof error?.message === 'string' ? error.message : `It answered ${status}.`;
  if (laterStatuses.has(status) || laterCodes.has(code ?? '')) {
    return { later: said, afterMs: retryAfterMs(headers.get('retry-after'), Date.now()) };
  }
  if (error !== undefined) return { never: said, code };
  const part = body?.data?.bulkImport;
  if (part && response.ok) return { part };
  return { never: unexpected(response) };
}

function bodyIn(text: string): GraphqlBody | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}

function unexpected({ status, headers }: Response): string {
  const place = headers.get('location');
  if (status >= 300 && status < 400 && place !== null) {
    return `It answered ${status}, and wants to be asked at ${place}; give that address.`;
  }
  if (status === 401 || status === 403) {
    return `It answered ${status}: the token is missing or not the right one.`;
  }
  return `It answered ${status}, and not as a service of records does; give the address of one.`;
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
export function withoutAnswer(error: unknown): Answer {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return { later: 'It did not answer in time.' };
  const { code, message: reason = message } = (cause ?? error) as NodeJS.ErrnoException;
  const isPassing = code !== undefined && passingFaults.has(code);
  return isPassing
    ? { later: `It cannot be reached (${code}).` }
    : { never: `It cannot be asked (${code ?? reason}).` };
}
