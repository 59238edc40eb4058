import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { compress, compressStream, parseAcceptEncoding, selectCoding } from './content-coding.js';
import { addVary } from './vary.js';

/**
 * Compresses responses that are made for one request alone, such as errors, REST responses and the
 * reply to an import. The coding of a response with an entity tag has been chosen before.
 */
export function compressReplies(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!isCompressible(reply, payload)) return done(null, payload);
    addVary(reply, 'Accept-Encoding');
    const accepted = parseAcceptEncoding(request.headers['accept-encoding']);
    if (payload instanceof Readable) {
      const coding = accepted.bestForStreams;
      if (coding === undefined) return done(null, payload);
      reply.header('content-encoding', coding);
      return done(null, compressStream(payload, coding));
    }
    const coding = selectCoding(accepted, Buffer.byteLength(payload));
    if (coding === undefined) return done(null, payload);
    compress(coding, payload).then((compressed) => {
      reply.header('content-encoding', coding);
      done(null, compressed);
    }, done);
  });
}

function isCompressible(
  reply: FastifyReply,
  payload: unknown,
): payload is string | Buffer | Readable {
  if (reply.hasHeader('etag') || reply.hasHeader('content-encoding')) return false;
  const isBody = typeof payload === 'string' || Buffer.isBuffer(payload);
  if (!isBody && !(payload instanceof Readable)) return false;
  return /^(text\/|application\/([\w.-]+\+)?json\b)/.test(String(reply.getHeader('content-type')));
}
