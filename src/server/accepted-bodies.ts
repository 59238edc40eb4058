import { isUtf8 } from 'node:buffer';
import { MIMEType } from 'node:util';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RequestError } from '../errors.js';
import { jsonFault } from './json-fault.js';
import { unpackedBody } from './packed-body.js';
import { isStreamed } from './streamed-route.js';

/**
 * Takes bodies that are JSON in UTF-8, as they are or packed, and refuses all others: what is read
 * in the wrong charset has other letters than those that were sent, and nobody would notice.
 */
export function acceptedBodies(app: FastifyInstance): void {
  // JSON alone: browsers send text/plain to other sites without asking them first.
  app.removeContentTypeParser('text/plain');
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request, body, done) => {
      if (isLost(request)) return done(null, undefined);
      if (!isUtf8(body)) {
        const said = 'The body has bytes that are no UTF-8; send it in UTF-8.';
        return done(new RequestError('BAD_REQUEST', said));
      }
      const text = body.toString();
      return parseJson(request, text, (error, value) =>
        error && text !== '' ? done(jsonFault(text)) : done(error, value),
      );
    },
  );
  // Not async, as nearly all bodies pass without any work.
  app.addHook('preParsing', (request, reply, payload, done) => {
    let body = payload;
    try {
      if (!isLost(request) && hasBody(request)) {
        refuseCharset(request.headers['content-type'] ?? '');
        if (!isStreamed(request)) body = unpackedBody(request, reply, payload);
      }
    } catch (error) {
      return done(error as Error);
    }
    return done(null, body);
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
