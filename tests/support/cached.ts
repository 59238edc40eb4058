import type { LightMyRequestResponse as Response } from 'fastify';
import {
  graphqlUrl,
  persistedQuery,
  preflight,
  type RequestParts,
  sha256,
} from './graphql-requests.js';
import { post, send } from './http.js';
import type { Service } from './service.js';

/** A response, and whether it came from the cache: without an SQL statement of its own. */
export type Answered = Response & { readonly cached: boolean };

/** Sends a request by GET. */
export function get(
  service: Service,
  sent: RequestParts,
  headers: Record<string, string> = preflight,
): Promise<Answered> {
  return observed(service, () => send(service.app, { url: graphqlUrl(sent), headers }));
}

/** Sends a request by POST; a string is sent as it is. */
export function ask(
  service: Service,
  sent: RequestParts | string,
  headers: Record<string, string> = {},
): Promise<Answered> {
  return observed(service, () => post(service.app, '/graphql', sent, headers));
}

/** The `extensions` that name a document by its hash. */
export const byHash = (query: string) => persistedQuery(sha256(query));

/** Sends a request and observes whether it executed SQL statements. */
export async function observed(service: Service, sent: () => Promise<Response>): Promise<Answered> {
  service.statements();
  const response = await sent();
  return Object.assign(response, { cached: service.statements().length === 0 });
}
