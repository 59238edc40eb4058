import { createHash } from 'node:crypto';
import type { LightMyRequestResponse as Response } from 'fastify';
import { post, send } from './http.js';
import type { Service } from './service.js';

/** What a request may carry. */
export interface Asked {
  readonly query?: string;
  readonly operationName?: string | null;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** An answer, and whether it came out of the cache: without a statement of its own. */
export type Answered = Response & { readonly cached: boolean };

/** Sends a request by GET, as a client does that has to be asked for permission by browsers. */
export function get(
  service: Service,
  asked: Asked,
  headers: Record<string, string> = { 'apollo-require-preflight': 'true' },
): Promise<Answered> {
  const texts = Object.entries(asked).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]) as [string, string][];
  const url = `/graphql?${new URLSearchParams(texts)}`;
  return observed(service, () => send(service.app, { url, headers }));
}

/** Posts a request; a text is sent as it is. */
export function ask(
  service: Service,
  asked: Asked | string,
  headers: Record<string, string> = {},
): Promise<Answered> {
  return observed(service, () => post(service.app, '/graphql', asked, headers));
}

/** The `extensions` that name a document by its hash. */
export function byHash(query: string) {
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  return { persistedQuery: { version: 1, sha256Hash } };
}

/** Sends a request and looks whether it took statements. */
export async function observed(service: Service, sent: () => Promise<Response>): Promise<Answered> {
  service.statements();
  const answer = await sent();
  return Object.assign(answer, { cached: service.statements().length === 0 });
}
