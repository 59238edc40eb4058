import { MIMEType } from 'node:util';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RequestError } from '../../errors/request-error.js';
import { isStreamed } from '../streamed-route.js';
import type { BodyMemory } from './body-memory.js';
import { readContentEncoding } from './decompress-body.js';
import { type IncomingBody, registerJsonParser } from './json-parser.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set as soon as it is known how the body comes; null where nobody reads it for the route. */
    arrivingBody: IncomingBody | null;
  }
}

/**
 * Takes bodies that are JSON in UTF-8, as they are or packed, and refuses all others: what is read
 * in the wrong charset has other letters than those that were sent, and nobody would notice.
 *
 * @param requestSeconds for how long the rest of a body is read that was refused
 */
export function registerBodyParsers(
  app: FastifyInstance,
  memory: BodyMemory,
  requestSeconds: number,
): void {
  // No WeakMap: one with an entry for each request costs the garbage collection more than the request.
  app.decorateRequest('arrivingBody', null);
  const arrivingOf = (request: FastifyRequest) => request.arrivingBody as IncomingBody;
  // JSON alone: browsers send text/plain to other sites without asking them first.
  app.removeContentTypeParser('text/plain');
  registerJsonParser(app, { memory, requestSeconds, arrivingOf });
  // Not async, as nearly all bodies pass without any work.
  app.addHook('preParsing', (request, reply, payload, done) => {
    try {
      if (!isLost(request) && hasBody(request)) {
        refuseCharset(request.headers['content-type'] ?? '');
        if (!isStreamed(request)) {
          const packing = readContentEncoding(request, reply);
          const onClose = (release: () => void) => reply.raw.once('close', release);
          request.arrivingBody = { packing, onClose };
        }
      }
    } catch (error) {
      return done(error as Error);
    }
    return done(null, payload);
  });
}

// Where there is nothing, that is what the client must hear, whatever it sent there.
const isLost = ({ is404 }: FastifyRequest) => is404;

function hasBody({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/**
 * Throws `UNSUPPORTED_MEDIA_TYPE` for a charset other than UTF-8, which JSON has unless it says so, and
 * of which ASCII is a part.
 */
function refuseCharset(contentType: string): void {
  const charset = charsetIn(contentType);
  if (charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset)) return;
  throw new RequestError(
    'UNSUPPORTED_MEDIA_TYPE',
    `The body is sent with the charset "${charset}"; send it in UTF-8.`,
  );
}

function charsetIn(contentType: string): string | undefined {
  // Nearly all name none, and need not be parsed.
  if (!/charset/i.test(contentType)) return undefined;
  try {
    return new MIMEType(contentType).params.get('charset') ?? undefined;
  } catch {
    // It is refused as a type that nobody reads.
    return undefined;
  }
}
