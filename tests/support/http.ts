import type { InjectOptions, LightMyRequestResponse as Response } from 'fastify';
import type { App } from '../../src/app.js';

/** Sends a request past the network. */
export function send(app: App, request: InjectOptions): Promise<Response> {
  return app.inject(request) as Promise<Response>;
}

/** Posts a body, which is sent as it is when it is a text, as JSON. */
export function post(app: App, url: string, body: unknown, headers: Record<string, string> = {}) {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const sent = { 'content-type': 'application/json', ...headers };
  return send(app, { method: 'POST', url, payload, headers: sent });
}

/** The error codes of an answer, in the shape of GraphQL's or of the REST calls. */
export function codesOf(answer: Response): unknown[] {
  const body = answer.json();
  if (!('errors' in body)) return [body.code];
  return body.errors.map((error: { extensions: { code: unknown } }) => error.extensions.code);
}
