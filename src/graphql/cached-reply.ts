import type { StoredResponse } from '../cache/stored-response.js';
import type { CompressedBodies } from '../http/replies/compressed-bodies.js';
import { parseAcceptEncoding, selectCoding } from '../http/replies/content-coding.js';
import { etagFor, matchEtag } from '../http/replies/entity-tag.js';
import { clientNameHeader } from './documents/manifest/trusted-documents.js';
import type { GraphqlHttpRequest } from './graphql-http-request.js';
import type { GraphqlReply } from './graphql-service.js';

/** A response out of the cache, whose version was just found to be the present one. */
export interface CachedResponse {
  readonly stored: StoredResponse;
  /** Counts bytes that are kept as long as the response is. */
  readonly grow: (bytes: number) => void;
  /** Whether another client gets another answer to the same request. */
  readonly variesByClient: boolean;
}

/** What decides how kept responses are sent. */
export interface CachedReplyOptions {
  readonly forms: CompressedBodies;
  /** Seconds for which browsers and CDNs may keep a response without asking. */
  readonly httpSeconds: number;
}

/**
 * Answers with a kept response: 304 to who has it, else in the form that the client likes best. Only
 * a form that must be made first is waited for.
 */
export function createCachedReply(
  { stored, grow, variesByClient }: CachedResponse,
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
    // However old it is, it was just found to be what would be answered now.
    age: '0',
    // Whoever keeps it must ask before each use, unless it was allowed to be late.
    'cache-control': `public, max-age=${httpSeconds}, must-revalidate`,
    vary: variesByClient ? `${vary}, ${clientNameHeader}` : vary,
  };
  if (confirmed !== undefined) return { status: 304, headers, body: undefined };
  headers['content-type'] = contentType;
  if (coding === undefined) return { status: 200, headers, body };
  headers['content-encoding'] = coding;
  const form = forms.compress(stored, { body, length, grow }, coding);
  if (Buffer.isBuffer(form)) return { status: 200, headers, body: form };
  return form.then((packed) => ({ status: 200, headers, body: packed }));
}

// Who may see an answer must be added here as soon as that depends on anything. The headers by which
// a page shows that it was allowed to ask are no part of it: what is refused is never kept, and to
// answer without executing anything harms nobody. CDNs keep nothing that varies by unusual headers.
const vary = 'Accept, Accept-Encoding';
