import { createHash } from 'node:crypto';
import type { LightMyRequestResponse as Response } from 'fastify';
import { post, send } from './http.js';
import type { Service } from './service.js';

/** The SHA-256 of a document, in hexadecimal. */
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The parts of a request to `/graphql`. */
export interface RequestParts {
  readonly query?: string | undefined;
  readonly documentId?: unknown;
  readonly operationName?: string | null;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** Sends a request by POST, to `/graphql/{id}` if an id is given. */
export function sendByPost({ app }: Service, sent: RequestParts, id?: string): Promise<Response> {
  return post(app, pathOf(id), sent);
}

/** Sends a request by GET, to `/graphql/{id}` if an id is given. */
export function sendByGet({ app }: Service, sent: RequestParts, id?: string): Promise<Response> {
  return send(app, { url: graphqlUrl(sent, id), headers: preflight });
}

/** A header that makes browsers send a preflight, which a GET to `/graphql` requires. */
export const preflight = { 'apollo-require-preflight': 'true' };

/** The URL of a request by GET, `/graphql/{id}` if an id is given. */
export function graphqlUrl(sent: RequestParts, id?: string): string {
  const parameters = Object.entries(sent).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return `${pathOf(id)}?${new URLSearchParams(parameters)}`;
}

const pathOf = (id: string | undefined) => (id === undefined ? '/graphql' : `/graphql/${id}`);

/** The `extensions` with which Apollo's clients name a document. */
export const persistedQuery = (sha256Hash: unknown, version = 1) => ({
  persistedQuery: { version, sha256Hash },
});
