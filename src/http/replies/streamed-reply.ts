import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AbandonedError } from '../../concurrency/waiter.js';

/**
 * An answer of which the beginning is known, and the rest is made as fast as the client takes it. A
 * fault in the rest is logged with the id of the request, as no answer can tell of it any more, and
 * the connection is broken off, so that nobody takes what came for the whole.
 *
 * @param rest is returned in any case, also when the client has left before anything was sent
 */
export function startStreamedReply(
  start: string,
  rest: AsyncGenerator<string>,
  request: FastifyRequest,
  reply: FastifyReply,
): Readable {
  function fail(err: unknown): void {
    const what = { err, reqId: request.id };
    request.log.error(what, 'An answer was broken off by a fault of the service.');
    // To clients of HTTP/1.0, some proxies among them, a connection that is merely closed would be
    // the proper end of the answer.
    reply.raw.socket?.resetAndDestroy();
  }
  const answer = Readable.from(watched(start, rest, fail), { objectMode: false });
  // One that nobody began to read does not return the rest by itself.
  answer.once('close', () => void rest.return(undefined).catch(() => {}));
  return answer;
}

/** Tells faults of the texts from those of their reader, which come by `throw` at a `yield`. */
async function* watched(
  start: string,
  rest: AsyncGenerator<string>,
  fail: (error: unknown) => void,
): AsyncGenerator<string> {
  yield start;
  for (;;) {
    let next: IteratorResult<string>;
    try {
      next = await rest.next();
    } catch (error) {
      if (!(error instanceof AbandonedError)) fail(error);
      throw error;
    }
    if (next.done) return;
    yield next.value;
  }
}
