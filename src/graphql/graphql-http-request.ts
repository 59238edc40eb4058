import type { IncomingHttpHeaders } from 'node:http';
import { dropEmptyParameters, type RequestParameters } from './documents/request-parameters.js';
import type { DocumentReplacement } from './documents/resolve-document.js';

/** A GraphQL request over HTTP, as far as it decides the answer. */
export interface GraphqlHttpRequest {
  readonly method: string;
  /** The id of a document, where the path of the address has one. */
  readonly id?: string | undefined;
  /** The query string with its question mark, or empty. */
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  /** What the body's JSON stands for. */
  readonly body: unknown;
  /** How large that was. */
  readonly bodyBytes: number;
}

/** The request with a document in the place of its ids, as the engine takes it. */
export function replaceDocument(
  request: GraphqlHttpRequest,
  replacement: DocumentReplacement,
): GraphqlHttpRequest {
  if (request.method === 'GET') {
    const parameters = dropEmptyParameters(request.search);
    parameters.set('query', replacement.text);
    const sent = parameters.get('extensions');
    const extensions = extensionsWith(replacement, sent === null ? undefined : JSON.parse(sent));
    if (extensions !== undefined) parameters.set('extensions', JSON.stringify(extensions));
    return { ...request, search: `?${parameters}` };
  }
  const { extensions: sent, ...others } = request.body as RequestParameters;
  const extensions = extensionsWith(replacement, sent);
  const body = { ...others, query: replacement.text };
  return { ...request, body: extensions === undefined ? body : { ...body, extensions } };
}

/** What is no object is left to the engine, which refuses it. */
function extensionsWith({ registerAs }: DocumentReplacement, sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  const { persistedQuery: _, ...others } = sent as { readonly persistedQuery?: unknown };
  if (registerAs === undefined) return others;
  return { ...others, persistedQuery: { version: 1, sha256Hash: registerAs } };
}
