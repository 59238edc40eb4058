import type { StoredResponse } from '../cache/stored-response.js';
import type { CompressedBodies } from '../http/replies/compressed-bodies.js';
import { parseAcceptEncoding, selectCoding } from '../http/replies/content-coding.js';
import { etagFor, matchEtag } from '../http/replies/entity-tag.js';
import { clientNameHeader } from './documents/manifest/trusted-documents.js';
import type { GraphqlHttpRequest } from './graphql-http-request.js';
import type { GraphqlReply } from './graphql-reply.js';

/** A cached response, whose version was just found to be the current one. */
export interface CachedResponse {
  readonly stored: StoredResponse;
  /** Counts bytes that are derived from the response and live as long as it does. */
  readonly grow: (bytes: number) => void;
  /** Whether other clients get other responses to the same request. */
  readonly variesByClient: boolean;
  /** Whether caches between the client and the service must not keep it, as others may not get it. */
  readonly isPrivate: boolean;
}

/** How cached responses are sent. */
export interface CachedReplyOptions {
  readonly forms: CompressedBodies;
  /** Seconds for which browsers and CDNs may use a response without revalidating it. */
  readonly httpSeconds: number;
}

/**
 * Creates the reply for a cached response: a 304 if the client has it, else the response in the content
 * coding that the client prefers. The result is a promise only if the response must be compressed first.
 */
export function createCachedReply(
  { stored, grow, variesByClient, isPrivate }: CachedResponse,
  { method, headers: sent }: GraphqlHttpRequest,
  { forms, httpSeconds }: CachedReplyOptions,
): GraphqlReply | Promise<GraphqlReply> {
  const { body, length, contentType } = stored;
  const accepted = parseAcceptEncoding(sent['accept-encoding']);
  const coding = selectCoding(accepted, length);
  const confirmed =
    method === 'POST' ? undefined : matchEtag(sent['if-none-match'], stored.etag, coding, accepted);
  const headers: Record<string, string> = {
    etag: confirmed ?? etagFor(stored.etag, coding),
    // However old it is, it was just found to be the current response.
    age: '0',
    // Caches must revalidate it before each use, unless they are allowed to be late.
    'cache-control': isPrivate
      ? 'private, no-cache'
      : `public, max-age=${httpSeconds}, must-revalidate`,
    vary: formatVary(variesByClient, isPrivate),
  };
  if (confirmed !== undefined) return { status: 304, headers, body: undefined };
  headers['content-type'] = contentType;
  if (coding === undefined) return { status: 200, headers, body };
  headers['content-encoding'] = coding;
  const form = forms.compress(stored, { body, length, grow }, coding);
  if (Buffer.isBuffer(form)) return { status: 200, headers, body: form };
  return form.then((compressed) => ({ status: 200, headers, body: compressed }));
}

// The headers that
// show that a page has sent a preflight are not part of it: a request without them is rejected and its
// response never cached, and a response from a CDN executes nothing. CDNs do not store responses that
// vary by unusual headers.
const vary = 'Accept, Accept-Encoding';

const varyByViewer = `${vary}, Authorization`;

/** Without a list to join: this is part of every cached response. */
function formatVary(variesByClient: boolean, isPrivate: boolean): string {
  if (variesByClient) return `${vary}, ${clientNameHeader}${isPrivate ? ', Authorization' : ''}`;
  return isPrivate ? varyByViewer : vary;
}
