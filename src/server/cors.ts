import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

// Browsers ask again after this time, in seconds, whether a page may call the service.
const preflightSeconds = 3600;

/** Lets the web pages of some origins call the service; none of them may send cookies. */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const allows = (origin: string) => origins.includes('*') || origins.includes(origin);
  app.register(cors, {
    // A foreign origin gets no header at all.
    origin: (origin, decide) => decide(null, origin !== undefined && allows(origin) && origin),
    methods: ['GET', 'HEAD', 'POST'],
    exposedHeaders: ['Age', 'Allow', 'ETag', 'Link'],
    maxAge: preflightSeconds,
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    // GraphQL says itself what its answers vary by, and with that has the last word.
    const vary = String(reply.getHeader('vary') ?? '');
    if (!/\borigin\b/i.test(vary)) reply.header('vary', vary === '' ? 'Origin' : `${vary}, Origin`);
    done(null, payload);
  });
}
