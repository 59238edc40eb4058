import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { RequestError } from '../errors/request-error.js';
import { addVary } from './replies/vary.js';

// Browsers ask again after this time, in seconds, whether a page may call the service.
const preflightSeconds = 3600;

const asksFor = 'access-control-request-method';

/** Lets the web pages of some origins call the service; none of them may send cookies. */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const allows = (origin: string) => origins.includes('*') || origins.includes(origin);
  app.addHook('onRequest', ({ method, headers }, _reply, done) => {
    const { origin, [asksFor]: asked } = headers;
    const isMeant = method === 'OPTIONS' && origin !== undefined && allows(origin);
    if (!isMeant || asked) return done();
    return done(
      new RequestError(
        'BAD_REQUEST',
        'The OPTIONS of a page is a question whether it may send a request; its header "Access-Control-Request-Method", which names the method, is missing.',
      ),
    );
  });
  app.register(cors, {
    // A foreign origin gets no header at all.
    origin: (origin, decide) => decide(null, origin !== undefined && allows(origin) && origin),
    methods: ['GET', 'HEAD', 'POST'],
    exposedHeaders: ['Age', 'Allow', 'Cache-Status', 'ETag', 'Link'],
    maxAge: preflightSeconds,
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    // GraphQL says itself what its answers vary by, and with that has the last word.
    addVary(reply, 'Origin');
    done(null, payload);
  });
}
