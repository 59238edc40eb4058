import type { InjectOptions, LightMyRequestResponse as Response } from 'fastify';
import { send } from './http.js';
import type { Service } from './service.js';

/** Sends an operation from an address, or with other headers. */
export function askFrom(
  { app }: Service,
  query: string,
  options: InjectOptions & { readonly variables?: object } = {},
): Promise<Response> {
  const { variables = {}, headers, ...rest } = options;
  return send(app, {
    method: 'POST',
    url: '/graphql',
    payload: { query, variables },
    headers: { accept: 'application/graphql-response+json', ...headers },
    ...rest,
  });
}

/** How many units a reply says that its caller has left. */
export function remainingOf({ headers }: Response): number {
  return Number(/^"cost";r=(\d+);t=\d+/.exec(String(headers.ratelimit))?.[1]);
}
