import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { RequestError } from '../errors/request-error.js';
import { addVary } from './replies/vary.js';

// How long browsers may cache the result of a preflight request.
const preflightSeconds = 3600;

const methodHeader = 'access-control-request-method';

/**
 * Allows web pages of some origins to call the service (CORS), without cookies. Before any hook that
 * rejects requests, so that pages may read why: hooks that are added later run later.
 */
export async function allowOrigins(
  app: FastifyInstance,
  origins: readonly string[],
): Promise<void> {
  if (origins.length === 0) return;
  const allows = (origin: string) => origins.includes('*') || origins.includes(origin);
  app.addHook('onRequest', ({ method, headers }, _reply, done) => {
    const { origin, [methodHeader]: intendedMethod } = headers;
    const isPreflight = method === 'OPTIONS' && origin !== undefined && allows(origin);
    if (!isPreflight || intendedMethod) return done();
    return done(
      new RequestError(
        'BAD_REQUEST',
        'The header "Access-Control-Request-Method" is missing; a CORS preflight request (OPTIONS) must name the method of the request that follows.',
      ),
    );
  });
  await app.register(cors, {
    // Origins that are not allowed get no header at all.
    origin: (origin, decide) => decide(null, origin !== undefined && allows(origin) && origin),
    methods: ['GET', 'HEAD', 'POST'],
    exposedHeaders: [
      'Age',
      'Allow',
      'Cache-Status',
      'ETag',
      'Link',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'WWW-Authenticate',
    ],
    maxAge: preflightSeconds,
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    // Set here, as GraphQL replaces the header by its own.
    addVary(reply, 'Origin');
    done(null, payload);
  });
}
