import { z } from 'zod';
import { toSafeLine } from '../../../text/quote.js';
import { parseRetryAfter } from '../service/back-off.js';
import { classifyFetchError } from '../service/service-response.js';
import { CredentialsError } from './credentials.js';

const timeoutMs = 10_000;
const maxBytes = 64 * 1024;

const oauthError = z.object({
  error: z.string(),
  error_description: z.string().optional().catch(undefined),
});

/** A response of an authorization server, or of something else at its URL. */
export interface ServerResponse {
  readonly status: number;
  /** Undefined if it is not JSON. */
  readonly json: unknown;
}

/**
 * Sends a request to an authorization server. Throws a {@link CredentialsError} if there is no response,
 * or one by which the server says to try again.
 *
 * @param purpose what the request is for, as the subject of a sentence
 */
export async function callServer(
  url: string,
  init: RequestInit,
  purpose: string,
  signal: AbortSignal,
): Promise<ServerResponse> {
  try {
    const response = await fetch(url, {
      ...init,
      // Secrets and tokens stay with the server that the file names.
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), signal]),
    });
    const { status, headers } = response;
    const json = parseJson(await readBounded(response));
    if (status === 408 || status === 429 || status >= 500) {
      throw new CredentialsError(`${purpose} failed. The server returned HTTP ${status}.`, {
        afterMs: parseRetryAfter(headers.get('retry-after'), Date.now()),
      });
    }
    return { status, json };
  } catch (error) {
    if (error instanceof CredentialsError) throw error;
    const failure = classifyFetchError(error);
    if ('retryable' in failure)
      throw new CredentialsError(`${purpose} failed. ${failure.retryable}`, {});
    throw new CredentialsError(`${purpose} failed. ${'refused' in failure ? failure.refused : ''}`);
  }
}

/** What a response without the expected content says, for a message: its status, and its OAuth error. */
export function describeRefusal({ status, json }: ServerResponse): string {
  const { data } = oauthError.safeParse(json);
  if (data === undefined) return `The server returned HTTP ${status}.`;
  const { error, error_description: description } = data;
  const detail = description === undefined ? '' : `: ${toSafeLine(description)}`;
  return `The server returned HTTP ${status}, "${toSafeLine(error)}"${detail}.`;
}

async function readBounded({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    // The rest is not read. What comes from such a server is not JSON for us.
    if (bytes > maxBytes) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
