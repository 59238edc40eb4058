import type { IncomingHttpHeaders } from 'node:http';
import { dropEmptyParameters, type RequestParameters } from './documents/request-parameters.js';
import type { DocumentReplacement } from './documents/resolve-document.js';

/** A GraphQL request over HTTP, with everything that decides its response. */
export interface GraphqlHttpRequest {
  readonly method: string;
  /** The document id in the path of the URL, if any. */
  readonly id?: string | undefined;
  /** The query string with its question mark, or empty. */
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON of the body. */
  readonly body: unknown;
  /** The size of the body, decompressed. */
  readonly bodyBytes: number;
}

/** Replaces the document ids of a request by the document, for the GraphQL server. */
export function replaceDocument(
  request: GraphqlHttpRequest,
  replacement: DocumentReplacement,
): GraphqlHttpRequest {
  if (request.method === 'GET') {
    const parameters = dropEmptyParameters(request.search);
    parameters.set('query', replacement.text);
    const sent = parameters.get('extensions');
    const extensions = replaceExtensions(replacement, sent === null ? undefined : JSON.parse(sent));
    if (extensions !== undefined) parameters.set('extensions', JSON.stringify(extensions));
    return { ...request, search: `?${parameters}` };
  }
  const { extensions: sent, ...others } = request.body as RequestParameters;
  const extensions = replaceExtensions(replacement, sent);
  const body = { ...others, query: replacement.text };
  return { ...request, body: extensions === undefined ? body : { ...body, extensions } };
}

/** Extensions that are not an object stay as they are, and the GraphQL server rejects them. */
function replaceExtensions({ registerAs }: DocumentReplacement, sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  const { persistedQuery: _, ...others } = sent as { readonly persistedQuery?: unknown };
  if (registerAs === undefined) return others;
  return { ...others, persistedQuery: { version: 1, sha256Hash: registerAs } };
}
