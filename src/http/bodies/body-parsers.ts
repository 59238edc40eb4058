import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isStreamed } from '../streamed-route.js';
import type { BodyMemory } from './body-memory.js';
import { readContentEncoding } from './decompress-body.js';
import { type IncomingBody, registerJsonParser } from './json-parser.js';
import { requireUtf8 } from './read-charset.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set as soon as the encoding of the body is known; null if the route reads it itself, or there is none. */
    incomingBody: IncomingBody | null;
  }
}

/**
 * Accepts bodies that are JSON in UTF-8, compressed or not, and refuses all others: read in the wrong
 * charset, letters would silently become other letters.
 *
 * @param requestSeconds for how long the rest of a refused body is drained
 */
export function registerBodyParsers(
  app: FastifyInstance,
  memory: BodyMemory,
  requestSeconds: number,
): void {
  // Not a WeakMap: an entry for each request costs the garbage collector more than the request.
  app.decorateRequest('incomingBody', null);
  const incomingBody = (request: FastifyRequest) => request.incomingBody as IncomingBody;
  // JSON only, as browsers send text/plain to other sites without a preflight request.
  app.removeContentTypeParser('text/plain');
  registerJsonParser(app, { memory, requestSeconds, incomingBody });
  // Not async, as nearly all bodies pass without any work.
  app.addHook('preParsing', (request, reply, payload, done) => {
    try {
      // A wrong URL is reported as such, whatever was sent there.
      if (!request.is404 && hasBody(request)) {
        if (!isStreamed(request)) {
          requireUtf8(request.headers['content-type'] ?? '');
          const compression = readContentEncoding(request, reply);
          const onClose = (release: () => void) => reply.raw.once('close', release);
          request.incomingBody = { compression, onClose };
        }
      }
    } catch (error) {
      return done(error as Error);
    }
    return done(null, payload);
  });
}

function hasBody({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD';
}
