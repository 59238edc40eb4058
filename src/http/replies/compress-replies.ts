import { pipeline, Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { compress, createCompressor, parseAcceptEncoding, selectCoding } from './content-coding.js';
import { addVary } from './vary.js';

/**
 * Packs what is made for one request alone, like errors, REST's answers and the reply to an import.
 * An answer that has an entity tag has chosen its form before.
 */
export function compressReplies(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!isPackable(reply, payload)) return done(null, payload);
    addVary(reply, 'Accept-Encoding');
    const accepted = parseAcceptEncoding(request.headers['accept-encoding']);
    if (payload instanceof Readable) {
      const coding = accepted.bestForStreams;
      if (coding === undefined) return done(null, payload);
      reply.header('content-encoding', coding);
      // A fault is logged where it happens; the client is told by the connection that breaks off.
      return done(
        null,
        pipeline(payload, createCompressor(coding), () => {}),
      );
    }
    const coding = selectCoding(accepted, Buffer.byteLength(payload));
    if (coding === undefined) return done(null, payload);
    compress(coding, payload).then((packed) => {
      reply.header('content-encoding', coding);
      done(null, packed);
    }, done);
  });
}

function isPackable(reply: FastifyReply, payload: unknown): payload is string | Buffer | Readable {
  if (reply.hasHeader('etag') || reply.hasHeader('content-encoding')) return false;
  const isBody = typeof payload === 'string' || Buffer.isBuffer(payload);
  if (!isBody && !(payload instanceof Readable)) return false;
  return /^(text\/|application\/([\w.-]+\+)?json\b)/.test(String(reply.getHeader('content-type')));
}
